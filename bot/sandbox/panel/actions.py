"""The actions of the API: the fields of a request in, the JSON of the answer out.

Shapes follow the documentation, and where the panel's dialect says otherwise, the dialect.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.panel.catalogue_answer import services_answer
from bot.sandbox.panel.core import Panel
from bot.sandbox.panel.dialects import Dialect
from bot.sandbox.panel.model import Order, Refill, Refused
from bot.sandbox.panel.replies import plain

BATCH = 100
Fields = Mapping[str, str]
Json = Any


def answer(panel: Panel, fields: Fields) -> tuple[Json, int]:
    """The answer to a request and its HTTP status."""
    if fields.get("key") != panel.key:
        return error(panel.dialect, "Invalid API key")
    action = fields.get("action", "")
    if action in panel.dialect.lacks:
        sentence = panel.dialect.lacking
        return (None, 200) if sentence is None else error(panel.dialect, sentence)
    act = _ACTIONS.get(action)
    if act is None:
        return error(panel.dialect, "Incorrect request")
    try:
        told = act(panel, fields)
    except Refused as refusal:
        return error(panel.dialect, str(refusal))
    return told, 201 if panel.dialect.created and action == "add" else 200


def error(dialect: Dialect, sentence: str) -> tuple[Json, int]:
    """An error as this panel would tell it."""
    shapes: dict[str, Json] = {
        "object": {"error": {"message": sentence}},
        "errors": {"errors": [sentence]},
        "message": {"status": "error", "message": sentence},
        "msg": {"msg": sentence},
        "code": {"error": sentence, "status": "102"},
    }
    status = _http_status(sentence) if dialect.error_http else 200
    return shapes.get(dialect.error, {"error": sentence}), status


def wire_id(dialect: Dialect, number: str) -> int | str:
    """An id as it stands in an answer."""
    return int(number) if dialect.ids == "number" and number.isdecimal() else number


def _http_status(sentence: str) -> int:
    statuses = {
        "Invalid API key": 401,
        "Not enough funds on balance": 402,
        "Incorrect order ID": 404,
        "Refill not found": 404,
        "Incorrect request": 400,
    }
    return statuses.get(sentence, 422)


def _services(panel: Panel, _fields: Fields) -> Json:
    return services_answer(panel.services.values(), panel.dialect)


def _add(panel: Panel, fields: Fields) -> Json:
    return {"order": wire_id(panel.dialect, panel.add(fields).id)}


def _balance(panel: Panel, _fields: Fields) -> Json:
    dialect, money = panel.dialect, panel.balance
    spelled = {
        "thousands": f"{money:,.2f}",
        "sign": f"${money:,.2f}",
        "letters": f"{plain(money)} {panel.currency}",
    }.get(dialect.balance, plain(money))
    told = {"balance": spelled}
    return told | {"currency": panel.currency} if dialect.currency else told


def _status(panel: Panel, fields: Fields) -> Json:
    if "orders" in fields:
        return _statuses(panel, fields["orders"])
    order = panel.order(fields.get("order", ""))
    if order is None:
        raise Refused("Incorrect order ID")
    return _status_of(panel, order)


def _statuses(panel: Panel, listed: str) -> Json:
    dialect = panel.dialect
    if dialect.statuses == "absent":
        raise Refused("Order not found.")
    bad = "Incorrect order ID" if dialect.bad_entry == "string" else _inner("Incorrect order ID")
    orders = panel.orders
    told = {
        number: _status_of(panel, orders[number]) if number in orders else bad
        for number in _batch(dialect, listed)
    }
    return list(told.values()) if dialect.statuses == "list" else told


def _batch(dialect: Dialect, listed: str) -> list[str]:
    numbers = [number.strip() for number in listed.split(",")]
    if dialect.drops_not_numeric:
        numbers = [number for number in numbers if number.isdecimal()]
    if len(numbers) > BATCH and not dialect.drops_past_100:
        raise Refused("Incorrect request")
    return numbers[:BATCH]


def _status_of(panel: Panel, order: Order) -> Json:
    dialect, state = panel.dialect, order.state
    children = [wire_id(dialect, child) for child in order.children]
    if order.plan.kind == "subscription":
        return {
            "status": dialect.status_word(state.status),
            "expiry": order.fields.get("expiry"),
            "posts": str(len(children)),
            "orders": children,
        }
    if order.plan.kind == "dripfeed":
        return {
            "status": dialect.status_word(state.status),
            "runs": str(len(children)),
            "orders": children,
        }
    unsaid = {"null": None, "empty": ""}
    told: dict[str, Json] = {
        "charge": plain(state.charge),
        "start_count": str(state.start_count),
        "status": dialect.status_word(state.status),
        "remains": _remains(dialect, order),
    }
    if not state.final and dialect.charge != "documented":
        told["charge"] = unsaid[dialect.charge]
    if not state.final and dialect.start_count != "documented":
        told["start_count"] = unsaid[dialect.start_count]
    return told | {"currency": panel.currency} if dialect.currency else told


def _remains(dialect: Dialect, order: Order) -> str:
    odd = {"unknown": "Unknown", "n/a": "N/A"}
    if dialect.remains in odd and not order.state.final:
        return odd[dialect.remains]
    if dialect.remains == "negative" and order.status == "Completed":
        return "-12"
    if dialect.remains == "zero while pending" and order.status == "Pending":
        return "0"
    return str(order.remains)


def _refill(panel: Panel, fields: Fields) -> Json:
    dialect = panel.dialect
    if "orders" in fields:
        return [_refill_entry(panel, number) for number in _batch(dialect, fields["orders"])]
    try:
        refill = panel.refill(fields.get("order", ""))
    except Refused as refusal:
        if dialect.refill == "nested error":
            return {"refill": _inner(str(refusal))}
        raise
    number = wire_id(dialect, refill.id)
    if dialect.refill == "success":
        return {"success": True, "refill": number}
    return {"refill": number if dialect.refill == "int" else refill.id}


def _refill_entry(panel: Panel, number: str) -> Json:
    try:
        refilled = wire_id(panel.dialect, panel.refill(number).id)
    except Refused as refusal:
        return _bad_entry(panel.dialect, "order", number, "refill", str(refusal))
    return {"order": wire_id(panel.dialect, number), "refill": refilled}


def _refill_status(panel: Panel, fields: Fields) -> Json:
    dialect, refills = panel.dialect, panel.refills
    if "refills" in fields:
        return [
            _refill_status_entry(dialect, number, refills.get(number))
            for number in _batch(dialect, fields["refills"])
        ]
    refill = refills.get(fields.get("refill", ""))
    if refill is None:
        raise Refused("Refill not found")
    told = {"status": dialect.status_word(refill.status)}
    if dialect.refill_status_list:
        return [{"refill": wire_id(dialect, refill.id)} | told]
    return told


def _refill_status_entry(dialect: Dialect, number: str, refill: Refill | None) -> Json:
    if refill is None:
        return _bad_entry(dialect, "refill", number, "status", "Refill not found")
    return {"refill": wire_id(dialect, number), "status": dialect.status_word(refill.status)}


def _cancel(panel: Panel, fields: Fields) -> Json:
    dialect = panel.dialect
    if "orders" not in fields:
        raise Refused("Incorrect request")
    numbers = _batch(dialect, fields["orders"])
    if dialect.cancel_whole or dialect.cancel == "success":
        for number in numbers:
            panel.cancelable(number)
    entries = [_cancel_entry(panel, number) for number in numbers]
    if dialect.cancel == "success":
        return {"success": True}
    if dialect.cancel == "by id":
        return {str(entry.pop("order")): entry for entry in entries}
    return entries


def _cancel_entry(panel: Panel, number: str) -> Json:
    dialect = panel.dialect
    try:
        order = panel.cancel(number)
    except Refused as refusal:
        return _bad_entry(dialect, "order", number, "cancel", str(refusal))
    request = 5500 + order.number if dialect.cancel == "request id" else 1
    return {"order": wire_id(dialect, number), "cancel": request}


def _bad_entry(dialect: Dialect, what: str, number: str, where: str, sentence: str) -> Json:
    entry = {what: wire_id(dialect, number)}
    return entry | (_inner(sentence) if dialect.flat_errors else {where: _inner(sentence)})


def _inner(sentence: str) -> dict[str, str]:
    return {"error": sentence}


_ACTIONS: dict[str, Callable[[Panel, Fields], Json]] = {
    "services": _services,
    "add": _add,
    "status": _status,
    "refill": _refill,
    "refill_status": _refill_status,
    "cancel": _cancel,
    "balance": _balance,
}

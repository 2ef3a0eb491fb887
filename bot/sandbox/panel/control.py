"""The controls over HTTP, for tests of whole processes: faults, fates, and the panel's truth."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any

from aiohttp import web

from bot.sandbox.panel.core import Panel
from bot.sandbox.panel.dialects import DIALECTS
from bot.sandbox.panel.model import Order
from bot.sandbox.panel.replies import plain

Change = Callable[[Panel, str, dict[str, Any]], None]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def control_routes(panel: Panel, control: str) -> list[web.RouteDef]:
    """What can be read with GET and changed with POST, below `control`."""
    return [
        *(web.get(f"{control}/{name}", _get(read)) for name, read in _reading(panel).items()),
        *(web.post(f"{control}/{name}", _post(panel, change)) for name, change in _CHANGES.items()),
    ]


def order_json(order: Order) -> dict[str, Any]:
    """An order as the panel knows it; money as strings."""
    return {
        "id": order.id,
        "service": order.service.id,
        "fields": order.fields,
        "created": order.created,
        "charge": plain(order.charge),
        "status": order.status,
        "remains": order.remains,
        "start_count": order.state.start_count,
        "charge_now": plain(order.state.charge),
        "parent": order.parent,
        "children": order.children,
    }


def _reading(panel: Panel) -> dict[str, Callable[[], Any]]:
    return {
        "orders": lambda: [order_json(order) for order in panel.orders.values()],
        "refills": lambda: [asdict(refill) for refill in panel.refills.values()],
        "received": lambda: [asdict(request) for request in panel.received],
        "movements": lambda: [
            {"order": move.order, "amount": plain(move.amount), "why": move.why}
            for move in panel.movements
        ],
        "balance": lambda: {"balance": plain(panel.balance), "currency": panel.currency},
        "faults": lambda: panel.faults.struck,
    }


def _fault(panel: Panel, _target: str, body: dict[str, Any]) -> None:
    panel.faults.add(body.pop("action", "*"), body.pop("kind"), **body)


def _clear(panel: Panel, _target: str, _body: dict[str, Any]) -> None:
    panel.faults.clear()


def _order(panel: Panel, target: str, body: dict[str, Any]) -> None:
    if "fate" in body:
        panel.fate(target, body["fate"])
        return
    if "charge" in body:
        body["charge"] = Decimal(str(body["charge"]))
    panel.set_status(target, body.pop("status"), **body)


def _service(panel: Panel, target: str, body: dict[str, Any]) -> None:
    if "fate" in body:
        panel.fate(target, body.pop("fate"))
    if body.pop("gone", False):
        panel.remove_service(int(target))
        return
    if "rate" in body:
        body["rate"] = Decimal(str(body["rate"]))
    panel.change_service(int(target), **body)


def _refill(panel: Panel, target: str, body: dict[str, Any]) -> None:
    panel.set_refill_status(target, body["status"])


def _balance(panel: Panel, _target: str, body: dict[str, Any]) -> None:
    panel.set_balance(Decimal(str(body["balance"])))


def _dialect(panel: Panel, _target: str, body: dict[str, Any]) -> None:
    panel.dialect = DIALECTS[body["name"]]


def _reset(panel: Panel, _target: str, _body: dict[str, Any]) -> None:
    panel.reset()


_CHANGES: dict[str, Change] = {
    "faults": _fault,
    "faults/clear": _clear,
    "orders/{target}": _order,
    "services/{target}": _service,
    "refills/{target}": _refill,
    "balance": _balance,
    "dialect": _dialect,
    "reset": _reset,
}


def _get(read: Callable[[], Any]) -> Handler:
    async def handle(_request: web.Request) -> web.StreamResponse:
        return web.json_response(read())

    return handle


def _post(panel: Panel, change: Change) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        text = await request.text()
        try:
            change(panel, request.match_info.get("target", ""), json.loads(text) if text else {})
        except (KeyError, TypeError, ValueError, InvalidOperation) as fault:
            return web.json_response({"error": repr(fault)}, status=400)
        return web.json_response({"ok": True})

    return handle

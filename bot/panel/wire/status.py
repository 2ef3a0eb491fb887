"""Orders' statuses."""

from collections.abc import Mapping

from bot.domain.order import OrderStatus, Report
from bot.panel.wire import text, values
from bot.panel.wire.answer import Fault, by_id, find_fault, unwrapped
from bot.panel.wire.body import Json

_PAYLOAD = frozenset({"charge", "remains", "start_count", "orders", "runs", "posts", "expiry"})

_S = OrderStatus
_WORDS: Mapping[str, OrderStatus] = {
    "pending": _S.PENDING,
    "awaiting": _S.PENDING,
    "inprogress": _S.IN_PROGRESS,
    "processing": _S.PROCESSING,
    # Handed on to whoever delivers, not done: taken for done, a running order would end too early.
    "processed": _S.PROCESSING,
    "completed": _S.COMPLETED,
    "complete": _S.COMPLETED,
    "partial": _S.PARTIAL,
    "canceled": _S.CANCELED,
    "cancelled": _S.CANCELED,
    "refunded": _S.CANCELED,
    "fail": _S.FAILED,
    "failed": _S.FAILED,
    "error": _S.FAILED,
    "active": _S.ACTIVE,
    "paused": _S.PAUSED,
    "limit": _S.PAUSED,
    "expired": _S.EXPIRED,
}


def folded(word: str) -> str:
    return "".join(char for char in word.casefold() if char.isalnum())


def read_status(answer: Json, order_id: str) -> Report | Fault | None:
    """What the answer says about one order; also as an array of one, or keyed by its id."""
    answer = unwrapped(answer)
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    if isinstance(answer, dict) and order_id in answer:
        answer = answer[order_id]
    return _entry(answer)


def read_statuses(answer: Json, ids: tuple[str, ...]) -> dict[str, Report | Fault] | Fault:
    """What it says about each id, or the refusal of the whole; ids it says nothing about are absent."""
    answer = unwrapped(answer)
    found = {
        order_id: outcome
        for order_id, entry in by_id(answer, ids, ("order", "id"))
        if (outcome := _entry(entry)) is not None
    }
    return found or find_fault(answer, _PAYLOAD) or {}


def _entry(entry: Json) -> Report | Fault | None:
    """A bare string is an error, or at times the status."""
    if isinstance(entry, str) and folded(entry) in _WORDS:
        return _report({"status": entry})
    return find_fault(entry, _PAYLOAD, has_status=True) or _report(entry)


def _report(answer: Json) -> Report | None:
    """None if there is no status in it."""
    if not isinstance(answer, dict) or not isinstance(answer.get("status"), str):
        return None
    word = text.line(answer["status"], limit=64)
    if not word:
        return None
    return Report(
        status=_WORDS.get(folded(word)),
        word=word,
        charge=values.money(answer.get("charge")),
        currency=text.line(answer.get("currency"), limit=16),
        start_count=values.whole(answer.get("start_count")),
        remains=values.whole(answer.get("remains")),
        children=_children(answer.get("orders")),
    )


def _children(value: Json) -> tuple[str, ...]:
    """Child orders: ids, or objects that hold one."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return ()
    ids = (_child(entry) for entry in value)
    return tuple(dict.fromkeys(child for child in ids if child is not None))


def _child(entry: Json) -> str | None:
    if isinstance(entry, dict):
        entry = entry.get("order", entry.get("id"))
    return values.identifier(entry)

"""Refills asked for, their statuses, and cancellations."""

from collections.abc import Mapping

from bot.domain.refill import RefillStatus
from bot.panel.results import RefillReport
from bot.panel.wire import text, values
from bot.panel.wire.answer import Fault, by_id, denies, find_fault, is_success, unwrapped
from bot.panel.wire.body import Json
from bot.panel.wire.status import folded

_NOTHING: frozenset[str] = frozenset()
_ORDER_KEYS = ("order", "id")
_REFILL_KEYS = ("refill", "order", "id")
_YES = frozenset(
    {"true", "success", "ok", "yes", "accepted", "requested", "canceled", "cancelled", "pending"}
)
_R = RefillStatus
_WORDS: Mapping[str, RefillStatus] = {
    "pending": _R.PENDING,
    "awaiting": _R.PENDING,
    "inprogress": _R.IN_PROGRESS,
    "processing": _R.IN_PROGRESS,
    "completed": _R.COMPLETED,
    "rejected": _R.REJECTED,
    "canceled": _R.CANCELED,
    "cancelled": _R.CANCELED,
}


def read_request(answer: Json, key: str) -> str | Fault | None:
    """What came of one request under `key`: an id ("" for a yes without one), a refusal, or None: it can't be told, as when
    there is both.
    """
    answer = unwrapped(answer)
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    if not isinstance(answer, dict):
        return _bare(answer)
    fault = find_fault(answer, frozenset({key}))
    if fault is not None:
        both = denies(answer, fault) or isinstance(_bare(answer.get(key)), str)
        return None if both else fault
    if answer.get(key) is None:
        return "" if is_success(answer) else None
    return _bare(answer[key])


def _bare(value: Json) -> str | Fault | None:
    if value is True:
        return ""
    if isinstance(value, dict):
        return find_fault(value, _NOTHING) or values.identifier(value.get("id"))
    if isinstance(value, bool | int | str) and value in {0, "0"}:
        return Fault("refused")
    if (name := values.identifier(value)) is not None:
        return name
    if not isinstance(value, str) or not value.strip():
        return None
    return "" if folded(value) in _YES else find_fault(value, _NOTHING)


def read_requests(answer: Json, ids: tuple[str, ...], key: str) -> dict[str, str | Fault] | Fault:
    """The same for many orders: by order, or one refusal of the whole request.

    A yes to the whole, with nothing about single orders, is one to each. Orders it says nothing about are absent.
    """
    answer = unwrapped(answer)
    if found := _requests(answer, ids, key):
        return found
    if not isinstance(answer, dict):
        return find_fault(answer, _NOTHING) or {}
    if found := _requests(answer.get(key), ids, key):
        return found
    outcome = read_request(answer, key)
    if isinstance(outcome, str):
        return dict.fromkeys(ids, outcome)
    return outcome or {}


def _requests(entries: Json, ids: tuple[str, ...], key: str) -> dict[str, str | Fault]:
    return {
        order_id: outcome
        for order_id, entry in by_id(entries, ids, _ORDER_KEYS)
        if (outcome := read_request(entry, key)) is not None
    }


def read_refill_status(answer: Json, refill_id: str) -> RefillReport | Fault | None:
    """What the answer says about one refill; also as an array of one, or keyed by its id."""
    answer = unwrapped(answer)
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    if isinstance(answer, dict) and refill_id in answer:
        answer = answer[refill_id]
    return _entry(answer)


def read_refill_statuses(
    answer: Json, ids: tuple[str, ...]
) -> dict[str, RefillReport | Fault] | Fault:
    """What it says about each refill, or the refusal of the whole; those it says nothing about are absent."""
    answer = unwrapped(answer)
    found = {
        refill_id: outcome
        for refill_id, entry in by_id(answer, ids, _REFILL_KEYS)
        if (outcome := _entry(entry)) is not None
    }
    return found or find_fault(answer, _NOTHING) or {}


def _entry(entry: Json) -> RefillReport | Fault | None:
    """An entry in the form of `refill`'s answer has no status, but tells an error, or that the refill is there."""
    if isinstance(entry, str) and folded(entry) in _WORDS:
        return _report(entry)
    if not isinstance(entry, dict):
        return find_fault(entry, _NOTHING)
    for key in ("status", "refill"):
        if isinstance(inner := entry.get(key), dict):
            return find_fault(inner, _NOTHING) or _report(inner.get("status"))
    fault = find_fault(entry, _NOTHING, has_status=True)
    if fault is not None:
        return fault
    if values.identifier(entry.get("refill")) is not None and "status" not in entry:
        return RefillReport(status=None)
    return _report(entry.get("status"))


def _report(word: Json) -> RefillReport | None:
    said = text.line(word, limit=64) if isinstance(word, str) else ""
    return RefillReport(status=_WORDS.get(folded(said)), word=said) if said else None

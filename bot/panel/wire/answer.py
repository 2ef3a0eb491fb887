"""Is an answer an error, and what does it say?

`status` is a success flag, an error code or an order's status, so an error is looked for first, the payload second.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.panel.wire import text, values
from bot.panel.wire.body import Json

_ERRORS = ("error", "errors")
_MESSAGES = ("message", "msg")
_WRAPPERS = ("data", "value", "result", "response")
_NO = frozenset({"0", "false", "no"})
_NO_OR_NOTHING = _NO | {"", "null", "none"}
_FAILURE = frozenset({"error", "fail", "failed", "failure", "false"})
_YES = frozenset({"success", "ok", "true"})
_SUCCESS = _YES | {"1", "200"}
_MAX_SENTENCES = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """What the panel complains of. `explicit`: it says itself that this is an error."""

    sentence: str
    explicit: bool = True


def unwrapped(answer: Json) -> Json:
    """The answer itself, where a panel puts it inside `data`; of an object, what stands around it is kept."""
    if not isinstance(answer, dict):
        return answer
    for key in _WRAPPERS:
        inner = answer.get(key)
        if isinstance(inner, dict):
            return {**{k: v for k, v in answer.items() if k != key}, **inner}
        if isinstance(inner, list) and find_fault(answer, frozenset({key})) is None:
            return inner
    return answer


def find_fault(
    answer: Json, payload: AbstractSet[str], *, has_status: bool = False
) -> Fault | None:
    """The error in an answer, None if there's none.

    `payload` are the keys that make it a good one, even with a message beside; `has_status` means that `status` may be
    what was asked for: there "Error" is an order's status, unless a message says why.
    """
    if isinstance(answer, str):
        return Fault(text.line(answer), explicit=False)
    if not isinstance(answer, dict):
        return None
    messages = _messages(answer)
    if said := [s for key in _ERRORS for s in _complaints(answer.get(key))]:
        return Fault(_joined([*said, *messages]))
    good = any(is_given(answer.get(key)) for key in payload)
    failed = _failed(answer)
    if has_status and (good or (_is_word(answer) and not (messages and failed))):
        return None
    if failed:
        return Fault(_joined(messages) or "error")
    silent = good or not messages or _succeeded(answer)
    return None if silent else Fault(_joined(messages), explicit=False)


def _complaints(value: Json) -> list[str]:
    if value is True:
        return ["error"]
    return [said for said in _leaves(value) if said.lower() not in _NO_OR_NOTHING]


def _messages(answer: dict[str, Json]) -> list[str]:
    return [said for key in _MESSAGES for said in _leaves(answer.get(key)) if said]


def _leaves(value: Json) -> list[str]:
    """Every text inside, outermost first; `{"link": ["Enter a valid link"]}` is one."""
    found: list[str] = []
    waiting = [value]
    while waiting and len(found) < _MAX_SENTENCES:
        item = waiting.pop(0)
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item[:_MAX_SENTENCES])
        elif said := text.line(item):
            found.append(said)
    return found


def _joined(sentences: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(sentences))


def is_given(value: Json) -> bool:
    """Present, and not a way to say that it isn't."""
    return value is not None and value is not False and value != ""


def _failed(answer: dict[str, Json]) -> bool:
    return _said(answer.get("status")) in _FAILURE or _said(answer.get("success")) in _NO


def _succeeded(answer: dict[str, Json]) -> bool:
    return _said(answer.get("status")) in _SUCCESS or _success_is_told(answer)


def _success_is_told(answer: dict[str, Json]) -> bool:
    """`success` may be a sentence."""
    return _said(answer.get("success")) not in _NO_OR_NOTHING


def _said(value: Json) -> str:
    return "" if value is None else str(value).strip().lower()


def _is_word(answer: dict[str, Json]) -> bool:
    status = answer.get("status")
    return isinstance(status, str) and bool(status.strip()) and not status.strip().isdigit()


def is_success(answer: Json) -> bool:
    """A plain yes, without a payload."""
    return isinstance(answer, dict) and _succeeded(answer)


def denies(answer: Json, fault: Fault) -> bool:
    """An error is told, and success in words beside it; a `status` in digits may be an error's code."""
    if not isinstance(answer, dict) or not fault.explicit:
        return False
    return _said(answer.get("status")) in _YES or _success_is_told(answer)


def by_id(
    answer: Json, ids: tuple[str, ...], id_keys: tuple[str, ...]
) -> Iterator[tuple[str, Json]]:
    """The entries of an answer about many ids. An id that the panel left out isn't among them.

    A dict is keyed by id. In a list an entry names its id under one of `id_keys`; where none does, and there are exactly
    as many as were asked for, they stand in the order of the request.
    """
    wanted = set(ids)
    if isinstance(answer, dict):
        yield from ((key, entry) for key, entry in answer.items() if key in wanted)
    if not isinstance(answer, list):
        return
    named = [(_id_of(entry, id_keys), entry) for entry in answer]
    if any(name is not None for name, _ in named):
        yield from ((name, entry) for name, entry in named if name in wanted)
    elif len(answer) == len(ids):
        yield from zip(ids, answer, strict=True)


def _id_of(entry: Json, id_keys: tuple[str, ...]) -> str | None:
    if not isinstance(entry, dict):
        return None
    return next((name for key in id_keys if (name := values.identifier(entry.get(key)))), None)

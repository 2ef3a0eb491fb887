"""Every callback_data wire form: what a button carries, and how it is read again. One file an area of the bot.

A form is `code:field:field…`, 64 bytes at most. Old keyboards live on in chats for ever: a code is never given another
meaning, fields are only added at the end with a default, and a form that is retired keeps its line here.
A leading `+` asks for a message of its own, for buttons on a card that must stay in the chat.
"""

from dataclasses import fields
from typing import Any, get_type_hints

from bot.callbacks import (
    all_orders,
    broadcast,
    browse,
    cockpit,
    desk,
    form,
    journal,
    menu,
    money,
    notifications,
    orders,
    people,
    room,
    stand_ins,
    stats,
    status,
    stock,
    support,
    team,
    tickets,
)
from bot.callbacks.action import Action

FRESH = "+"
_AREAS = (
    all_orders,
    broadcast,
    browse,
    cockpit,
    desk,
    form,
    journal,
    menu,
    money,
    notifications,
    orders,
    people,
    room,
    stand_ins,
    stats,
    status,
    stock,
    support,
    team,
    tickets,
)
_ACTIONS: dict[str, type[Action]] = {
    kind.code: kind
    for area in _AREAS
    for kind in vars(area).values()
    if isinstance(kind, type) and issubclass(kind, Action) and kind is not Action
}
_KINDS = {
    kind: [get_type_hints(kind)[field.name] for field in fields(kind)] for kind in _ACTIONS.values()
}

MAX_BYTES = 64


def pack(action: Action, *, fresh: bool = False) -> str:
    """The button's data; ValueError past 64 bytes."""
    values = [str(getattr(action, field.name)) for field in fields(action)]
    data = (FRESH if fresh else "") + ":".join([action.code, *values])
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"callback data of {action.code!r} is longer than {MAX_BYTES} bytes")
    return data


def parse(data: str) -> Action | None:
    """What a button means; None if it is none of ours, or forged."""
    code, *values = data.removeprefix(FRESH).split(":", 1)
    kind = _ACTIONS.get(code)
    if kind is None:
        return None
    hints = _KINDS[kind]
    parts = values[0].split(":", len(hints) - 1) if values and hints else values
    if len(parts) > len(hints):
        return None
    try:
        return kind(*[_read(hint, part) for hint, part in zip(hints, parts, strict=False)])
    except (TypeError, ValueError):
        return None


def _read(hint: Any, text: str) -> int | str:
    if hint is not int:
        return text
    if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > 19:
        raise ValueError("not a number")
    number = int(text)
    if abs(number) >= 2**63:
        raise ValueError("not a number of ours")
    return number


def is_fresh(data: str) -> bool:
    """Whether the answer wants a message of its own."""
    return data.startswith(FRESH)


def pattern(kind: type[Action]) -> str:
    """A regular expression for the data of such buttons."""
    return rf"^\+?{kind.code}(:|$)"

"""Every callback_data wire form: what a button carries, and how it is read again.

A form is `code:field:field…`, 64 bytes at most. Old keyboards live on in chats for ever: a code is never given another
meaning, fields are only added at the end with a default, and a form that is retired keeps its line here.
A leading `+` asks for a message of its own, for buttons on a card that must stay in the chat.
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, get_type_hints

FRESH = "+"


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does."""

    code: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Menu(Action):
    code = "m"


@dataclass(frozen=True, slots=True)
class Help(Action):
    code = "h"


@dataclass(frozen=True, slots=True)
class Languages(Action):
    code = "l"


@dataclass(frozen=True, slots=True)
class SetLanguage(Action):
    code = "sl"
    language: str


@dataclass(frozen=True, slots=True)
class Platforms(Action):
    code = "p"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Shelves(Action):
    """The categories of a platform."""

    code = "k"
    platform: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Services(Action):
    """The services beside service `key`: a category, without its name."""

    code = "s"
    key: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowService(Action):
    code = "v"
    key: int


@dataclass(frozen=True, slots=True)
class StartDraft(Action):
    code = "n"
    key: int


@dataclass(frozen=True, slots=True)
class ShowDraft(Action):
    code = "f"
    draft_id: int


@dataclass(frozen=True, slots=True)
class Choose(Action):
    """A handy answer to the field being asked for."""

    code = "a"
    draft_id: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Edit(Action):
    code = "e"
    draft_id: int
    field: str


@dataclass(frozen=True, slots=True)
class Want(Action):
    code = "w"
    draft_id: int
    field: str


@dataclass(frozen=True, slots=True)
class Drop(Action):
    code = "x"
    draft_id: int
    field: str


@dataclass(frozen=True, slots=True)
class Trust(Action):
    """The doubted answer is right."""

    code = "t"
    draft_id: int


@dataclass(frozen=True, slots=True)
class BackInDraft(Action):
    code = "b"
    draft_id: int


@dataclass(frozen=True, slots=True)
class Discard(Action):
    code = "d"
    draft_id: int


@dataclass(frozen=True, slots=True)
class Confirm(Action):
    code = "c"
    draft_id: int


@dataclass(frozen=True, slots=True)
class MyOrders(Action):
    code = "o"
    shown: str = "all"
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowOrder(Action):
    code = "i"
    order_id: int


@dataclass(frozen=True, slots=True)
class Refresh(Action):
    code = "r"
    order_id: int


@dataclass(frozen=True, slots=True)
class AskRefill(Action):
    code = "rf"
    order_id: int


@dataclass(frozen=True, slots=True)
class AskCancel(Action):
    """Asks whether it is meant; `Cancel` does it."""

    code = "ca"
    order_id: int


@dataclass(frozen=True, slots=True)
class Cancel(Action):
    code = "cc"
    order_id: int


@dataclass(frozen=True, slots=True)
class Repeat(Action):
    code = "rp"
    order_id: int


@dataclass(frozen=True, slots=True)
class Balances(Action):
    code = "ob"


@dataclass(frozen=True, slots=True)
class CatalogueState(Action):
    code = "os"


@dataclass(frozen=True, slots=True)
class SyncNow(Action):
    code = "on"


@dataclass(frozen=True, slots=True)
class AllOrders(Action):
    """Orders of everybody; of one user if `user_id` isn't 0."""

    code = "oo"
    shown: str = "all"
    page: int = 0
    user_id: int = 0


@dataclass(frozen=True, slots=True)
class OperatorOrder(Action):
    code = "oi"
    order_id: int


@dataclass(frozen=True, slots=True)
class OperatorRefresh(Action):
    """Ask the panel about anybody's order."""

    code = "or"
    order_id: int


@dataclass(frozen=True, slots=True)
class Unconfirmed(Action):
    code = "ou"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Evidence(Action):
    code = "oe"
    order_id: int


@dataclass(frozen=True, slots=True)
class AskPanelOrder(Action):
    """Asks for the number the panel gave; the typed answer is `asked` of this."""

    code = "op"
    order_id: int


@dataclass(frozen=True, slots=True)
class ItIsOrder(Action):
    """The order is the panel's `panel_order_id`, checked and shown before."""

    code = "oy"
    order_id: int
    panel_order_id: str


@dataclass(frozen=True, slots=True)
class AskNotPlaced(Action):
    code = "oq"
    order_id: int


@dataclass(frozen=True, slots=True)
class NotPlaced(Action):
    code = "ox"
    order_id: int


@dataclass(frozen=True, slots=True)
class Invite(Action):
    code = "ov"


@dataclass(frozen=True, slots=True)
class Completions(Action):
    """Operators: hear of finished orders (1) or not (0)."""

    code = "om"
    wanted: int


_ACTIONS: dict[str, type[Action]] = {kind.code: kind for kind in Action.__subclasses__()}
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

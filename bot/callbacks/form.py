"""Buttons of the order form."""

from dataclasses import dataclass

from bot.callbacks.action import Action


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
class Repeat(Action):
    code = "rp"
    order_id: int

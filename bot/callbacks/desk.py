"""Buttons of the desk of the unconfirmed."""

from dataclasses import dataclass

from bot.callbacks.action import Action


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

"""Buttons about one's own orders."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class MyOrders(Action):
    """What follows the order `at`; what goes before it, if it is negative. `page` stands in old buttons only."""

    code = "o"
    shown: str = "all"
    page: int = 0
    at: int = 0


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

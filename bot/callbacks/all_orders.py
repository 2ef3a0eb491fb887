"""Buttons about everybody's orders."""

from dataclasses import dataclass

from bot.callbacks.action import Action


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

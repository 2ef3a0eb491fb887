"""What an order's card is made of."""

from dataclasses import dataclass

from bot.domain.order import Order
from bot.domain.refill import Cancellation, Refill


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """An order with its latest requests. `can_refill`, `can_cancel`: its panel takes such requests."""

    order: Order
    refill: Refill | None = None
    cancellation: Cancellation | None = None
    can_refill: bool = True
    can_cancel: bool = True

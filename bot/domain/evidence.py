"""What is known of an order that may or may not have been placed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """`panel` and `service_id`: where it was made, for the order may have gone on to a stand-in since.

    `answer` is what the panel said, clipped, without its key; `hinted_order_id` an id told beside an error.
    """

    id: int
    order_id: int
    panel: str
    service_id: str
    epoch: int
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    http_status: int | None
    answer: str
    balance_before: Decimal | None
    balance_after: Decimal | None
    hinted_order_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`hints`: panel order ids told beside errors, about this order or another for the same link and service.

    `unlocks_in`: how long "not placed" stays locked; None when it isn't.
    """

    order: Order
    attempt: Attempt | None
    hints: tuple[str, ...]
    unlocks_in: timedelta | None

"""Orders that somebody should have a look at, and why.

Each running order has a moment from which it counts as stuck if nothing comes of it until then. Whatever does come of it, a
word from its panel or a step on, moves that moment; it is kept beside the order, so that the stuck ones are found without
a look at the others. What is here holds for any order at any time: `why(order, now)` is something exactly when
`look_at(order)` is past.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.form import Field
from bot.domain.order import Order, OrderStatus, check_after

UNSENT_AFTER = timedelta(minutes=30)
"""A queued order is usually sent within seconds."""

_FIRST_CHECK = timedelta(minutes=1)
_SILENCE = timedelta(hours=1)
_LEAST_PATIENCE = timedelta(days=1)
_PATIENCE_UNKNOWN = timedelta(days=3)
_MOST_PATIENCE = timedelta(days=60)
_TIMES_AVERAGE = 3


class Stuck(StrEnum):
    """In the order of urgency."""

    UNCONFIRMED = "unconfirmed"  # nobody knows whether it was placed
    UNSENT = "unsent"  # it waits to be sent
    SILENT = "silent"  # its panel tells nothing about it
    SLOW = "slow"  # its panel tells the same again and again


def look_at(order: Order) -> datetime | None:
    """From when on somebody should have a look, if nothing comes of the order until then; None once it has ended."""
    return min((moment for _, moment in _moments(order)), default=None)


def why(order: Order, now: datetime) -> Stuck | None:
    return next((reason for reason, moment in _moments(order) if moment <= now), None)


def since(order: Order, reason: Stuck) -> datetime:
    """Since when nothing has come of the order."""
    match reason:
        case Stuck.SILENT:
            return _heard(order)
        case Stuck.SLOW:
            return _moved(order)
        case _:
            return order.created_at


def patience(order: Order) -> timedelta:
    """How long an order at a panel may stay as it is: three times what its service takes on average, a day at least.

    Between two runs of a drip-feed nothing moves.
    """
    interval = order.fields.get(Field.INTERVAL)
    pause = timedelta(minutes=min(interval, 100_000)) if isinstance(interval, int) else timedelta(0)
    if not order.average_minutes:
        return min(_PATIENCE_UNKNOWN + pause, _MOST_PATIENCE)
    average = timedelta(minutes=order.average_minutes)
    return min(max(_LEAST_PATIENCE, average * _TIMES_AVERAGE) + pause, _MOST_PATIENCE)


def _moments(order: Order) -> Iterator[tuple[Stuck, datetime]]:
    match order.status:
        case OrderStatus.UNCONFIRMED:
            yield Stuck.UNCONFIRMED, order.created_at
        case OrderStatus.QUEUED | OrderStatus.SUBMITTING:
            yield Stuck.UNSENT, order.created_at + UNSENT_AFTER
        case OrderStatus.PENDING | OrderStatus.IN_PROGRESS | OrderStatus.PROCESSING:
            yield Stuck.SILENT, _silent_from(order)
            yield Stuck.SLOW, _moved(order) + patience(order)
        case OrderStatus.ACTIVE | OrderStatus.PAUSED:  # a subscription waits for its person's posts
            yield Stuck.SILENT, _silent_from(order)


def _silent_from(order: Order) -> datetime:
    """Two checks and an hour after the last word."""
    heard = _heard(order)
    return heard + _SILENCE + 2 * check_after(heard - order.created_at, _FIRST_CHECK)


def _heard(order: Order) -> datetime:
    return order.heard_at or order.submitted_at or order.created_at


def _moved(order: Order) -> datetime:
    return order.moved_at or order.submitted_at or order.created_at

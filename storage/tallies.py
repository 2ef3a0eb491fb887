"""Adds up, once and for all, what orders that have ended come to, by the day they were made on and their service.

An order that has ended never changes again. All that ended before a moment are tallied (`tallied_until`), none after it;
that moment stays far enough behind for every transaction that ends an order to be over.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    case,
    cast,
    func,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.order import OrderStatus
from storage.columns import Moment
from storage.dialects import insert
from storage.tables.figures import tallies
from storage.tables.notices import counters
from storage.tables.orders import orders

_COUNTER = "tallied"
_VALUE = type_coerce(counters.c.value, Moment)
_INSTANT = timedelta(microseconds=1)
_MICROSECONDS_A_DAY = 24 * 60 * 60 * 10**6

OUTCOMES = {
    "done": (OrderStatus.COMPLETED, OrderStatus.EXPIRED),
    "partial": (OrderStatus.PARTIAL,),
    "canceled": (OrderStatus.CANCELED,),
    "failed": (OrderStatus.FAILED, OrderStatus.REJECTED),
}
"""What became of an order, by the name of the column that counts it. A subscription that expired was served to its end."""

SERVICE = func.coalesce(orders.c.stand_in_key, orders.c.listing_key)
"""The service that the panel was asked for."""

SPENT = case(
    (
        or_(orders.c.panel_order_id.is_not(None), orders.c.status == OrderStatus.UNCONFIRMED),
        func.coalesce(orders.c.charge, orders.c.cost),
    ),
    else_=None,
)
"""What the panel took for an order: its own figure where it gave one, else what we expected."""

SUMS: dict[str, Any] = {
    **{
        name: func.sum(case((orders.c.status.in_(statuses), 1), else_=0))
        for name, statuses in OUTCOMES.items()
    },
    "spent": func.coalesce(func.sum(type_coerce(SPENT, BigInteger)), 0),
}


def day_of(moment: Any) -> Any:
    """Days since 1970, of a column of moments."""
    return cast(type_coerce(moment, BigInteger) // _MICROSECONDS_A_DAY, Integer)


def tallied_until() -> Any:
    """As a moment; what ended before it is in the tallies."""
    read = select(counters.c.value).where(counters.c.name == _COUNTER).scalar_subquery()
    return type_coerce(func.coalesce(read, 0), Moment)


class Tallies:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_up(self, until: datetime, *, limit: int) -> bool:
        """About `limit` of the orders that ended before `until`, the earliest first; whether there may be more.

        Somebody who does the same at the same time adds up nothing.
        """
        await self._connection.execute(
            insert(self._connection, counters)
            .values(name=_COUNTER, value=0)
            .on_conflict_do_nothing()
        )
        since = (await self._connection.execute(select(tallied_until()))).scalar_one()
        if since >= until:
            return False
        ends = await self._connection.execute(
            select(orders.c.finished_at)
            .where(orders.c.finished_at >= since, orders.c.finished_at < until)
            .order_by(orders.c.finished_at)
            .offset(limit)
            .limit(1)
        )
        end = ends.scalar()
        upto = until if end is None else max(end, since + _INSTANT)
        moved = await self._connection.execute(
            update(counters)
            .where(counters.c.name == _COUNTER, since == _VALUE)
            .values(value=type_coerce(upto, Moment))
            .returning(counters.c.name)
        )
        if moved.first() is None:
            return False
        await self._add(since, upto)
        return end is not None

    async def _add(self, since: datetime, upto: datetime) -> None:
        day, service = day_of(orders.c.created_at).label("day"), SERVICE.label("service")
        ended = (
            select(day, service, orders.c.currency, *SUMS.values())
            .where(orders.c.finished_at >= since, orders.c.finished_at < upto)
            .group_by(day, service, orders.c.currency)
        )
        added = insert(self._connection, tallies).from_select(
            ["day", "listing_key", "currency", *SUMS], ended
        )
        await self._connection.execute(
            added.on_conflict_do_update(
                index_elements=list(tallies.primary_key.columns),
                set_={name: tallies.c[name] + added.excluded[name] for name in SUMS},
            )
        )

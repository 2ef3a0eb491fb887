"""Adds up, once and for all, what orders that have ended come to, by the day they were made on and their service.

An order that has ended never changes again. Its mark (`tallied`) is set in the transaction that adds it up.
"""

from collections.abc import Sequence
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
from storage.dialects import insert
from storage.tables.figures import tallies
from storage.tables.orders import orders

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


class Tallies:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_up(self, limit: int) -> bool:
        """The first `limit` of the orders that have ended and aren't added up; whether there may be more.

        Somebody who does the same at the same time adds up others.
        """
        # A CTE runs once; PostgreSQL may run a bare subquery again for each row, and claim more than `limit`.
        ended = (
            select(orders.c.id)
            .where(~orders.c.tallied, orders.c.finished_at.is_not(None))
            .order_by(orders.c.created_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("ended")
        )
        claimed = await self._connection.execute(
            update(orders)
            .where(orders.c.id.in_(select(ended.c.id)))
            .values(tallied=True)
            .returning(orders.c.id)
        )
        numbers = list(claimed.scalars())
        if numbers:
            await self._add(numbers)
        return len(numbers) == limit

    async def _add(self, numbers: Sequence[int]) -> None:
        day, service = day_of(orders.c.created_at).label("day"), SERVICE.label("service")
        sums = (
            select(day, service, orders.c.currency, *SUMS.values())
            .where(orders.c.id.in_(numbers))
            .group_by(day, service, orders.c.currency)
        )
        added = insert(self._connection, tallies).from_select(
            ["day", "listing_key", "currency", *SUMS], sums
        )
        await self._connection.execute(
            added.on_conflict_do_update(
                index_elements=list(tallies.primary_key.columns),
                set_={name: tallies.c[name] + added.excluded[name] for name in SUMS},
            )
        )

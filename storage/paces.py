"""How long orders took: the exact figure of those that are measured, which are all of them, unless there are very many."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Select,
    and_,
    case,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.figures import Pace, Span, Window
from bot.domain.order import OrderStatus
from bot.domain.service import ServiceType
from storage.figures import part_of
from storage.quick import LONG
from storage.tables.orders import orders
from storage.tallies import SERVICE

_MEASURED = 10_000
"""Of more orders than these, every second, third and so on is measured."""


def _since_confirmed(moment: Any) -> Any:
    return type_coerce(moment, BigInteger) - type_coerce(orders.c.created_at, BigInteger)


_STARTED = _since_confirmed(orders.c.started_at)
_DONE = case(
    (
        and_(
            orders.c.status == OrderStatus.COMPLETED,
            orders.c.service_type != ServiceType.SUBSCRIPTIONS,
        ),
        _since_confirmed(orders.c.finished_at),
    ),
)
"""A subscription goes on for as long as was asked for."""


class Paces:
    """`count`: how many orders there are in that time, or so."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def whole(self, wanted: Window, count: int) -> Pace:
        return (await self._paces(literal(0), wanted, count)).get(0, Pace())

    async def by_time(self, starts: Sequence[datetime], until: datetime, count: int) -> list[Pace]:
        part = part_of(orders.c.created_at, starts)
        found = await self._paces(part, Window(starts[0], until), count)
        return [found.get(number, Pace()) for number in range(len(starts))]

    async def by_service(self, wanted: Window, count: int) -> dict[int, Pace]:
        return await self._paces(SERVICE, wanted, count)

    async def by_panel(self, wanted: Window, count: int) -> dict[str, Pace]:
        return await self._paces(orders.c.panel, wanted, count)

    async def _paces(self, part: Any, wanted: Window, count: int) -> dict[Any, Pace]:
        every = -(-count // _MEASURED)
        chosen = (orders.c.id % every == 0,) if every > 1 else ()
        measured = (
            select(part.label("part"), _STARTED.label("started"), _DONE.label("done"))
            .where(orders.c.created_at >= wanted.since, orders.c.created_at < wanted.until, *chosen)
            .cte("measured", nesting=True)
        )
        rows = await self._connection.execute(_spans(measured))
        found: dict[str, dict[Any, Span]] = {"started": {}, "done": {}}
        for what, key, median, most in rows:
            found[what][key] = Span(_time(median), _time(most))
        starts, ends = found.values()
        return {key: Pace(starts.get(key), ends.get(key)) for key in starts | ends}


def _spans(measured: CTE) -> Select[Any]:
    """The one in the middle, and the one that nine of ten don't exceed, of both columns and each part."""
    took = union_all(
        *(
            select(
                literal(name).label("what"), measured.c.part, measured.c[name].label("took")
            ).where(measured.c[name].is_not(None))
            for name in ("started", "done")
        )
    ).subquery()
    alike = (took.c.what, took.c.part)
    place = func.row_number().over(partition_by=alike, order_by=took.c.took)
    number = func.count().over(partition_by=alike)
    ranked = select(took, place.label("place"), number.label("number")).subquery()
    middle = case((ranked.c.place == (ranked.c.number + 1) // 2, ranked.c.took))
    ninth = case((ranked.c.place == (ranked.c.number * 9 + 9) // 10, ranked.c.took))
    return (
        select(ranked.c.what, ranked.c.part, func.max(middle), func.max(ninth))
        .prefix_with(LONG)
        .group_by(ranked.c.what, ranked.c.part)
    )


def _time(microseconds: int) -> timedelta:
    return timedelta(microseconds=int(microseconds))

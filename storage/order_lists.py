"""Lists of orders, of any length: the last few of what a list is narrowed to, and a count that stops counting.

Nothing here grows with what a shop has sold: a list of several states is put together from the last few of each, which an
index gives in their order. Numbers grow with time, so the age of an order is a bound on them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Select, false, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.order import Order, OrderStatus
from bot.domain.page import Page, Place
from storage.orders import COLUMNS, read_order
from storage.tables.orders import orders

T = TypeVar("T")

_STUCK_SHOWN = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """Which orders a list shows; None: all.

    `numbers` are ours, `link_keys` links in their normal form; `before` and `since` are when an order was made.
    `stuck_by`: those that somebody should have looked at by then, the thousand that wait longest; a list of them begins
    with the oldest order, every other one with the newest.
    """

    user_id: int | None = None
    panel: str | None = None
    statuses: Collection[OrderStatus] | None = None
    numbers: Collection[int] | None = None
    link_keys: Collection[str] | None = None
    before: datetime | None = None
    since: datetime | None = None
    stuck_by: datetime | None = None

    @property
    def oldest_first(self) -> bool:
        return self.stuck_by is not None

    @property
    def narrow(self) -> bool:
        """Few orders fit, and an index leads to them."""
        return any(part is not None for part in (self.numbers, self.link_keys, self.stuck_by))


class OrderLists:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(self, wanted: OrderFilter, place: Place, *, size: int) -> Page[Order]:
        found = await self._found(wanted, place, size + 1)
        page = place.page(found, size)
        if place.back and not page.before:
            return await self.page(wanted, Place(), size=size)
        return page

    async def _found(self, wanted: OrderFilter, place: Place, limit: int) -> Sequence[Order]:
        upward = wanted.oldest_first is not place.back
        rest: list[ColumnElement[bool]] = []
        if place.at:
            rest.append(orders.c.id > place.at if upward else orders.c.id < place.at)
        numbers = await self._numbers(wanted, rest, upward=upward, limit=limit)
        order_by = orders.c.id if upward else orders.c.id.desc()
        found = await self._connection.execute(
            select(*COLUMNS).where(orders.c.id.in_(numbers)).order_by(order_by).limit(limit)
        )
        return [read_order(row) for row in found]

    async def numbers(self, wanted: OrderFilter, *, most: int) -> list[int]:
        """At most so many, in the order of the list."""
        upward = wanted.oldest_first
        numbers = await self._numbers(wanted, [], upward=upward, limit=most)
        order_by = orders.c.id if upward else orders.c.id.desc()
        found = await self._connection.execute(
            select(orders.c.id).where(orders.c.id.in_(numbers)).order_by(order_by).limit(most)
        )
        return list(found.scalars())

    async def by_numbers(self, numbers: Collection[int]) -> list[Order]:
        """The oldest first."""
        found = await self._connection.execute(
            select(*COLUMNS).where(orders.c.id.in_(numbers)).order_by(orders.c.id)
        )
        return [read_order(row) for row in found]

    async def called(self, panel_order_id: str, *, limit: int) -> list[Order]:
        """Whatever their panels call so."""
        found = await self._connection.execute(
            select(*COLUMNS)
            .where(orders.c.panel_order_id == panel_order_id)
            .order_by(orders.c.id.desc())
            .limit(limit)
        )
        return [read_order(row) for row in found]

    async def count(self, wanted: OrderFilter, *, most: int | None = None) -> int:
        """Up to `most`: there may be more of them then."""
        numbers = await self._numbers(wanted, [], upward=False, limit=most)
        found = await self._connection.execute(select(func.count()).select_from(numbers.subquery()))
        counted = int(found.scalar_one())
        return counted if most is None else min(counted, most)

    async def _numbers(
        self,
        wanted: OrderFilter,
        rest: Sequence[ColumnElement[bool]],
        *,
        upward: bool,
        limit: int | None,
    ) -> Select[tuple[int]]:
        """Of each part of the list the first `limit`: all that a page or a count needs."""
        bounds = [*rest, *await self._bounds(wanted)]
        order_by = orders.c.id if upward else orders.c.id.desc()

        def first(*conditions: ColumnElement[bool]) -> Select[tuple[int]]:
            few = select(orders.c.id).where(*conditions, *bounds)
            return few if limit is None else few.order_by(order_by).limit(limit)

        parts = [first(*part).subquery() for part in _parts(wanted)]
        if not parts:
            return select(orders.c.id).where(false())
        together = union_all(*(select(part.c.id) for part in parts)).subquery()
        return select(together.c.id)

    async def _bounds(self, wanted: OrderFilter) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        made = orders.c.created_at
        if wanted.before is not None:
            newest = await self._first(made < wanted.before, made.desc(), orders.c.id.desc())
            early = _unindexed(made) < wanted.before
            found += [orders.c.id <= newest, early] if newest else [false()]
        if wanted.since is not None:
            oldest = await self._first(made >= wanted.since, made, orders.c.id)
            late = _unindexed(made) >= wanted.since
            found += [orders.c.id >= oldest, late] if oldest else [false()]
        return found

    async def _first(
        self, condition: ColumnElement[bool], *order_by: ColumnElement[Any]
    ) -> int | None:
        """The number of the first order, in this order, that it is true of."""
        found = await self._connection.execute(
            select(orders.c.id).where(condition).order_by(*order_by).limit(1)
        )
        return found.scalar()


def _parts(wanted: OrderFilter) -> list[list[ColumnElement[bool]]]:
    """Conditions of which each part of the list fulfils one set: such that an index has its orders in their order."""
    if wanted.narrow:
        return [_few(wanted)]
    fixed: list[ColumnElement[bool]] = []
    if wanted.user_id is not None:
        fixed.append(orders.c.user_id == wanted.user_id)
    if wanted.panel is not None:
        fixed.append(orders.c.panel == wanted.panel)
    if wanted.statuses is None and wanted.panel is None:
        return [fixed]
    statuses = OrderStatus if wanted.statuses is None else wanted.statuses
    return [[*fixed, orders.c.status == status] for status in statuses]


def _few(wanted: OrderFilter) -> list[ColumnElement[bool]]:
    """What fits is found by what makes it few; whatever else is asked for is only looked at."""
    found: list[ColumnElement[bool]] = []
    if wanted.user_id is not None:
        found.append(_unindexed(orders.c.user_id) == wanted.user_id)
    if wanted.panel is not None:
        found.append(_unindexed(orders.c.panel) == wanted.panel)
    if wanted.statuses is not None:
        found.append(_unindexed(orders.c.status).in_(wanted.statuses))
    if wanted.numbers is not None:
        found.append(orders.c.id.in_(wanted.numbers))
    if wanted.link_keys is not None:
        found.append(orders.c.link_key.in_(wanted.link_keys))
    if wanted.stuck_by is not None:
        longest = (
            select(orders.c.id)
            .where(orders.c.look_at <= wanted.stuck_by)
            .order_by(orders.c.look_at)
            .limit(_STUCK_SHOWN)
        )
        found.append(orders.c.id.in_(longest))
    return found


def _unindexed(column: Column[T]) -> ColumnElement[T]:
    """The column, where an index on it would lead through more orders than are wanted."""
    return func.coalesce(column, column)

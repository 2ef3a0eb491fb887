"""What orders come to. What has ended is read from the tallies, so that a year of a large shop is read as quickly as a day.

A figure is the sum of three parts: what is tallied, for whole days; what isn't tallied yet; and what is tallied of a last
day that isn't whole. They are read in one statement, for a tally in between would count orders twice.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Row,
    Select,
    case,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.figures import Sold, Sums, Window
from bot.domain.money import from_micros
from bot.domain.order import RUNNING
from storage.quick import LONG
from storage.tables.catalogue import services
from storage.tables.figures import tallies
from storage.tables.orders import orders
from storage.tallies import SERVICE, SUMS

_AT_ONCE = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIGURES = (*SUMS, "open")


@dataclass(frozen=True, slots=True)
class _Part:
    """What rows are told apart by: of orders, and of tallies."""

    orders: Any
    tallies: Any


class Figures:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def by_time(self, starts: Sequence[datetime], until: datetime) -> list[Sums]:
        """For each part: from its start to the next one's, or to `until`."""
        part = _Part(
            part_of(orders.c.created_at, starts),
            part_of(tallies.c.day, [_day(start) for start in starts]),
        )
        whole = until if all(start == _midnight(start) for start in starts) else starts[0]
        found = await self._sums(part, Window(starts[0], until), _midnight(whole))
        return [found.get(number, Sums()) for number in range(len(starts))]

    async def by_service(self, wanted: Window) -> dict[int, Sums]:
        """By the key of the service that the panel was asked for. `wanted` begins at midnight."""
        part = _Part(SERVICE, tallies.c.listing_key)
        return await self._sums(part, wanted, _midnight(wanted.until))

    async def _sums(self, part: _Part, wanted: Window, whole: datetime) -> dict[int, Sums]:
        """`whole`: up to when the days are whole; a midnight."""
        made, ended = orders.c.created_at, orders.c.tallied
        read = union_all(
            _tallied(part.tallies, wanted.since, whole),
            _summed(part.orders).where(~ended, made >= wanted.since, made < wanted.until),
            _summed(part.orders).where(ended, made >= whole, made < wanted.until),
        ).subquery()
        rows = await self._connection.execute(
            select(read.c.part, read.c.currency, *(func.sum(read.c[name]) for name in _FIGURES))
            .prefix_with(LONG)
            .group_by(read.c.part, read.c.currency)
        )
        return _added(rows)

    async def sold(self, keys: Collection[int]) -> dict[int, Sold]:
        """Which services these are."""
        found: dict[int, Sold] = {}
        every = sorted(keys)
        for first in range(0, len(every), _AT_ONCE):
            rows = await self._connection.execute(
                select(
                    services.c.key, services.c.panel, services.c.service_id, services.c.name
                ).where(services.c.key.in_(every[first : first + _AT_ONCE]))
            )
            found |= {row["key"]: Sold(**row) for row in rows.mappings()}
        return found


def _summed(part: Any) -> Select[Any]:
    still_open = func.sum(case((orders.c.status.in_(RUNNING), 1), else_=0))
    sums = [each.label(name) for name, each in {**SUMS, "open": still_open}.items()]
    key = part.label("part")
    return select(key, orders.c.currency.label("currency"), *sums).group_by(part, orders.c.currency)


def _tallied(part: Any, since: datetime, until: datetime) -> Select[Any]:
    sums = [type_coerce(func.sum(tallies.c[name]), BigInteger).label(name) for name in SUMS]
    key = part.label("part")
    return (
        select(key, tallies.c.currency, *sums, literal(0).label("open"))
        .where(tallies.c.day >= _day(since), tallies.c.day < _day(until))
        .group_by(key, tallies.c.currency)
    )


def part_of(of: Any, starts: Sequence[Any]) -> Any:
    """The number of the part that `of` is in; they begin at `starts`."""
    if len(starts) == 1:
        return literal(0)
    later = [(of < start, number) for number, start in enumerate(starts[1:])]
    return case(*later, else_=len(starts) - 1)


def _added(rows: Iterable[Row[Any]]) -> dict[int, Sums]:
    found: dict[int, Sums] = {}
    for row in rows:
        key, currency, *counts = tuple(row)
        figures = {name: int(count) for name, count in zip(_FIGURES, counts, strict=True)}
        spent = from_micros(figures.pop("spent"))
        sums = Sums(**figures, spent={currency: spent} if spent else {})
        found[key] = found.get(key, Sums()) + sums
    return found


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _day(moment: datetime) -> int:
    return (moment - _EPOCH).days

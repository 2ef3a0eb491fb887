"""The catalogue as customers look through it: what can be ordered, of all panels side by side.

Categories that are called alike are one shelf, whichever panel's they are. What is pinned stands on top.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Numeric,
    Row,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.service import Listing, Service
from bot.domain.stock import shelf_order
from storage.quick import LONG
from storage.tables.catalogue import panels, services

SERVICE_COLUMNS = (
    "name",
    "category",
    "type",
    "type_name",
    "rate",
    "min",
    "max",
    "dripfeed",
    "refill",
    "cancel",
    "description",
    "average_minutes",
    "network",
)
LISTED = select(services, panels.c.currency).join_from(
    services, panels, panels.c.name == services.c.panel, isouter=True
)
"""A service with what makes a `Listing` of it."""

PRICE = cast(services.c.rate, Numeric)
"""To sort by: rates are kept as their panels write them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A category on one platform. `key` is its first service's: short enough for a button."""

    key: int
    platform: str
    category: str
    count: int
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfPage:
    """One page of a shelf. `only`: its platform has no other shelf."""

    listings: Sequence[Listing] = ()
    page: int = 0
    pages: int = 1
    only: bool = False


class Catalogue:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, key: int) -> Listing | None:
        row = (await self._connection.execute(_LISTED_AT, {"key": key})).first()
        return None if row is None else listing_of(row)

    async def platforms(self) -> dict[str, int]:
        """Platforms with the number of services that can be ordered."""
        found = await self._connection.execute(
            select(services.c.platform, func.count())
            .where(services.c.unorderable.is_(None))
            .group_by(services.c.platform)
        )
        return dict(found.all())

    async def shelves(self, platform: str) -> list[Shelf]:
        """The platform's categories: in their panel's order, or by name where several panels have some."""
        found = await self._connection.execute(
            select(
                func.min(services.c.key).label("key"),
                func.min(services.c.category).label("category"),
                func.count().label("count"),
                func.max(case((services.c.shelf_pinned, 1), else_=0)).label("pinned"),
                func.min(services.c.panel).label("first_panel"),
                func.max(services.c.panel).label("last_panel"),
            )
            .prefix_with(LONG)
            .where(services.c.platform == platform, services.c.unorderable.is_(None))
            .group_by(services.c.shelf)
            .order_by(func.min(services.c.position), func.min(services.c.key))
        )
        rows = found.mappings().all()
        if len({panel for row in rows for panel in (row["first_panel"], row["last_panel"])}) > 1:
            rows = sorted(rows, key=lambda row: shelf_order(row["category"]))
        shelves = [_shelf(platform, row) for row in rows]
        return sorted(shelves, key=lambda shelf: not shelf.pinned)

    async def shelf_page(self, key: int, page: int, *, size: int) -> ShelfPage:
        """A page of what can be ordered in the category of the service `key`, which may be gone itself."""
        found = (await self._connection.execute(_SHELF_OF, {"key": key})).first()
        if found is None:
            return ShelfPage()
        values = {"platform": found.platform, "shelf": found.shelf}
        pages = max(1, -(-found.many // size))
        page = min(max(page, 0), pages - 1)
        rows = await self._connection.execute(
            _ON_SHELF, {**values, "size": size, "offset": page * size}
        )
        return ShelfPage(
            listings=[listing_of(row) for row in rows], page=page, pages=pages, only=found.only
        )

    async def search(self, words: Sequence[str], *, limit: int) -> list[Listing]:
        """What can be ordered, with most of `words` (casefolded) in name, category or id first; then what is pinned, then
        the cheapest."""
        if not words:
            return []
        found = await self._connection.execute(
            LISTED.prefix_with(LONG)
            .where(services.c.unorderable.is_(None), or_(*map(hit, words)))
            .order_by(score(words).desc(), services.c.pinned.desc(), PRICE, services.c.key)
            .limit(limit)
        )
        return [listing_of(row) for row in found]


_LISTED_AT = LISTED.where(services.c.key == bindparam("key"))
_beside = services.alias("beside")
_ON_THE_SAME = and_(
    _beside.c.platform == services.c.platform,
    _beside.c.shelf == services.c.shelf,
    _beside.c.unorderable.is_(None),
)
_ON_ANOTHER = and_(
    _beside.c.platform == services.c.platform,
    _beside.c.shelf != services.c.shelf,
    _beside.c.unorderable.is_(None),
)
_SHELF_OF = select(
    services.c.platform,
    services.c.shelf,
    select(func.count()).where(_ON_THE_SAME).scalar_subquery().label("many"),
    (~exists().where(_ON_ANOTHER)).label("only"),
).where(services.c.key == bindparam("key"))
_ON_SHELF = (
    LISTED.where(
        services.c.platform == bindparam("platform"),
        services.c.shelf == bindparam("shelf"),
        services.c.unorderable.is_(None),
    )
    .order_by(services.c.pinned.desc(), PRICE, services.c.key)
    .limit(bindparam("size"))
    .offset(bindparam("offset"))
)


def hit(word: str) -> ColumnElement[bool]:
    """Whether a service has this word."""
    return or_(
        services.c.search_text.contains(word, autoescape=True),
        func.lower(services.c.service_id).contains(word, autoescape=True),
    )


def score(words: Sequence[str]) -> ColumnElement[int]:
    """How many of `words` a service has."""
    return sum((case((hit(word), 1), else_=0) for word in words), literal(0))


def service_of(row: Row[Any]) -> Service:
    return Service(id=row.service_id, **{name: getattr(row, name) for name in SERVICE_COLUMNS})


def listing_of(row: Row[Any]) -> Listing:
    return Listing(
        key=row.key,
        panel=row.panel,
        platform=row.platform,
        currency=row.currency or "",
        unorderable=row.unorderable,
        pinned=row.pinned,
        service=service_of(row),
    )


def _shelf(platform: str, row: Mapping[str, Any]) -> Shelf:
    return Shelf(
        key=row["key"],
        platform=platform,
        category=row["category"],
        count=row["count"],
        pinned=bool(row["pinned"]),
    )

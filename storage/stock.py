"""The catalogue as operators look through it: all that panels list or listed, orderable or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.curation import Part
from bot.domain.service import Listing, Unorderable
from storage.catalogue import LISTED, PRICE, hit, listing_of, score
from storage.quick import LONG
from storage.snapshot import says
from storage.tables.catalogue import services

_LISTED_NOW = services.c.unorderable.is_distinct_from(Unorderable.GONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a service stands: what rules about it and its category go by. `added_at` is None before it was written down."""

    panel: str
    service_id: str
    platform: str
    shelf: str
    category: str
    added_at: datetime | None


class Stock:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def spot(self, key: int) -> Spot | None:
        found = await self._connection.execute(
            select(
                services.c.panel,
                services.c.service_id,
                services.c.platform,
                services.c.shelf,
                services.c.category,
                services.c.added_at,
            ).where(services.c.key == key)
        )
        row = found.mappings().first()
        return None if row is None else Spot(**row)

    async def find(self, words: Sequence[str], *, limit: int) -> list[Listing]:
        """As customers search, but in everything; what is gone comes last."""
        if not words:
            return []
        gone = case((_LISTED_NOW, 0), else_=1)
        found = await self._connection.execute(
            LISTED.prefix_with(LONG)
            .where(or_(*map(hit, words)))
            .order_by(score(words).desc(), gone, PRICE, services.c.key)
            .limit(limit)
        )
        return [listing_of(row) for row in found]

    async def parts(self, platform: str, shelf: str) -> list[Part]:
        """A category, panel by panel; what is gone isn't counted."""
        found = await self._connection.execute(
            select(
                func.min(services.c.key).label("key"),
                services.c.panel,
                func.sum(case((_LISTED_NOW, 1), else_=0)).label("total"),
                func.sum(case((services.c.unorderable.is_(None), 1), else_=0)).label("orderable"),
            )
            .where(services.c.platform == platform, services.c.shelf == shelf)
            .group_by(services.c.panel)
            .order_by(services.c.panel)
        )
        return [Part(**row) for row in found.mappings()]

    async def on_shelf(
        self, platform: str, shelf: str, *, offset: int, limit: int
    ) -> list[Listing]:
        """All that panels list in a category now, in the order in which customers see it."""
        found = await self._connection.execute(
            LISTED.where(services.c.platform == platform, services.c.shelf == shelf, _LISTED_NOW)
            .order_by(services.c.pinned.desc(), PRICE, services.c.key)
            .offset(offset)
            .limit(limit)
        )
        return [listing_of(row) for row in found]

    async def unorderable(self) -> dict[tuple[str, Unorderable], int]:
        """How many can't be ordered, by panel and reason."""
        found = await self._connection.execute(
            select(services.c.panel, services.c.unorderable, func.count())
            .prefix_with(LONG)
            .where(services.c.unorderable.is_not(None))
            .group_by(services.c.panel, services.c.unorderable)
        )
        return {(panel, why): count for panel, why, count in found if why}

    async def types(self) -> dict[tuple[str, str], int]:
        """How many services there are by panel and type, as the panel writes it; those gone left out."""
        found = await self._connection.execute(
            select(services.c.panel, services.c.type_name, func.count())
            .prefix_with(LONG)
            .where(_LISTED_NOW)
            .group_by(services.c.panel, services.c.type_name)
        )
        return {(panel, name): count for panel, name, count in found}

    async def of_type(self, panel: str, names: Sequence[str], *, limit: int) -> list[Listing]:
        """Some services of a type, as the panel writes it."""
        found = await self._connection.execute(
            LISTED.prefix_with(LONG)
            .where(services.c.panel == panel, services.c.type_name.in_(names), _LISTED_NOW)
            .order_by(services.c.key)
            .limit(limit)
        )
        return [listing_of(row) for row in found]

    async def saying(self, word: str) -> tuple[int, int]:
        """How many services have this word (case folded), and how many of them can be ordered; those gone left out."""
        found = await self._connection.execute(
            select(
                func.count(),
                func.coalesce(func.sum(case((services.c.unorderable.is_(None), 1), else_=0)), 0),
            )
            .prefix_with(LONG)
            .where(_LISTED_NOW, says(word))
        )
        total, orderable = found.one()
        return total, int(orderable)

    async def some_saying(self, word: str, *, limit: int) -> list[Listing]:
        """Of those that can be ordered."""
        found = await self._connection.execute(
            LISTED.prefix_with(LONG)
            .where(services.c.unorderable.is_(None), says(word))
            .order_by(services.c.key)
            .limit(limit)
        )
        return [listing_of(row) for row in found]

    async def orderable(self) -> int:
        found = await self._connection.execute(
            select(func.count()).prefix_with(LONG).where(services.c.unorderable.is_(None))
        )
        return int(found.scalar_one())

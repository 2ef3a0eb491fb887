"""Our snapshot of what the panels sell. What a panel no longer lists is marked gone and kept: orders point to it.

A row's digest tells whether a service changed, so that a sync that brings nothing new writes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, case, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.service import Listing, Service, Unorderable
from storage.tables.catalogue import panels, services

_BATCH = 500
_SERVICE_COLUMNS = (
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
_LISTED = select(services, panels.c.currency).join_from(
    services, panels, panels.c.name == services.c.panel, isouter=True
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One service of a panel's answer, with what we make of it."""

    position: int
    service: Service
    platform: str
    unorderable: Unorderable | None

    @cached_property
    def row(self) -> dict[str, Any]:
        """Long to make for ten thousand: fit for a thread, before the transaction."""
        service = self.service
        values = {
            "service_id": service.id,
            "position": self.position,
            "platform": self.platform,
            "unorderable": self.unorderable,
            "search_text": f"{service.name} {service.category} {service.id}".casefold(),
            **{name: getattr(service, name) for name in _SERVICE_COLUMNS},
        }
        return {**values, "digest": _digest(values)}


@dataclass(frozen=True, slots=True)
class Synced:
    """How many services a sync brought, changed and marked gone."""

    added: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A category on one platform of one panel. `key` is its first service's: short enough for a button."""

    key: int
    panel: str
    platform: str
    category: str
    count: int


class Catalogue:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def sync(
        self, panel: str, entries: Sequence[Entry], *, keep: Collection[str] = ()
    ) -> Synced:
        """Make the snapshot agree with a panel's whole answer; service ids in it are unique.

        `keep`: ids that were in the answer and couldn't be read; they stay as they are.
        """
        found = await self._connection.execute(
            select(services.c.service_id, services.c.key, services.c.digest).where(
                services.c.panel == panel
            )
        )
        known = {service_id: (key, digest) for service_id, key, digest in found}
        added, changed = [], []
        for entry in entries:
            values = entry.row
            key, digest = known.pop(entry.service.id, (None, None))
            if key is None:
                added.append({**values, "panel": panel})
            elif digest != values["digest"]:
                changed.append({**values, "row": key})
        unread = frozenset(keep)
        gone = [key for sid, (key, digest) in known.items() if digest and sid not in unread]
        await self._insert(added)
        await self._update(changed)
        await self._mark_gone(gone)
        return Synced(len(added), len(changed), len(gone))

    async def _insert(self, rows: Sequence[dict[str, Any]]) -> None:
        for batch in _batches(rows):
            await self._connection.execute(services.insert(), batch)

    async def _update(self, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            statement = update(services).where(services.c.key == bindparam("row"))
            await self._connection.execute(statement, list(rows))

    async def _mark_gone(self, keys: Sequence[int]) -> None:
        """The digest goes too, so that a service that comes back counts as changed."""
        for batch in _batches(keys):
            await self._connection.execute(
                update(services)
                .where(services.c.key.in_(batch))
                .values(unorderable=Unorderable.GONE, digest="")
            )

    async def get(self, key: int) -> Listing | None:
        found = await self._connection.execute(_LISTED.where(services.c.key == key))
        row = found.first()
        return None if row is None else _listing(row)

    async def platforms(self) -> dict[str, int]:
        """Platforms with the number of services that can be ordered."""
        found = await self._connection.execute(
            select(services.c.platform, func.count())
            .where(services.c.unorderable.is_(None))
            .group_by(services.c.platform)
        )
        return dict(found.all())

    async def shelves(self, platform: str) -> list[Shelf]:
        """The platform's categories, in their panels' order."""
        found = await self._connection.execute(
            select(
                func.min(services.c.key).label("key"),
                services.c.panel,
                services.c.platform,
                services.c.category,
                func.count().label("count"),
            )
            .where(services.c.platform == platform, services.c.unorderable.is_(None))
            .group_by(services.c.panel, services.c.platform, services.c.category)
            .order_by(services.c.panel, func.min(services.c.position))
        )
        return [Shelf(**row) for row in found.mappings()]

    async def on_shelf_of(self, key: int) -> list[Listing]:
        """What can be ordered in the category of the service `key`, which may be gone itself."""
        shelf = (
            select(services.c.panel, services.c.platform, services.c.category)
            .where(services.c.key == key)
            .subquery()
        )
        found = await self._connection.execute(
            _LISTED.where(
                services.c.panel == shelf.c.panel,
                services.c.platform == shelf.c.platform,
                services.c.category == shelf.c.category,
                services.c.unorderable.is_(None),
            ).order_by(services.c.position)
        )
        return [_listing(row) for row in found]

    async def search(self, words: Sequence[str], *, limit: int) -> list[Listing]:
        """Services that can be ordered, those with most of `words` (casefolded) in name, category or id first."""
        hits = [services.c.search_text.contains(word, autoescape=True) for word in words]
        if not hits:
            return []
        score: ColumnElement[int] = sum((case((hit, 1), else_=0) for hit in hits), literal(0))
        found = await self._connection.execute(
            _LISTED.where(services.c.unorderable.is_(None), or_(*hits))
            .order_by(score.desc(), services.c.panel, services.c.position)
            .limit(limit)
        )
        return [_listing(row) for row in found]

    async def unorderable(self) -> dict[tuple[str, Unorderable], int]:
        """How many can't be ordered, by panel and reason."""
        found = await self._connection.execute(
            select(services.c.panel, services.c.unorderable, func.count())
            .where(services.c.unorderable.is_not(None))
            .group_by(services.c.panel, services.c.unorderable)
        )
        return {(panel, why): count for panel, why, count in found if why}

    async def types(self) -> dict[str, int]:
        """How many services there are of each type, as the panels write it; those gone left out."""
        found = await self._connection.execute(
            select(services.c.type_name, func.count())
            .where(services.c.unorderable.is_distinct_from(Unorderable.GONE))
            .group_by(services.c.type_name)
        )
        return dict(found.all())


def _digest(values: dict[str, Any]) -> str:
    text = repr(sorted(values.items()))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _batches(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))


def _listing(row: Row[Any]) -> Listing:
    return Listing(
        key=row.key,
        panel=row.panel,
        platform=row.platform,
        currency=row.currency or "",
        unorderable=row.unorderable,
        service=Service(
            id=row.service_id, **{name: getattr(row, name) for name in _SERVICE_COLUMNS}
        ),
    )

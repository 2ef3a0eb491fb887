"""What syncs brought, for operators to look through; and how far each has looked.

Changes are numbered by batch, one a sync. A batch takes the next number only when all earlier ones are in the books, so
whoever has seen a batch has seen those before it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.change import Change, ChangeKind, Noted, Offer
from storage.catalogue import LISTED, listing_of
from storage.dialects import insert
from storage.quick import LONG
from storage.tables.catalogue import services
from storage.tables.stock import catalogue_changes as changes
from storage.tables.stock import catalogue_looks as looks

_BATCH = 500
_COLUMNS = (
    changes.c.at,
    changes.c.kind,
    *(changes.c[f"{age}_{what}"] for age in ("old", "new") for what in ("rate", "min", "max")),
)


class Changes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, panel: str, batch: int, brought: Sequence[Change], now: datetime) -> None:
        """`batch` must have been counted up in this transaction."""
        rows = [
            {
                "batch": batch,
                "at": now,
                "panel": panel,
                "service_id": change.service_id,
                "kind": change.kind,
                **_offer("old", change.before),
                **_offer("new", change.after),
            }
            for change in brought
        ]
        for start in range(0, len(rows), _BATCH):
            await self._connection.execute(changes.insert(), rows[start : start + _BATCH])

    async def counts(self, *, after: int) -> dict[tuple[str, ChangeKind], int]:
        """How many of each kind a panel's batches after this one brought."""
        found = await self._connection.execute(
            select(changes.c.panel, changes.c.kind, func.count())
            .prefix_with(LONG)
            .where(changes.c.batch > after)
            .group_by(changes.c.panel, changes.c.kind)
        )
        return {(panel, kind): count for panel, kind, count in found}

    async def page(
        self,
        kinds: Collection[ChangeKind],
        *,
        after: int,
        panel: str | None,
        offset: int,
        limit: int,
    ) -> list[Noted]:
        """The newest first. `panel`: of one alone."""
        found = await self._connection.execute(
            _noted(
                changes.c.batch > after,
                changes.c.kind.in_(kinds),
                true() if panel is None else changes.c.panel == panel,
            )
            .prefix_with(LONG)
            .order_by(changes.c.id.desc())
            .offset(offset)
            .limit(limit)
        )
        return [_read(row) for row in found]

    async def of_service(self, panel: str, service_id: str, *, limit: int) -> list[Noted]:
        """The newest first."""
        found = await self._connection.execute(
            _noted(changes.c.panel == panel, changes.c.service_id == service_id)
            .order_by(changes.c.id.desc())
            .limit(limit)
        )
        return [_read(row) for row in found]

    async def span(self) -> tuple[int, int]:
        """The numbers of the oldest batch that is kept and of the newest; 0 before the first."""
        found = await self._connection.execute(
            select(func.min(changes.c.batch), func.max(changes.c.batch))
        )
        oldest, newest = found.one()
        return oldest or 0, newest or 0

    async def look(self, user_id: int) -> tuple[int, datetime | None]:
        """The last batch this operator has seen, and when; 0 for who never looked."""
        found = await self._connection.execute(
            select(looks.c.batch, looks.c.at).where(looks.c.user_id == user_id)
        )
        row = found.first()
        return (0, None) if row is None else (row.batch, row.at)

    async def set_look(self, user_id: int, batch: int, now: datetime) -> None:
        values = {"batch": batch, "at": now}
        await self._connection.execute(
            insert(self._connection, looks)
            .values(user_id=user_id, **values)
            .on_conflict_do_update(index_elements=[looks.c.user_id], set_=values)
        )

    async def forget(self, before: datetime, *, most: int) -> None:
        """Changes of long ago go; of later ones, `most` stay."""
        await self._connection.execute(delete(changes).where(changes.c.at < before))
        surplus = select(changes.c.id).order_by(changes.c.id.desc()).offset(most).limit(1)
        await self._connection.execute(
            delete(changes).where(changes.c.id <= surplus.scalar_subquery())
        )


def _noted(*conditions: ColumnElement[bool]) -> Any:
    return (
        LISTED.add_columns(
            *(column.label(f"changes_{column.name}") for column in _COLUMNS),
        )
        .join(
            changes,
            (changes.c.panel == services.c.panel) & (changes.c.service_id == services.c.service_id),
        )
        .where(*conditions)
    )


def _read(row: Row[Any]) -> Noted:
    return Noted(
        change=Change(
            service_id=row.service_id,
            kind=row.changes_kind,
            before=_offered("old", row),
            after=_offered("new", row),
        ),
        listing=listing_of(row),
        at=row.changes_at,
    )


def _offer(age: str, offer: Offer | None) -> dict[str, Any]:
    return {
        f"{age}_rate": offer and offer.rate,
        f"{age}_min": offer and offer.min,
        f"{age}_max": offer and offer.max,
    }


def _offered(age: str, row: Row[Any]) -> Offer | None:
    rate = getattr(row, f"changes_{age}_rate")
    if rate is None:
        return None
    return Offer(rate, getattr(row, f"changes_{age}_min"), getattr(row, f"changes_{age}_max"))

"""What operators did: added to, and never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.journal import Act, Entry, Kind
from bot.domain.page import Page, Place
from storage.tables.staff import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilter:
    """Which entries a list shows; None: all. `number` goes with a `kind`; `before` and `since` are when it was done."""

    actor_id: int | None = None
    kind: Kind | None = None
    number: int | None = None
    since: datetime | None = None
    before: datetime | None = None


class Journal:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        actor_id: int,
        act: Act,
        now: datetime,
        *,
        kind: Kind = Kind.SHOP,
        number: int = 0,
        details: Mapping[str, str] | None = None,
    ) -> None:
        await self._connection.execute(
            journal.insert().values(
                at=now, actor_id=actor_id, act=act, kind=kind, number=number, details=details or {}
            )
        )

    async def page(self, wanted: JournalFilter, place: Place, *, size: int) -> Page[Entry]:
        """The newest first."""
        page = place.page(await self._found(wanted, place, size + 1), size)
        if place.back and not page.before:
            return await self.page(wanted, Place(), size=size)
        return page

    async def _found(self, wanted: JournalFilter, place: Place, limit: int) -> Sequence[Entry]:
        where = _conditions(wanted)
        if place.at:
            where.append(journal.c.id > place.at if place.back else journal.c.id < place.at)
        order_by = journal.c.id if place.back else journal.c.id.desc()
        found = await self._connection.execute(
            select(journal).where(*where).order_by(order_by).limit(limit)
        )
        return [Entry(**row) for row in found.mappings()]

    async def actors(self) -> list[int]:
        """Everybody who ever did something here."""
        found = await self._connection.execute(
            select(journal.c.actor_id).distinct().order_by(journal.c.actor_id)
        )
        return list(found.scalars())


def _conditions(wanted: JournalFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actor_id is not None:
        found.append(journal.c.actor_id == wanted.actor_id)
    if wanted.kind is not None:
        found.append(journal.c.kind == wanted.kind)
    if wanted.number is not None:
        found.append(journal.c.number == wanted.number)
    if wanted.since is not None:
        found.append(journal.c.at >= wanted.since)
    if wanted.before is not None:
        found.append(journal.c.at < wanted.before)
    return found

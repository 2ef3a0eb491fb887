"""What operators did: added to, and never changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.journal import Act, Entry, Kind
from storage.tables.staff import journal


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

    async def page(self, *, offset: int, limit: int) -> Sequence[Entry]:
        """The newest first."""
        found = await self._connection.execute(
            select(journal).order_by(journal.c.id.desc()).offset(offset).limit(limit)
        )
        return [Entry(**row) for row in found.mappings()]

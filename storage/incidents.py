"""Bugs, the newest of them."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.status import Incident
from storage.tables.incidents import incidents

_KEPT = 1000


class Incidents:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, number: int, now: datetime, *, place: str, error: str, trace: str) -> None:
        """In place of what is too old to be kept."""
        await self._connection.execute(
            incidents.insert().values(number=number, at=now, place=place, error=error, trace=trace)
        )
        await self._connection.execute(
            delete(incidents).where(incidents.c.number <= number - _KEPT)
        )

    async def latest(self, limit: int) -> list[Incident]:
        """Of each place the newest, the newest first."""
        return await self._read(limit=limit)

    async def get(self, number: int) -> Incident | None:
        found = await self._read(number=number, limit=1)
        return found[0] if found else None

    async def _read(self, *, limit: int, number: int | None = None) -> list[Incident]:
        same = (
            select(
                incidents.c.place,
                func.max(incidents.c.number).label("newest"),
                func.count().label("times"),
                func.min(incidents.c.at).label("first"),
            )
            .group_by(incidents.c.place)
            .subquery()
        )
        wanted = same.c.newest if number is None else number
        found = await self._connection.execute(
            select(incidents, same.c.times, same.c.first)
            .join(same, same.c.place == incidents.c.place)
            .where(incidents.c.number == wanted)
            .order_by(incidents.c.number.desc())
            .limit(limit)
        )
        return [Incident(**row) for row in found.mappings()]

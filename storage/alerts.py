"""Which alerts are up: each is told once until it clears."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notice import AlertKind
from storage.dialects import insert
from storage.tables import alerts


class Alerts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def set(self, kind: AlertKind, subject: str, now: datetime) -> bool:
        """Whether the alert wasn't up yet."""
        added = await self._connection.execute(
            insert(self._connection, alerts)
            .values(kind=kind.value, subject=subject, raised_at=now)
            .on_conflict_do_nothing()
            .returning(alerts.c.kind)
        )
        return added.first() is not None

    async def clear(self, kind: AlertKind, subject: str) -> datetime | None:
        """When the alert that ends here was raised; None if it wasn't up."""
        gone = await self._connection.execute(
            delete(alerts)
            .where(alerts.c.kind == kind.value, alerts.c.subject == subject)
            .returning(alerts.c.raised_at)
        )
        return gone.scalar()

    async def forget(self, kind: AlertKind) -> None:
        """Every alert of this kind, untold."""
        await self._connection.execute(delete(alerts).where(alerts.c.kind == kind.value))

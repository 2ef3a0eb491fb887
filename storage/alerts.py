"""Which alerts are up: each is told once until it clears."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notice import AlertKind
from storage.dialects import insert
from storage.tables.notices import alerts


class Alerts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def set(self, kind: AlertKind, subject: str, now: datetime) -> bool:
        """Whether the alert wasn't up yet; one that is up is noted to go on."""
        added = await self._connection.execute(
            insert(self._connection, alerts)
            .values(kind=kind.value, subject=subject, raised_at=now, last_at=now)
            .on_conflict_do_nothing()
            .returning(alerts.c.kind)
        )
        if added.first() is not None:
            return True
        await self._connection.execute(
            update(alerts)
            .where(alerts.c.kind == kind.value, alerts.c.subject == subject)
            .values(last_at=now)
        )
        return False

    async def clear(
        self, kind: AlertKind, subject: str, *, quiet_since: datetime
    ) -> datetime | None:
        """When the alert that ends here was raised; None if it wasn't up, or was noted again after `quiet_since`."""
        gone = await self._connection.execute(
            delete(alerts)
            .where(
                alerts.c.kind == kind.value,
                alerts.c.subject == subject,
                alerts.c.last_at <= quiet_since,
            )
            .returning(alerts.c.raised_at)
        )
        return gone.scalar()

    async def is_up(self, kind: AlertKind, subject: str) -> bool:
        return await self.raised_at(kind, subject) is not None

    async def raised_at(self, kind: AlertKind, subject: str) -> datetime | None:
        """None if it isn't up."""
        return await self._connection.scalar(
            select(alerts.c.raised_at).where(
                alerts.c.kind == kind.value, alerts.c.subject == subject
            )
        )

    async def forget(self, kind: AlertKind) -> None:
        """Every alert of this kind, untold."""
        await self._connection.execute(delete(alerts).where(alerts.c.kind == kind.value))

"""One-time invitations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.invitation import Invitation
from storage.tables.people import invites

_COLUMNS = (invites.c.token, invites.c.created_by, invites.c.created_at)


class Invites:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def create(self, token: str, created_by: int, now: datetime) -> None:
        await self._connection.execute(
            invites.insert().values(token=token, created_by=created_by, created_at=now)
        )

    async def use(self, token: str, user_id: int, now: datetime) -> bool:
        """Whether the invitation was still free; it isn't afterwards."""
        used = await self._connection.execute(
            update(invites)
            .where(invites.c.token == token, invites.c.used_by.is_(None))
            .values(used_by=user_id, used_at=now)
            .returning(invites.c.token)
        )
        return used.first() is not None

    async def open_ones(self, *, offset: int, limit: int) -> Sequence[Invitation]:
        """Those that nobody has used, the newest first."""
        found = await self._connection.execute(
            select(*_COLUMNS)
            .where(invites.c.used_by.is_(None))
            .order_by(invites.c.created_at.desc(), invites.c.token)
            .offset(offset)
            .limit(limit)
        )
        return [Invitation(**row) for row in found.mappings()]

    async def count_open(self) -> int:
        found = await self._connection.execute(
            select(func.count()).select_from(invites).where(invites.c.used_by.is_(None))
        )
        return int(found.scalar_one())

    async def revoke(self, token: str) -> Invitation | None:
        """The invitation that is gone now; None if it is used up, or was gone before."""
        gone = await self._connection.execute(
            delete(invites)
            .where(invites.c.token == token, invites.c.used_by.is_(None))
            .returning(*_COLUMNS)
        )
        row = gone.mappings().first()
        return None if row is None else Invitation(**row)

    async def used_by(self, user_id: int) -> Invitation | None:
        """By which somebody was let in."""
        found = await self._connection.execute(
            select(*_COLUMNS).where(invites.c.used_by == user_id).limit(1)
        )
        row = found.mappings().first()
        return None if row is None else Invitation(**row)

"""One-time invitations."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.people import invites


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

"""Operators: who they are and what they may do."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.staff import Operator, Right, may
from storage.dialects import insert
from storage.tables.staff import staff


class Staff:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, user_id: int) -> Operator | None:
        found = await self._connection.execute(select(staff).where(staff.c.user_id == user_id))
        row = found.mappings().first()
        return None if row is None else Operator(**row)

    async def rights(self, user_id: int) -> frozenset[Right]:
        """None at all for who is no operator."""
        operator = await self.get(user_id)
        return frozenset() if operator is None else operator.rights

    async def all(self) -> list[Operator]:
        found = await self._connection.execute(select(staff).order_by(staff.c.user_id))
        return [Operator(**row) for row in found.mappings()]

    async def locked(self) -> list[Operator]:
        """As `all`, and nobody else changes them until the transaction ends."""
        found = await self._connection.execute(
            select(staff).order_by(staff.c.user_id).with_for_update()
        )
        return [Operator(**row) for row in found.mappings()]

    async def who_may(self, right: Right) -> list[int]:
        return [operator.user_id for operator in await self.all() if may(operator.rights, right)]

    async def appoint(
        self,
        user_id: int,
        rights: Collection[Right],
        now: datetime,
        *,
        by: int | None = None,
        named: bool = False,
    ) -> None:
        """With these rights from now on, whatever they had before."""
        values = {"rights": frozenset(rights), "named": named, "appointed_by": by}
        await self._connection.execute(
            insert(self._connection, staff)
            .values(user_id=user_id, appointed_at=now, **values)
            .on_conflict_do_update(index_elements=[staff.c.user_id], set_=values)
        )

    async def dismiss(self, user_id: int) -> bool:
        """Whether they were an operator."""
        gone = await self._connection.execute(
            delete(staff).where(staff.c.user_id == user_id).returning(staff.c.user_id)
        )
        return gone.first() is not None

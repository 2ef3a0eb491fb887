"""Numbers that only go up: runs of the bot, incidents."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert
from storage.tables.notices import counters


class Counters:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def next(self, name: str) -> int:
        """One more than last time; 1 at first."""
        counted = await self._connection.execute(
            insert(self._connection, counters)
            .values(name=name, value=1)
            .on_conflict_do_update(
                index_elements=[counters.c.name], set_={"value": counters.c.value + 1}
            )
            .returning(counters.c.value)
        )
        return int(counted.scalar_one())

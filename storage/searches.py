"""What operators look for in long lists."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.search import Area, Search
from storage.tables.staff import searches

_COLUMNS = (searches.c.id, searches.c.user_id, searches.c.words, searches.c.picked)


class Searches:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(
        self, area: Area, user_id: int, words: Mapping[str, str], now: datetime
    ) -> Search:
        opened = await self._connection.execute(
            searches.insert()
            .values(user_id=user_id, area=area, words=words, picked=(), opened_at=now)
            .returning(*_COLUMNS)
        )
        return Search(**opened.mappings().one())

    async def get(self, area: Area, search_id: int, user_id: int) -> Search | None:
        """None if it is somebody else's, or forgotten."""
        found = await self._connection.execute(
            select(*_COLUMNS).where(
                searches.c.id == search_id, searches.c.user_id == user_id, searches.c.area == area
            )
        )
        row = found.mappings().first()
        return None if row is None else Search(**row)

    async def narrow(self, search: Search, words: Mapping[str, str]) -> None:
        """What was ticked belongs to the list as it was."""
        await self._connection.execute(
            update(searches).where(searches.c.id == search.id).values(words=words, picked=())
        )

    async def pick(self, search: Search, picked: Collection[int]) -> None:
        await self._connection.execute(
            update(searches).where(searches.c.id == search.id).values(picked=tuple(picked))
        )

    async def forget(self, before: datetime) -> None:
        await self._connection.execute(delete(searches).where(searches.c.opened_at < before))

"""How operators are told what: where each stream goes, and how soon each of them hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.staff import Right, may
from bot.domain.stream import STREAMS, Route, Stream, Way
from storage.dialects import insert
from storage.tables.people import users
from storage.tables.staff import staff
from storage.tables.streams import listening, routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """An operator who can do something about a stream. `reachable`: as far as is known."""

    user_id: int
    way: Way
    reachable: bool


class Streams:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def routes(self) -> dict[Stream, Route]:
        """Of every stream."""
        found = await self._connection.execute(select(routes))
        chosen = {row.stream: Route(where=row.place, in_room=row.in_room) for row in found}
        return {
            stream: chosen.get(stream, Route(where=about.where))
            for stream, about in STREAMS.items()
        }

    async def set_route(self, stream: Stream, route: Route) -> None:
        values = {"place": route.where, "in_room": route.in_room}
        await self._connection.execute(
            insert(self._connection, routes)
            .values(stream=stream, **values)
            .on_conflict_do_update(index_elements=[routes.c.stream], set_=values)
        )

    async def ways(self, user_id: int) -> dict[Stream, Way]:
        """How soon they hear of each stream."""
        found = await self._connection.execute(
            select(listening.c.stream, listening.c.way).where(listening.c.user_id == user_id)
        )
        chosen = {row.stream: row.way for row in found}
        return {stream: chosen.get(stream, Way.AT_ONCE) for stream in STREAMS}

    async def set_way(self, user_id: int, stream: Stream, way: Way) -> None:
        await self._connection.execute(
            insert(self._connection, listening)
            .values(user_id=user_id, stream=stream, way=way)
            .on_conflict_do_update(
                index_elements=[listening.c.user_id, listening.c.stream], set_={"way": way}
            )
        )

    async def listeners(self, stream: Stream, right: Right) -> Sequence[Listener]:
        """The operators with this right, also those who turned the stream off."""
        theirs = and_(listening.c.user_id == staff.c.user_id, listening.c.stream == stream)
        found = await self._connection.execute(
            select(
                staff.c.user_id,
                staff.c.rights,
                listening.c.way,
                func.coalesce(users.c.reachable, False).label("reachable"),
            )
            .select_from(
                staff.outerjoin(listening, theirs).outerjoin(users, users.c.id == staff.c.user_id)
            )
            .order_by(staff.c.user_id)
        )
        return [
            Listener(user_id=row.user_id, way=row.way or Way.AT_ONCE, reachable=bool(row.reachable))
            for row in found
            if may(row.rights, right)
        ]

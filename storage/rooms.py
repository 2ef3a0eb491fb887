"""The staff room: at most one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.room import Room, Topic
from storage.dialects import insert
from storage.tables.room import rooms

_ONLY = 1


class Rooms:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self) -> Room | None:
        found = await self._connection.execute(select(rooms).where(~rooms.c.closed))
        return _room(found.first())

    async def topics(self, chat_id: int) -> Mapping[Topic, int]:
        """The threads that this chat has from when it was the room, or is."""
        found = await self._connection.execute(select(rooms).where(rooms.c.chat_id == chat_id))
        room = _room(found.first())
        return {} if room is None else room.topics

    async def set(self, room: Room) -> None:
        """This is the room, whatever was it before."""
        values = {
            "chat_id": room.chat_id,
            "title": room.title,
            "language": room.language,
            "topics": _written(room.topics),
            "closed": False,
        }
        await self._connection.execute(
            insert(self._connection, rooms)
            .values(id=_ONLY, **values)
            .on_conflict_do_update(index_elements=[rooms.c.id], set_=values)
        )

    async def set_topic(self, chat_id: int, topic: Topic, thread: int | None) -> None:
        """None: that topic is gone. Nothing happens if the room is another one by now."""
        await self._connection.execute(select(rooms.c.id).with_for_update())
        room = await self.get()
        if room is None or room.chat_id != chat_id:
            return
        topics = {other: known for other, known in room.topics.items() if other is not topic}
        if thread is not None:
            topics[topic] = thread
        await self._connection.execute(update(rooms).values(topics=_written(topics)))

    async def forget(self) -> None:
        """There is no room any more."""
        await self._connection.execute(update(rooms).values(closed=True))


def _room(row: Row[Any] | None) -> Room | None:
    if row is None:
        return None
    topics = {Topic(name): int(thread) for name, thread in row.topics.items()}
    return Room(chat_id=row.chat_id, title=row.title, language=row.language, topics=topics)


def _written(topics: Mapping[Topic, int]) -> dict[str, str]:
    return {topic.value: str(thread) for topic, thread in topics.items()}

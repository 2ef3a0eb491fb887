"""The staff room: made, moved, left."""

from dataclasses import replace

from bot.usecases.desk import Desk


async def moved(desk: Desk, old: int, new: int) -> None:
    """The group became a supergroup, which has no topics yet."""
    async with desk.storage.transaction() as tx:
        room = await tx.rooms.get()
        if room is not None and room.chat_id == old:
            await tx.rooms.set(replace(room, chat_id=new, topics={}))

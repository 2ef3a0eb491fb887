"""The staff room: made, moved, left. What wasn't told in it when it ends is told privately: nothing is lost."""

from dataclasses import replace
from datetime import datetime

from bot.domain.journal import Act
from bot.domain.notice import NoticeKind
from bot.domain.room import Room
from bot.domain.staff import Right
from bot.domain.stream import STAFF_NEWS
from bot.usecases import hearing
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.storage import Transaction


async def open_(desk: Desk, actor: int, chat_id: int, title: str, language: str) -> Room:
    """This chat is the room from now on; `language` counts if it wasn't before. Topics it had then are found again."""
    async with desk.storage.transaction() as tx:
        await require(tx, actor, Right.OWNER)
        before = await tx.rooms.get()
        topics = await tx.rooms.topics(chat_id)
        if before is not None and before.chat_id == chat_id:
            room = replace(before, title=title)
            await tx.rooms.set(room)
            return room
        room = Room(chat_id=chat_id, title=title, language=language, topics=topics)
        await tx.rooms.set(room)
        if before is not None:
            await tx.outbox.move(before.chat_id, chat_id)
        await tx.journal.add(actor, Act.ROOM_OPENED, desk.clock(), details={"title": title})
    desk.wake.outbox.set()
    return room


async def set_language(desk: Desk, actor: int, language: str) -> Room | None:
    """What the room is spoken to in; None if there is no room."""
    async with desk.storage.transaction() as tx:
        await require(tx, actor, Right.OWNER)
        room = await tx.rooms.get()
        if room is None:
            return None
        room = replace(room, language=language)
        await tx.rooms.set(room)
        details = {"language": language}
        await tx.journal.add(actor, Act.ROOM_LANGUAGE, desk.clock(), details=details)
        return room


async def close(desk: Desk, actor: int) -> Room | None:
    """From now on everything is told privately; the room that was left, if there was one."""
    async with desk.storage.transaction() as tx:
        await require(tx, actor, Right.OWNER)
        room = await tx.rooms.get()
        if room is not None:
            now = desk.clock()
            await _withdraw(tx, room, now)
            await tx.journal.add(actor, Act.ROOM_CLOSED, now, details={"title": room.title})
    desk.wake.outbox.set()
    return room


async def moved(desk: Desk, old: int, new: int) -> None:
    """The group became a supergroup, which has no topics yet."""
    async with desk.storage.transaction() as tx:
        room = await tx.rooms.get()
        if room is not None and room.chat_id == old:
            await tx.rooms.set(replace(room, chat_id=new, topics={}))
            await tx.outbox.move(old, new)
    desk.wake.outbox.set()


async def put_out(desk: Desk, chat_id: int) -> None:
    """The bot isn't in this group any more."""
    async with desk.storage.transaction() as tx:
        await lose(tx, chat_id, desk.clock())
    desk.wake.outbox.set()


async def lose(tx: Transaction, chat_id: int, now: datetime) -> None:
    """The bot can't write into this group any more: if it was the room, owners hear of it."""
    room = await tx.rooms.get()
    if room is None or room.chat_id != chat_id:
        return
    await _withdraw(tx, room, now)
    for owner in await tx.staff.who_may(Right.OWNER):
        await tx.outbox.put(
            NoticeKind.ROOM_LOST,
            owner,
            f"room_lost:{chat_id}:{now.timestamp():.6f}",
            now=now,
            data={"title": room.title},
        )


async def _withdraw(tx: Transaction, room: Room, now: datetime) -> None:
    await tx.rooms.forget()
    await tx.outbox.take_back(room.chat_id, {NoticeKind.DIGEST})
    for notice in await tx.outbox.take_back(room.chat_id, STAFF_NEWS):
        await hearing.tell_privately(tx, notice, now)

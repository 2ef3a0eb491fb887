"""Puts messages into the staff room, and mends on the way what became of it meanwhile.

A topic that was deleted is made again; what should go into a closed one goes into the group itself; a group that became a
supergroup is followed. Everything else is the caller's: that the bot was put out, above all (`usecases.rooming.lost`).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import structlog
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.domain.room import Room, Topic
from bot.transport.refusals import Refusal, classify
from bot.usecases import rooming
from bot.usecases.desk import Desk
from bot.views.lang import pick
from bot.views.room import topic_name

T = TypeVar("T")

_log = structlog.get_logger(__name__)

_COLOURS: Mapping[Topic, int] = {
    Topic.ORDERS: 0x8EEE98,
    Topic.ALERTS: 0xFB6F5F,
    Topic.SUPPORT: 0x6FB9F0,
    Topic.REPORTS: 0xFFD67E,
}
"""Telegram takes six colours."""

_REMEDIES: Final = 3
"""A group may have moved, then lack the topic, and make one that is closed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in Telegram a message goes. `closed` is the topic it should have gone to, were that not closed."""

    chat_id: int
    thread: int | None
    closed: Topic | None = None


async def post(
    bot: ExtBot[Any], desk: Desk, topic: Topic, send: Callable[[Place], Awaitable[T]]
) -> T | None:
    """What `send` gives, which may be tried at several places; None if there is no room. Raises TelegramError."""
    async with desk.storage.transaction() as tx:
        room = await tx.rooms.get()
    if room is None:
        return None
    place = Place(chat_id=room.chat_id, thread=room.thread(topic))
    for _ in range(_REMEDIES):
        try:
            return await send(place)
        except TelegramError as error:
            place = await _better(bot, desk, room, topic, place, error)
    return await send(place)


async def _better(  # noqa: PLR0917 - all of what is known of the failure
    bot: ExtBot[Any], desk: Desk, room: Room, topic: Topic, place: Place, error: TelegramError
) -> Place:
    """Another place to try; raises the error if there is none."""
    classified = classify(error)
    match classified.refusal:
        case Refusal.MIGRATED if classified.new_chat_id is not None:
            await rooming.moved(desk, place.chat_id, classified.new_chat_id)
            return Place(chat_id=classified.new_chat_id, thread=None)
        case Refusal.TOPIC_GONE if place.thread is not None:
            thread = await open_topic(bot, desk, room, topic)
            return Place(chat_id=place.chat_id, thread=thread)
        case Refusal.TOPIC_CLOSED if place.thread is not None:
            return Place(chat_id=place.chat_id, thread=None, closed=topic)
        case _:
            raise error


async def open_topic(bot: ExtBot[Any], desk: Desk, room: Room, topic: Topic) -> int | None:
    """A fresh thread for the topic, remembered; None where the bot may not make one, or the group has no topics."""
    thread: int | None = None
    try:
        made = await bot.create_forum_topic(
            room.chat_id, topic_name(pick(room.language), topic), icon_color=_COLOURS[topic]
        )
        thread = made.message_thread_id
    except BadRequest as error:
        _log.info("A topic can't be made", topic=topic.value, error=str(error))
    async with desk.storage.transaction() as tx:
        await tx.rooms.set_topic(room.chat_id, topic, thread)
    return thread

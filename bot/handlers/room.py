"""The staff room as an owner sees it privately: what is told where in it, and how to get one."""

from typing import Any

import structlog
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.callbacks.room import LeaveRoom, RoomLanguage, StaffRoom
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.room import Room
from bot.domain.staff import Right
from bot.transport import show
from bot.usecases import rooming
from bot.views import room as views
from bot.views.lang import LANGUAGES, pick
from bot.views.screen import Screen

_log = structlog.get_logger(__name__)


async def shown(visit: Visit, asked: StaffRoom | str) -> Screen:
    if asked == "off":
        return await leave(visit, LeaveRoom())
    async with visit.desk.storage.reading() as tx:
        room, routes = await tx.rooms.get(), await tx.streams.routes()
    if room is None:
        return views.none_yet(visit.lang, visit.bot.username)
    return views.privately(visit.lang, room, routes)


async def set_language(visit: Visit, action: RoomLanguage) -> Screen:
    if action.language not in LANGUAGES:
        raise ShopError(Problem.BUTTON_UNKNOWN)
    await rooming.set_language(visit.desk, visit.user.id, action.language)
    return await shown(visit, StaffRoom())


async def leave(visit: Visit, _: LeaveRoom) -> Screen:
    room = await rooming.close(visit.desk, visit.user.id)
    if room is not None:
        await _say_goodbye(visit.bot, room)
    return views.none_yet(visit.lang, visit.bot.username)


async def _say_goodbye(bot: ExtBot[Any], room: Room) -> None:
    """A courtesy: the room is left, whether the group can be written to or not."""
    try:
        await show.send(bot, room.chat_id, views.left(pick(room.language)))
    except TelegramError as error:
        _log.info("The group isn't told that it was left", error=repr(error))


AREA = Area(
    right=Right.OWNER,
    taps={StaffRoom: shown, RoomLanguage: set_language, LeaveRoom: leave},
    commands={"room": shown},
)

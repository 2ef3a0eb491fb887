"""A month of lifelike history, so that the demo is a shop one can look around in.

It is written into books that are empty, and into the simulated world beside them, once and always in the same way, only that
it ends now. Orders are rows, written in bulk; what people read in their chats is played, each scene at its moment.
"""

from collections.abc import Mapping
from datetime import datetime
from random import Random

from bot.config import Settings
from bot.demo.history import announcements, cast, chats, room, shop, talks
from bot.demo.history.cast import Customer
from bot.demo.history.month import Month, month
from bot.demo.history.stage import Stage, stage
from bot.sandbox.panel import Panel
from bot.sandbox.telegram import Telegram
from bot.usecases import balances

_SEED = 1_848


async def write(
    telegram: Telegram, panels: Mapping[str, Panel], settings: Settings, now: datetime
) -> None:
    """The panels can be reached already; the books don't exist yet."""
    dice = Random(_SEED)  # noqa: S311 - lifelike, not secret
    ann, *others = people = cast.customers(now)
    cast.enter(telegram, people)
    async with stage(settings, telegram, now) as played:
        shelves = await shop.open_(played, panels)
        past = month(dice, now, ann, others, shelves, panels)
        for name, panel in panels.items():
            panel.go_on(past.accounts[name].memory())
        await shop.write(played, dice, past, people)
        await _play(played, past, people)
        for name in panels:
            await balances.read(played.desk, name)


async def _play(played: Stage, past: Month, people: list[Customer]) -> None:
    """One scene after the other."""
    plays = [
        *room.room(past),
        *talks.talks(past),
        *announcements.announcements(past, people),
        *chats.chats(past),
    ]
    for at, scene in sorted(plays, key=lambda play: play[0]):
        played.clock.at = at
        await scene(played)
    played.clock.at = past.now

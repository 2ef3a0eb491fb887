"""A shop at work, between a simulated Telegram and a simulated panel; both sides' truth is at hand.

`world` is everything; `shop` is the bot, running, with its catalogue read; `olga` runs it, `ann` is a customer she invited.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.app import Bot, Requests, running
from bot.config import PanelSettings, Settings
from bot.sandbox.panel import Panel, serve
from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.inprocess import InProcessRequest
from bot.sandbox.telegram.people import Person
from bot.usecases import catalogue
from bot.usecases.desk import Pace

QUICK = Pace(
    first_check=timedelta(milliseconds=50),
    retry=timedelta(milliseconds=100),
    parked=timedelta(milliseconds=100),
    grace=timedelta(0),
    poll=timedelta(milliseconds=50),
)
OLGA, ANN, MAX = 1, 1001, 1002


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`bot()` runs the shop; ending the block stops it, and it may be run again on the same books."""

    telegram: Telegram
    panel: Panel
    settings: Settings

    @asynccontextmanager
    async def bot(self, pace: Pace = QUICK) -> AsyncIterator[Bot]:
        requests = Requests(InProcessRequest(self.telegram), InProcessRequest(self.telegram))
        async with running(self.settings, requests=requests, pace=pace) as bot:
            yield bot

    async def settled(self) -> None:
        """Everything people did so far was handled."""
        await self.telegram.handled()


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    panel = Panel(speed=1000)
    telegram = Telegram()
    async with serve(panel) as url:
        settings = Settings.model_validate(
            {
                "bot_token": telegram.token,
                "admin_ids": (OLGA,),
                "panels": {"main": {"url": url, "key": panel.key, "requests_per_minute": 60_000}},
                "database_url": sqlite_url,
            }
        )
        yield World(telegram=telegram, panel=panel, settings=settings)
    await telegram.close()


@pytest.fixture
async def shop(world: World) -> AsyncIterator[Bot]:
    async with world.bot() as bot:
        await catalogue_read(bot)
        yield bot


async def catalogue_read(bot: Bot) -> None:
    await catalogue.sync(bot.shop.desk, "main")


@pytest.fixture
async def olga(world: World, shop: Bot) -> Person:
    """The operator, in her chat."""
    person = world.telegram.add_user(OLGA, "Olga")
    person.send("/start")
    await world.settled()
    return person


@pytest.fixture
async def ann(world: World, olga: Person) -> Person:
    """A customer, invited by Olga."""
    return await invited(world, olga, ANN, "Ann")


@pytest.fixture
async def max_(world: World, olga: Person) -> Person:
    """Another customer."""
    return await invited(world, olga, MAX, "Max")


async def invited(world: World, olga: Person, user_id: int, name: str) -> Person:
    olga.send("/invite")
    await world.settled()
    link = next(word for word in olga.last.text.split() if word.startswith("https://t.me/"))
    person = world.telegram.add_user(user_id, name)
    person.follow(link)
    await world.settled()
    return person

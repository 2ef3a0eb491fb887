"""A shop at work, between a simulated Telegram and a simulated panel; both sides' truth is at hand.

`world` is everything; `shop` is the bot, running; `olga` runs it, `ann` is a customer she invited.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from bot.app import Bot, Requests, running
from bot.config import Settings
from bot.sandbox.panel import Order, Panel, serve
from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.inprocess import InProcessRequest
from bot.transport import pacing
from bot.usecases import balances, catalogue
from bot.usecases.desk import Pace
from tests.chat.talk import Guest

QUICK = Pace(
    first_check=timedelta(milliseconds=50),
    retry=timedelta(seconds=1),
    parked=timedelta(seconds=2),
    grace=timedelta(minutes=10),
    calm=timedelta(0),
    poll=timedelta(milliseconds=50),
)
OLGA, ANN, MAX = 1, 1001, 1002


class PowerCut(Exception):  # noqa: N818 - it happens, nobody raises an error
    """Ends a run of the bot in the middle of everything."""


def cut_power() -> NoReturn:
    raise PowerCut


@dataclass(slots=True)
class Clock:
    """The shop's clock: it goes by itself, and can be moved on."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(slots=True, kw_only=True)
class World:
    """`shop`: the bot that runs now. It may be started again and again on the same books."""

    telegram: Telegram
    panel: Panel
    settings: Settings
    clock: Clock = field(default_factory=Clock)
    shop: Bot | None = None

    @asynccontextmanager
    async def bot(self, pace: Pace = QUICK) -> AsyncIterator[Bot]:
        """The bot at work; the end of the block stops it in order."""
        requests = Requests(InProcessRequest(self.telegram), InProcessRequest(self.telegram))
        async with running(self.settings, requests=requests, pace=pace, clock=self.clock) as bot:
            self.shop = bot
            yield bot

    @asynccontextmanager
    async def dying_bot(self, pace: Pace = QUICK) -> AsyncIterator[Bot]:
        """The bot at work; at the end of the block it dies: nothing is finished, acknowledged or sent any more."""
        with suppress(PowerCut):
            async with self.bot(pace) as bot:
                yield bot
                cut_power()

    async def settled(self) -> None:
        """Everything people did so far was handled."""
        await self.telegram.handled()

    async def until(self, condition: Callable[[], object]) -> None:
        """Waits for what happens at the panel, which rings no bell."""
        async with asyncio.timeout(20):
            while not condition():  # noqa: ASYNC110 - as said above
                await asyncio.sleep(0.01)

    async def pause(self) -> None:
        """Whoever was woken gets on with it."""
        await asyncio.sleep(0.02)

    def later(self, **by: float) -> None:
        """So much time goes by, and whoever waits for something looks again."""
        self.clock.ahead += timedelta(**by)
        assert self.shop is not None
        wake = self.shop.shop.desk.wake
        for lane in wake.lanes.values():
            lane.set()
        wake.outbox.set()
        wake.broadcasts.set()
        wake.progress.set()

    async def read_catalogue(self) -> None:
        assert self.shop is not None
        await catalogue.sync(self.shop.shop.desk, "main")

    def guest(self, user_id: int, name: str, language: str = "en") -> Guest:
        return Guest(self.telegram.add_user(user_id, name, language), self.telegram)

    async def operator(self) -> Guest:
        """Olga, in her chat."""
        olga = self.guest(OLGA, "Olga")
        await olga.says("/start")
        return olga

    async def invited(self, olga: Guest, user_id: int = ANN, name: str = "Ann") -> Guest:
        """A customer, let in by Olga."""
        person = self.guest(user_id, name)
        await person.follows(await self.invitation(olga))
        return person

    async def invitation(self, olga: Guest) -> str:
        await olga.says("/invite")
        return next(word for word in olga.text.split() if word.startswith("https://t.me/"))

    # What the panel really has

    @property
    def orders(self) -> list[Order]:
        """What the panel took, runs of a drip-feed and posts of a subscription left out."""
        return [order for order in self.panel.orders.values() if order.parent is None]

    @property
    def sent(self) -> list[dict[str, str]]:
        """The fields of each `add` that came in, without key and action."""
        return [
            {name: value for name, value in request.fields.items() if name not in _ALWAYS}
            for request in self.panel.received
            if request.action == "add"
        ]

    def asked(self, action: str) -> int:
        """How often the panel was asked for this."""
        return sum(request.action == action for request in self.panel.received)


_ALWAYS = {"key", "action"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch, swift_disk: None) -> None:
    """Telegram's pace is held and power cuts are survived where that is tested; here both would only cost time."""
    limits = ("BURST", "PUSHES_PER_SECOND", "EDITS_AT_ONCE", "MESSAGES_PER_SECOND")
    for name in (*limits, "BROADCASTS_PER_SECOND"):
        monkeypatch.setattr(pacing, name, 10_000)


@asynccontextmanager
async def _world(database_url: str) -> AsyncIterator[World]:
    panel = Panel(speed=1000)
    telegram = Telegram()
    async with serve(panel) as url:
        settings = Settings.model_validate(
            {
                "bot_token": telegram.token,
                "admin_ids": (OLGA,),
                "panels": {"main": {"url": url, "key": panel.key, "requests_per_minute": 60_000}},
                "database_url": database_url,
            }
        )
        yield World(telegram=telegram, panel=panel, settings=settings)
    await telegram.close()


async def _stock(database_url: str) -> None:
    async with _world(database_url) as world, world.bot() as bot:
        await world.read_catalogue()
        await balances.read(bot.shop.desk, "main")


@pytest.fixture(scope="session")
def _stocked(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books of a shop that has read what its panel sells, and in which currency."""
    path = tmp_path_factory.mktemp("stocked") / "shop.db"
    shutil.copy(_sqlite_template, path)
    asyncio.run(_stock(f"sqlite:///{path}"))
    return path


@pytest.fixture
async def world(_stocked: Path, tmp_path: Path) -> AsyncIterator[World]:
    async with _world(f"sqlite:///{shutil.copy(_stocked, tmp_path / 'shop.db')}") as world:
        yield world


@pytest.fixture
async def shop(world: World) -> AsyncIterator[Bot]:
    async with world.bot() as bot:
        yield bot


@pytest.fixture
async def olga(world: World, shop: Bot) -> Guest:
    """The operator, in her chat."""
    return await world.operator()


@pytest.fixture
async def ann(world: World, olga: Guest) -> Guest:
    """A customer, invited by Olga."""
    return await world.invited(olga)


@pytest.fixture
async def max_(world: World, olga: Guest) -> Guest:
    """Another customer."""
    return await world.invited(olga, MAX, "Max")

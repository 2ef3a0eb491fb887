"""A simulated Telegram with Ann, who has written to the bot, and ways to call its Bot API."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.sandbox.telegram import InProcessRequest, Person, Telegram
from bot.sandbox.telegram.server import serve

Api = Callable[..., Coroutine[Any, Any, Any]]


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sim(clock: Clock) -> Telegram:
    return Telegram(clock=clock)


@pytest.fixture
def ann(sim: Telegram) -> Person:
    """Ann has pressed Start; her message still waits to be fetched."""
    ann = sim.add_user(1001, first_name="Ann", language_code="en")
    ann.send("/start")
    return ann


@pytest.fixture
def api(sim: Telegram) -> Api:
    """Call a method and get the whole answer of the Bot API."""

    async def call(method: str, **params: Any) -> Any:
        answer = await sim.call(sim.token, method, params)
        assert answer.code == answer.body.get("error_code", 200)
        return answer.body

    return call


@pytest.fixture
async def bot(sim: Telegram) -> AsyncIterator[Bot]:
    bot = Bot(sim.token, request=InProcessRequest(sim), get_updates_request=InProcessRequest(sim))
    async with bot:
        yield bot


@pytest.fixture
async def url(sim: Telegram) -> AsyncIterator[str]:
    async with serve(sim) as url:
        yield url


@pytest.fixture
async def http(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(url) as session:
        yield session

"""What a call to Telegram costs: our request against python-telegram-bot's default, in processor time of this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.transport.request import AiohttpRequest
from tests.bench.figures import Figure, in_turns, milliseconds, processor_seconds
from tests.bench.servers import server

_CALLS = 300
_AT_ONCE = (1, 8, 30)
_AIMED_AT = 8


async def run() -> list[Figure]:
    async with server() as url:
        return [await _compare(url, at_once) for at_once in _AT_ONCE]


async def _compare(url: str, at_once: int) -> Figure:
    async with (
        _bot(url, AiohttpRequest(connections=64)) as ours,
        _bot(url, HTTPXRequest(connection_pool_size=64)) as theirs,
    ):
        mine, other, ratio = await in_turns(
            partial(processor_seconds, partial(_call, ours, at_once)),
            partial(processor_seconds, partial(_call, theirs, at_once)),
        )
    return Figure(
        what=f"our request / the default one, {at_once} at once",
        value=ratio,
        most=1 / 3 if at_once == _AIMED_AT else None,
        made_of=f"{milliseconds(mine / _CALLS)} / {milliseconds(other / _CALLS)} of processor",
    )


async def _call(bot: Bot, at_once: int) -> None:
    async def caller() -> None:
        for _ in range(_CALLS // at_once):
            await bot.send_message(1, "Order #15 is done.")

    await asyncio.gather(*(caller() for _ in range(at_once)))


@asynccontextmanager
async def _bot(url: str, request: BaseRequest) -> AsyncIterator[Bot]:
    async with Bot("100:TEST", base_url=f"{url}/bot", request=request) as bot:
        yield bot

"""The real bot parts against a small Telegram on a real socket."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram.ext import ApplicationBuilder, ExtBot

from bot.transport.pacing import Pacer
from bot.transport.request import AiohttpRequest
from tests.transport.small_telegram import TOKEN, SmallTelegram


@pytest.fixture(autouse=True)
def _waits_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def telegram() -> AsyncIterator[SmallTelegram]:
    server = SmallTelegram()
    await server.start()
    yield server
    await server.close()


@pytest.fixture
async def bot(telegram: SmallTelegram) -> AsyncIterator[ExtBot[Any]]:
    async with make_bot(telegram) as bot:
        yield bot


def make_bot(telegram: SmallTelegram, *, request: AiohttpRequest | None = None) -> ExtBot[Any]:
    application = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{telegram.url}/bot")
        .base_file_url(f"{telegram.url}/file/bot")
        .request(request or AiohttpRequest())
        .get_updates_request(AiohttpRequest())
        .rate_limiter(Pacer())
        .updater(None)
        .build()
    )
    bot: ExtBot[Any] = application.bot
    return bot

"""The bot at work in this process, between a simulated Telegram and a simulated panel, on SQLite as it is in earnest."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram import Update

from bot.app import Bot, Requests, running
from bot.config import Settings
from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.inprocess import InProcessRequest
from bot.sandbox.telegram.people import Person
from bot.transport import pacing
from bot.usecases import catalogue
from tests.bench.servers import server

OWNER = 1


@dataclass(frozen=True, slots=True)
class Shop:
    telegram: Telegram
    bot: Bot

    async def person(self, user_id: int = OWNER) -> Person:
        """Who has said hello."""
        person = self.telegram.add_user(user_id, "Olga")
        person.send("/start")
        await self.telegram.handled()
        return person

    async def handle(self) -> None:
        """What a person did last, by hand: for measuring without the intake."""
        application = self.bot.application
        await application.process_update(taken(self.telegram, application.bot))


@asynccontextmanager
async def shop(books: Path | None = None, *, paced: bool = False) -> AsyncIterator[Shop]:
    """Its panel sells ten thousand services. Unless `paced`, Telegram's limits are far away: work is measured, not waits."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        if not paced:
            stack.enter_context(limits_far_away())
        url = await stack.enter_async_context(server())
        telegram = Telegram()
        stack.push_async_callback(telegram.close)
        settings = Settings.model_validate(
            {
                "bot_token": telegram.token,
                "admin_ids": (OWNER,),
                "panels": {
                    "main": {"url": f"{url}/panel", "key": "k", "requests_per_minute": 6_000_000}
                },
                "database_url": f"sqlite:///{books or folder / 'shop.db'}",
            }
        )
        requests = Requests(InProcessRequest(telegram), InProcessRequest(telegram))
        bot = await stack.enter_async_context(running(settings, requests=requests))
        await catalogue.sync(bot.shop.desk, "main")
        yield Shop(telegram, bot)


@contextmanager
def limits_far_away() -> Iterator[None]:
    kept = {name: getattr(pacing, name) for name in _LIMITS}
    for name in _LIMITS:
        setattr(pacing, name, 1_000_000)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(pacing, name, value)


_LIMITS = (
    "BURST",
    "PUSHES_PER_SECOND",
    "EDITS_AT_ONCE",
    "EDITS_PER_SECOND",
    "MESSAGES_PER_SECOND",
)


def taken(telegram: Telegram, bot: object) -> Update:
    """The update that came last, taken out of the queue: it is handled here and by nobody else."""
    update_id, update = next(reversed(telegram.updates.pending.items()))
    del telegram.updates.pending[update_id]
    found = Update.de_json(update, bot)  # type: ignore[arg-type]
    assert found is not None
    return found

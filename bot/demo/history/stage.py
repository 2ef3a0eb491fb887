"""Where the past is played: the books, both panels and Telegram, at whatever moment the clock is set to.

What is said in the chats is said by the bot's own mouth, so it looks as it does in earnest. Nothing of it reaches the bot
as an update: it has been handled long ago.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram.ext import BaseRateLimiter, ExtBot

from bot.app import account
from bot.config import Settings
from bot.domain.language import Languages
from bot.domain.room import Topic
from bot.panel import Panel
from bot.sandbox.telegram import Group, InProcessRequest, Telegram
from bot.shop import Shop
from bot.transport import show
from bot.usecases.desk import Desk, Wake
from bot.views.lang import LANGUAGES, Lang
from bot.views.screen import Screen
from storage import Storage, open_storage


@dataclass(slots=True)
class Clock:
    """Stands still until it is set."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """`now` is the present, at which the past ends. `threads`: of the staff room's topics, once there is one."""

    now: datetime
    clock: Clock
    storage: Storage
    telegram: Telegram
    desk: Desk
    bot: ExtBot[Any]
    shop: Shop
    threads: dict[Topic, int] = field(default_factory=dict)

    @property
    def room(self) -> Group:
        """The group that is the staff room."""
        return next(iter(self.telegram.groups.values()))

    async def lang_of(self, user_id: int) -> Lang:
        async with self.storage.reading() as tx:
            return self.shop.lang_of(await tx.users.get(user_id))

    async def say(self, chat_id: int, screen: Screen, *, thread: int | None = None) -> int:
        """The bot says it; the message it stands in."""
        return await show.send(self.bot, chat_id, screen.text, screen.markup, thread=thread)


Play = tuple[datetime, Callable[[Stage], Awaitable[None]]]
"""What happened at a moment."""


@asynccontextmanager
async def stage(settings: Settings, telegram: Telegram, now: datetime) -> AsyncIterator[Stage]:
    clock = Clock(now)
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(open_storage(settings.database_url))
        panels = {
            name: await stack.enter_async_context(Panel(account(name, panel)))
            for name, panel in settings.panels.items()
        }
        desk = Desk(
            storage=storage,
            panels=panels,
            clock=clock,
            epoch=0,
            started_at=now,
            wake=Wake(lanes={name: asyncio.Event() for name in panels}),
            languages=Languages(tuple(LANGUAGES), settings.default_language),
        )
        bot = ExtBot(
            settings.bot_token.get_secret_value(),
            request=InProcessRequest(telegram),
            get_updates_request=InProcessRequest(telegram),
            rate_limiter=_AtOnce(),
        )
        await bot.initialize()
        stack.push_async_callback(bot.shutdown)
        telegram.clock = lambda: clock().timestamp()
        stack.callback(_to_the_present, telegram)
        yield Stage(
            now=now,
            clock=clock,
            storage=storage,
            telegram=telegram,
            desk=desk,
            bot=bot,
            shop=Shop(desk),
        )


def _to_the_present(telegram: Telegram) -> None:
    telegram.updates.drop_all()
    telegram.clock = time.time


class _AtOnce(BaseRateLimiter[dict[str, bool]]):
    """A month passes in a moment: nobody's limits count."""

    async def initialize(self) -> None:
        """Nothing to make ready."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0917 - the interface's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,  # noqa: ARG002 - whatever it is
        data: dict[str, Any],  # noqa: ARG002 - whoever gets it
        rate_limit_args: dict[str, bool] | None,  # noqa: ARG002 - and however urgent
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        return await callback(*args, **kwargs)

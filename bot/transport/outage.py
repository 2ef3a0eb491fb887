"""Keeps asking Telegram through an outage, with one log line when it begins and one when it ends.

Only a refused token ends the asking (`TokenRefused`): everything else may pass by itself.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.transport.refusals import seconds_to_wait

T = TypeVar("T")

CONFLICT_CALM: Final = 30.0
"""Two copies take turns in being refused: only so many seconds without it mean it is over."""

_log = structlog.get_logger(__name__)


class TokenRefused(Exception):  # noqa: N818 - it says what Telegram did
    """Telegram doesn't know the bot token. Carries nothing of the token."""

    def __init__(self) -> None:
        super().__init__("Telegram refused the bot token; get the right one from @BotFather")


class Outage:
    """`clock` gives seconds that never go back; `first` and `longest` bound the wait (seconds)."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        first: float = 0.5,
        longest: float = 15.0,
    ) -> None:
        self._clock = clock
        self._first = first
        self._longest = longest
        self._since: float | None = None
        self._conflict_at: float | None = None

    async def insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """The result of `call`, made again and again until Telegram answers it.

        Only for calls that are harmless to repeat.
        """
        wait = self._first
        while True:
            try:
                result = await call()
            except InvalidToken:
                break
            except TelegramError as error:
                pause = self._note(error, wait)
            else:
                self._note_success()
                return result
            await asyncio.sleep(pause)
            wait = min(wait * 2, self._longest)
        # Outside the `except`: python-telegram-bot's error quotes the token.
        raise TokenRefused

    def _note(self, error: TelegramError, wait: float) -> float:
        """Logs the beginning of an outage; returns how long to wait."""
        if isinstance(error, RetryAfter):
            wait = seconds_to_wait(error)
        if isinstance(error, Conflict):
            self._note_conflict()
        elif self._since is None:
            self._since = self._clock()
            _log.warning("Telegram can't be reached; trying on", error=str(error))
        return wait

    def _note_conflict(self) -> None:
        if self._conflict_at is None:
            _log.error("Another copy of this bot is running (or a webhook is set); trying on")
        self._conflict_at = self._clock()

    def _note_success(self) -> None:
        now = self._clock()
        if self._since is not None:
            _log.info("Telegram is reachable again", seconds=round(now - self._since, 1))
            self._since = None
        if self._conflict_at is not None and now - self._conflict_at >= CONFLICT_CALM:
            _log.info("No other copy of this bot is running any more")
            self._conflict_at = None

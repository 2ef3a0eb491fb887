"""Says something to a person who waits for it, again if need be, until Telegram takes it or it is given up.

Only what passes is waited out: Telegram out of reach, in trouble, or asking to slow down. What may have arrived all the
same is said once more at most: an answer that stands there twice is better than none. Whoever waits here can be cancelled.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog
from telegram.error import TelegramError

from bot.transport.refusals import Refusal, classify

T = TypeVar("T")

PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between one try and the next, where Telegram names no time itself."""

LONGEST_WAIT: Final = 60.0
"""Seconds. Who is told to wait longer has no use for the answer any more, and would write again."""

_log = structlog.get_logger(__name__)


def passes(error: Exception) -> bool:
    """Whether the same may be taken later."""
    return isinstance(error, TelegramError) and classify(error).refusal in {
        Refusal.FLOOD,
        Refusal.PASSING,
        Refusal.UNKNOWN,
    }


async def until_taken(say: Callable[[], Awaitable[T]]) -> T:
    """What `say` gives; raises its error when that won't pass, or hasn't passed after all `PAUSES`."""
    may_have_arrived = False
    for pause in PAUSES:
        try:
            return await say()
        except TelegramError as error:
            refused = classify(error)
            unknown = refused.refusal is Refusal.UNKNOWN
            wait = refused.retry_after or pause
            if not passes(error) or wait > LONGEST_WAIT or (unknown and may_have_arrived):
                raise
            may_have_arrived = may_have_arrived or unknown
            _log.info("An answer isn't taken yet", error=repr(error), seconds=wait)
        await asyncio.sleep(wait)
    return await say()

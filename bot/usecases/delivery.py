"""Takes notices from the outbox and has them told. Whatever Telegram says, a notice ends as sent, due again, or dead.

A batch is told to its end before the next is claimed, so two states of one card are never on their way at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.domain.notice import MAX_ATTEMPTS, AlertKind, Notice, NoticeKind, send_again_after
from bot.usecases import incidents, telling
from bot.usecases.desk import Desk

_log = structlog.get_logger(__name__)

BATCH = 20
_LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Sent:
    pass


@dataclass(frozen=True, slots=True)
class InPart:
    """There is more of it to tell."""


@dataclass(frozen=True, slots=True)
class Later:
    """`after`: when; None: back off. `counts`: as this notice's failure; what Telegram surely didn't take isn't."""

    error: str
    after: timedelta | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person blocked the bot, or never wrote to it."""

    error: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Telegram won't take it, ever."""

    error: str


Outcome = Sent | InPart | Later | Unreachable | Broken
Tell = Callable[[Notice], Awaitable[Outcome]]


async def _told(desk: Desk, tell: Tell, notice: Notice) -> Outcome:
    """A notice that can't even be rendered must not hold up the others of its batch."""
    try:
        return await tell(notice)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other notices were told
        number = await incidents.report(desk, error)
        _log.error("A notice can't be told", notice=notice.key, incident=number)
        return Later(f"an error inside the bot: {type(error).__name__}")


async def recover(desk: Desk) -> None:
    """At start: what an earlier run was telling when it ended is told again at once."""
    async with desk.storage.transaction() as tx:
        await tx.outbox.release(desk.clock())


async def deliver(desk: Desk, tell: Tell) -> bool:
    """Tell the notices that are due, one a reader; whether there may be more of them."""
    async with desk.storage.transaction() as tx:
        due = await tx.outbox.claim(desk.clock(), lease=_LEASE, limit=BATCH)
    if not due:
        return False
    outcomes = await asyncio.gather(*(_told(desk, tell, notice) for notice in due))
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        for notice, outcome in zip(due, outcomes, strict=True):
            match outcome:
                case Sent():
                    await tx.outbox.sent(notice)
                case InPart():
                    await tx.outbox.go_on(notice, now)
                case Unreachable(error):
                    await tx.users.set_reachable(notice.user_id, reachable=False)
                    await tx.outbox.dead(notice, error)
                case Later(error, after, counts) if notice.attempts < MAX_ATTEMPTS or not counts:
                    due_at = now + (after or send_again_after(notice.attempts))
                    await tx.outbox.again(notice, due_at, error, counts=counts)
                case Later(error) | Broken(error):
                    _log.error("A notice can't be told", notice=notice.key, error=error)
                    await tx.outbox.dead(notice, error)
                    if notice.kind is not NoticeKind.ALERT:
                        details = {"key": notice.key, "reason": error}
                        await telling.alert(
                            tx, AlertKind.NOTICE_DEAD, "outbox", now, details=details
                        )
    return True

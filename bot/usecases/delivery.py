"""Takes notices from the outbox and has them told. Whatever Telegram says, one ends as sent, dropped, due again, or dead.

A batch is told to its end before the next is claimed, so two states of one card are never on their way at once. Where more
than a few of what operators needn't see one by one wait for a chat, they become one message.
What the staff room doesn't take is told privately.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.notice import (
    MAX_ATTEMPTS,
    AlertKind,
    Notice,
    NoticeKind,
    NoticeStatus,
    send_again_after,
)
from bot.domain.stream import STAFF_NEWS, STREAMS, stream_of
from bot.usecases import hearing, incidents, rooming, telling
from bot.usecases.desk import Desk
from storage.storage import Transaction

_log = structlog.get_logger(__name__)

BATCH = 20
FEW = 4
"""So many of a kind may wait behind one before they are told together."""

PILED_UP = frozenset({NoticeKind.OPERATOR_ORDER, NoticeKind.UNCONFIRMED})
_LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Sent:
    pass


@dataclass(frozen=True, slots=True)
class InPart:
    """There is more of it to tell."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """There was nothing to tell any more."""


@dataclass(frozen=True, slots=True)
class Later:
    """`after`: when; None: back off. `counts`: as this notice's failure; what Telegram surely didn't take isn't.

    `chat`: it is the whole chat that must wait.
    """

    error: str
    after: timedelta | None = None
    counts: bool = True
    chat: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person blocked the bot, or never wrote to it; or the group put it out."""

    error: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Telegram won't take it, ever."""

    error: str


Outcome = Sent | InPart | Dropped | Later | Unreachable | Broken
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
        now = desk.clock()
        due = await tx.outbox.claim(now, lease=_LEASE, limit=BATCH)
        alone = [notice for notice in due if not await _piled_up(tx, notice, now)]
    if not due:
        return False
    outcomes = await asyncio.gather(*(_told(desk, tell, notice) for notice in alone))
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        for notice, outcome in zip(alone, outcomes, strict=True):
            await _settle(tx, notice, outcome, now)
    return True


async def _piled_up(tx: Transaction, notice: Notice, now: datetime) -> bool:
    """Whether it is told with others of its kind, in a message that is due by now."""
    if notice.kind not in PILED_UP:
        return False
    topic = None
    if notice.user_id < 0 and (stream := stream_of(notice.kind, notice.data)):
        topic = STREAMS[stream].topic
    return await tx.digests.pile_up(notice, topic, now, few=FEW)


async def _settle(tx: Transaction, notice: Notice, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Sent():
            await tx.outbox.sent(notice)
            await tx.digests.settle(notice, NoticeStatus.SENT)
        case InPart():
            await tx.outbox.go_on(notice, now)
        case Dropped():
            await tx.outbox.dropped(notice)
            await tx.digests.settle(notice, NoticeStatus.DROPPED)
        case Unreachable(error):
            await _unreachable(tx, notice, error, now)
        case Later(error, after, counts, chat) if notice.attempts < MAX_ATTEMPTS or not counts:
            due_at = now + (after or send_again_after(notice.attempts))
            await tx.outbox.again(notice, due_at, error, counts=counts)
            if chat:
                await tx.outbox.hold(notice.user_id, due_at)
        case Later(error) | Broken(error):
            await _dead(tx, notice, error, now)


async def _unreachable(tx: Transaction, notice: Notice, error: str, now: datetime) -> None:
    if notice.user_id < 0:
        _log.warning("The staff room can't be written to", error=error)
        await rooming.lose(tx, notice.user_id, now)
        if notice.kind not in STAFF_NEWS and notice.attempts < MAX_ATTEMPTS:
            await tx.outbox.again(notice, now, error, counts=True)  # there is no room for it now
            return
    else:
        await tx.users.set_reachable(notice.user_id, reachable=False)
    await tx.outbox.dead(notice, error)


async def _dead(tx: Transaction, notice: Notice, error: str, now: datetime) -> None:
    _log.error("A notice can't be told", notice=notice.key, error=error)
    await tx.outbox.dead(notice, error)
    if notice.user_id < 0:
        for each in await tx.digests.items(notice.id) or [notice]:
            await hearing.tell_privately(tx, each, now)
        await tx.digests.settle(notice, NoticeStatus.DROPPED)
    if notice.kind is not NoticeKind.ALERT:
        details = {"key": notice.key, "reason": error}
        await telling.alert(tx, AlertKind.NOTICE_DEAD, "outbox", now, details=details)

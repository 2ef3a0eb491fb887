"""Sends broadcasts, one at a time, to each person at most once, whatever happens.

A few recipients are `sending` in the books before the first of them is called; then what became of each is written down:

    Telegram took it                                       sent
    the person blocked the bot                             unreachable; the user is marked
    surely nothing was done (no connection, slow down)     due again, then
    refused for this person                                refused
    the message itself is gone                             due again; the broadcast stops
    anything else, a bug or the bot's death included       unknown, never sent again

How it goes is shown in a message that is edited; its report goes out by the outbox, once nobody is being sent it any more.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.domain.broadcast import (
    SETTLED,
    UNDER_WAY,
    Broadcast,
    BroadcastStatus,
    RecipientStatus,
    Standing,
    StoppedBy,
)
from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.notice import NoticeKind
from bot.domain.room import Topic
from bot.domain.staff import Right
from bot.usecases import incidents
from bot.usecases.composing import known, standing
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.storage import Transaction

_log = structlog.get_logger(__name__)

BATCH = 10
"""How many are sent it at a time, and so how many can be left unknown by a crash."""

LEASE = timedelta(minutes=2)
SHOWN_EVERY = timedelta(seconds=4)
_SILENCE = timedelta(minutes=1)
"""The pause after Telegram answered for nobody: what is sent into a silence would be lost for good."""

_S = BroadcastStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one call. `after`: when to try again, if it is DUE: surely nothing was done.

    `message_gone`: nobody can be sent it any more.
    """

    status: RecipientStatus
    error: str = ""
    after: timedelta = timedelta(0)
    message_gone: bool = False


Send = Callable[[Broadcast, int], Awaitable[Outcome]]
Show = Callable[[Standing], Awaitable[int | None]]
"""Shows how it goes; the message in which it stands now, None if it couldn't be shown this time."""


# What operators do


async def start(
    desk: Desk, operator: int, broadcast_id: int, *, message_id: int | None
) -> Standing:
    """To whoever is in the audience now; `message_id` is to show its progress. One that was started before is left alone."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.PEOPLE)
        now = desk.clock()
        started = await tx.broadcasts.move(
            broadcast_id,
            {_S.DRAFT},
            _S.WAITING,
            started_by=operator,
            progress_id=message_id,
            progress_at=now,
            due_at=now,
        )
        if started is None:
            return await standing(tx, desk, await known(tx, broadcast_id))
        addressed = await tx.broadcasts.address(started, desk.languages, now)
        if addressed is None or addressed.total == 0:
            raise ShopError(Problem.NOBODY_THERE)
        await _write_down(
            tx, operator, Act.BROADCAST_STARTED, addressed, now, people=str(addressed.total)
        )
        found = await standing(tx, desk, addressed)
    _wake(desk)
    return found


async def pause(desk: Desk, operator: int, broadcast_id: int) -> Standing:
    """Who is being sent it gets it; nobody else until it is resumed."""
    change = _Change({_S.WAITING, _S.RUNNING}, _S.PAUSED, Act.BROADCAST_PAUSED)
    return await _carry_out(desk, operator, broadcast_id, change)


async def resume(desk: Desk, operator: int, broadcast_id: int) -> Standing:
    """It goes on when no other one runs."""
    change = _Change({_S.PAUSED}, _S.WAITING, Act.BROADCAST_RESUMED)
    return await _carry_out(desk, operator, broadcast_id, change, due_at=desk.clock())


async def stop(desk: Desk, operator: int, broadcast_id: int) -> Standing:
    """For good."""
    change = _Change(UNDER_WAY, _S.STOPPED, Act.BROADCAST_STOPPED)
    values = {"ended_at": desk.clock(), "stopped_by": StoppedBy.OPERATOR}
    return await _carry_out(desk, operator, broadcast_id, change, **values)


@dataclass(frozen=True, slots=True)
class _Change:
    old: Collection[_S]
    new: _S
    act: Act


async def _carry_out(
    desk: Desk, operator: int, broadcast_id: int, change: _Change, **values: Any
) -> Standing:
    """What it is already, or can't become any more, it isn't made; the answer shows what it is."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.PEOPLE)
        now = desk.clock()
        moved = await tx.broadcasts.move(
            broadcast_id, change.old, change.new, progress_at=now, **values
        )
        if moved is not None:
            await _write_down(tx, operator, change.act, moved, now)
            await _conclude(tx, broadcast_id, now)
        found = await standing(tx, desk, moved or await known(tx, broadcast_id))
    _wake(desk)
    return found


def _wake(desk: Desk) -> None:
    """Somebody may be sent it now, it stands otherwise than it is shown, and it may be over."""
    for woken in (desk.wake.broadcasts, desk.wake.progress, desk.wake.outbox):
        woken.set()


async def _write_down(
    tx: Transaction, operator: int, act: Act, broadcast: Broadcast, now: datetime, **details: str
) -> None:
    await tx.journal.add(
        operator, act, now, kind=Kind.BROADCAST, number=broadcast.id, details=details
    )


# What goes on by itself


async def recover(desk: Desk) -> None:
    """At start: whoever was being sent it when an earlier run ended may have got it."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await _give_up(tx, now, before=None)
        running = await tx.broadcasts.running()
        if running is not None:
            await tx.broadcasts.measure_anew(running.id, now)


async def send_next(desk: Desk, send: Send) -> bool:
    """Send it to the next few; whether there may be more to do at once."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await _give_up(tx, now, before=now)
        broadcast = await tx.broadcasts.running() or await tx.broadcasts.run_next(now)
        if broadcast is None:
            return False
        whom = await tx.recipients.claim(broadcast.id, now, lease=LEASE, limit=BATCH)
        if not whom:
            return await _finish(tx, desk, broadcast, now)
        away = await tx.recipients.away(whom)
        await tx.recipients.settle(broadcast.id, dict.fromkeys(away, RecipientStatus.UNREACHABLE))
    there = [user_id for user_id in whom if user_id not in away]
    answers = await asyncio.gather(*(_sent(desk, send, broadcast, each) for each in there))
    await _settle(desk, broadcast, dict(zip(there, answers, strict=True)))
    return True


async def show_progress(desk: Desk, show: Show) -> None:
    """Every few seconds while it runs, and once more whenever it changed otherwise."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        again_at = now + SHOWN_EVERY
        due = [
            await standing(tx, desk, each) for each in await tx.broadcasts.to_show(now, again_at)
        ]
    for each in due:
        message_id = await show(each)
        if message_id is None:
            continue
        async with desk.storage.transaction() as tx:
            await tx.broadcasts.shown(each.broadcast, again_at, message_id)


async def show_again(desk: Desk, broadcast_id: int) -> None:
    """What its progress message shows may be old: the present state is put there at once."""
    async with desk.storage.transaction() as tx:
        await tx.broadcasts.show_at(broadcast_id, desk.clock())
    desk.wake.progress.set()


async def _sent(desk: Desk, send: Send, broadcast: Broadcast, user_id: int) -> Outcome:
    """A bug with one recipient must not hold up the others; this one may have got it."""
    try:
        outcome = await send(broadcast, user_id)
    except Exception as error:  # noqa: BLE001 - as said above
        await incidents.report(desk, error)
        return Outcome(status=RecipientStatus.UNKNOWN, error=type(error).__name__)
    if outcome.status is not RecipientStatus.SENT:
        _log.info(
            "A broadcast isn't taken for somebody",
            broadcast=broadcast.id,
            user=user_id,
            outcome=outcome.status.value,
            error=outcome.error,
        )
    return outcome


async def _settle(desk: Desk, broadcast: Broadcast, outcomes: Mapping[int, Outcome]) -> None:
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        statuses = {user_id: outcome.status for user_id, outcome in outcomes.items()}
        await tx.recipients.settle(
            broadcast.id, {user: status for user, status in statuses.items() if status in SETTLED}
        )
        due = {
            user: now + outcomes[user].after for user in statuses if statuses[user] not in SETTLED
        }
        await tx.recipients.again(broadcast.id, due)
        for user_id, status in statuses.items():
            if status is RecipientStatus.UNREACHABLE:
                await tx.users.set_reachable(user_id, reachable=False)
        silence = _silence(outcomes.values())
        if silence is not None:
            await tx.broadcasts.hold(broadcast.id, now + silence)
        await _stop_if_useless(tx, broadcast.id, outcomes.values(), now)
        await _conclude(tx, broadcast.id, now)
    desk.wake.progress.set()
    desk.wake.outbox.set()


def _silence(outcomes: Collection[Outcome]) -> timedelta | None:
    """How long to leave Telegram alone; None if it answered for anybody."""
    unanswered = {RecipientStatus.DUE, RecipientStatus.UNKNOWN}
    if not outcomes or any(outcome.status not in unanswered for outcome in outcomes):
        return None
    return min(outcome.after or _SILENCE for outcome in outcomes)


async def _stop_if_useless(
    tx: Transaction, broadcast_id: int, outcomes: Collection[Outcome], now: datetime
) -> None:
    broadcast = await known(tx, broadcast_id)
    gone = [outcome.error for outcome in outcomes if outcome.message_gone]
    refused = [o.error for o in outcomes if o.status is RecipientStatus.REFUSED]
    if gone:
        why, reason = StoppedBy.GONE, gone[0]
    elif broadcast.hopeless and refused:
        why, reason = StoppedBy.REFUSAL, refused[-1]
    else:
        return
    _log.error("A broadcast stops", broadcast=broadcast_id, why=why.value, error=reason)
    values = {"ended_at": now, "progress_at": now, "stopped_by": why, "reason": reason}
    await tx.broadcasts.move(broadcast_id, UNDER_WAY, _S.STOPPED, **values)


async def _finish(tx: Transaction, desk: Desk, broadcast: Broadcast, now: datetime) -> bool:
    """Whether this one is done, so that the next in line may run."""
    if await tx.broadcasts.finish(broadcast.id, now) is None:
        return False
    await _conclude(tx, broadcast.id, now)
    desk.wake.progress.set()
    desk.wake.outbox.set()
    return True


async def _give_up(tx: Transaction, now: datetime, *, before: datetime | None) -> None:
    for broadcast_id in await tx.recipients.give_up(before):
        _log.warning("Some may have got a broadcast or not", broadcast=broadcast_id)
        await _conclude(tx, broadcast_id, now)


async def _conclude(tx: Transaction, broadcast_id: int, now: datetime) -> None:
    """What doesn't run any more is shown with its last figures, and reported once nobody is being sent it."""
    broadcast = await known(tx, broadcast_id)
    if broadcast.status is not _S.RUNNING:
        await tx.broadcasts.show_at(broadcast_id, now)
    if not broadcast.status.over or broadcast.started_by is None:
        return
    if await tx.recipients.any_sending(broadcast_id):
        return
    room = await tx.rooms.get()
    for chat_id in (broadcast.started_by, *([room.chat_id] if room else [])):
        await tx.outbox.put(
            NoticeKind.BROADCAST,
            chat_id,
            f"broadcast:{broadcast_id}",
            now=now,
            subject=broadcast_id,
            data={"topic": Topic.REPORTS.value},
        )

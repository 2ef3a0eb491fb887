"""Broadcasts and their recipients in the books: states move once, figures agree with rows."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.audience import Audience, Ordered
from bot.domain.broadcast import (
    Broadcast,
    BroadcastStatus,
    LeadsTo,
    Link,
    RecipientStatus,
    Source,
)
from bot.domain.language import Languages
from bot.domain.user import User
from storage import Storage, Transaction
from storage.tables.broadcasts import recipients
from tests.storage.samples import NOW, Shop

LANGUAGES = Languages(("en", "ru"), "en")
LEASE = timedelta(minutes=2)
SOURCE = Source(chat_id=1, message_id=2, media="photo", about="Привет 👋")
_S = BroadcastStatus
_R = RecipientStatus
DRAFT = {_S.DRAFT}


async def started(storage: Storage, people: int) -> Broadcast:
    """In line, for `people` recipients with the ids 1, 2, 3 …"""
    async with storage.transaction() as tx:
        for user_id in range(1, people + 1):
            await tx.users.meet(User(id=user_id, first_name="A"), NOW)
            await tx.users.set_member(user_id)
        draft = await tx.broadcasts.add(1, SOURCE, NOW)
        waiting = await tx.broadcasts.move(draft.id, DRAFT, _S.WAITING, started_by=1)
        assert waiting is not None
        addressed = await tx.broadcasts.address(waiting, LANGUAGES, NOW)
        assert addressed is not None
        return addressed


async def running(storage: Storage, people: int) -> Broadcast:
    await started(storage, people)
    async with storage.transaction() as tx:
        found = await tx.broadcasts.run_next(NOW)
    assert found is not None
    return found


async def get(storage: Storage, broadcast: Broadcast) -> Broadcast:
    async with storage.transaction() as tx:
        found = await tx.broadcasts.get(broadcast.id)
    assert found is not None
    return found


async def states(storage: Storage, broadcast: Broadcast) -> dict[int, str]:
    async with storage._engine.connect() as connection:
        found = await connection.execute(
            select(recipients.c.user_id, recipients.c.status).where(
                recipients.c.broadcast_id == broadcast.id
            )
        )
        return {user_id: status.value for user_id, status in found}


async def claim(tx: Transaction, broadcast: Broadcast, limit: int = 10) -> list[int]:
    return await tx.recipients.claim(broadcast.id, NOW, lease=LEASE, limit=limit)


async def test_a_draft_keeps_everything_that_is_put_into_it(shop: Shop) -> None:
    links = (
        Link("🛒 Заказать", LeadsTo.ORDER),
        Link("Ours", LeadsTo.URL, "https://t.me/a?b=c|d"),
        Link("Likes", LeadsTo.SERVICE, "11"),
    )
    audience = Audience(
        active_days=30, language="ru", ordered=Ordered.SERVICE, what="likes", operators=True
    )
    other = replace(SOURCE, message_id=99, about="")
    async with shop.storage.transaction() as tx:
        draft = await tx.broadcasts.add(7, SOURCE, NOW)
        assert draft == await tx.broadcasts.get(draft.id)
        assert (draft.source, draft.audience, draft.links) == (SOURCE, Audience(), ())
        await tx.broadcasts.edit(draft.id, links=links)
        await tx.broadcasts.edit(draft.id, audience=audience)
        await tx.broadcasts.edit(draft.id, source=other)
    kept = await get(shop.storage, draft)
    assert kept == replace(draft, links=links, audience=audience, source=other)


async def test_only_a_draft_is_changed_or_thrown_away(shop: Shop) -> None:
    broadcast = await started(shop.storage, 1)
    async with shop.storage.transaction() as tx:
        assert await tx.broadcasts.edit(broadcast.id, links=()) is None
        assert not await tx.broadcasts.discard(broadcast.id)
        draft = await tx.broadcasts.add(1, SOURCE, NOW)
        assert await tx.broadcasts.discard(draft.id)
        assert not await tx.broadcasts.discard(draft.id)
        later = await tx.broadcasts.add(1, SOURCE, NOW)
    assert later.id > draft.id, "an old keyboard must not find another one under its number"


async def test_the_newest_first_page_by_page(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        ids = [(await tx.broadcasts.add(1, SOURCE, NOW)).id for _ in range(5)]
        assert await tx.broadcasts.count() == 5
        page = await tx.broadcasts.page(offset=1, limit=2)
    assert [each.id for each in page] == ids[::-1][1:3]


async def test_a_state_moves_once(shop: Shop) -> None:
    broadcast = await started(shop.storage, 1)
    async with shop.storage.transaction() as tx:
        assert await tx.broadcasts.move(broadcast.id, DRAFT, _S.WAITING) is None
        assert await tx.broadcasts.move(broadcast.id, {_S.WAITING}, _S.PAUSED) is not None
        assert await tx.broadcasts.move(broadcast.id, {_S.WAITING}, _S.PAUSED) is None
        with pytest.raises(ValueError, match="can't go from"):
            await tx.broadcasts.move(broadcast.id, {_S.PAUSED}, _S.RUNNING)


async def test_two_who_start_it_at_once_address_it_once(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.users.meet(User(id=1, first_name="A"), NOW)
        await tx.users.set_member(1)
        draft = await tx.broadcasts.add(1, SOURCE, NOW)

    async def start() -> bool:
        async with shop.storage.transaction() as tx:
            moved = await tx.broadcasts.move(draft.id, DRAFT, _S.WAITING)
            if moved is None:
                return False
            await tx.broadcasts.address(moved, LANGUAGES, NOW)
            return True

    assert sorted(await asyncio.gather(*(start() for _ in range(4)))) == [False] * 3 + [True]
    assert (await get(shop.storage, draft)).total == 1


async def test_who_joins_later_is_not_addressed(shop: Shop) -> None:
    broadcast = await started(shop.storage, 2)
    async with shop.storage.transaction() as tx:
        await tx.users.meet(User(id=3, first_name="C"), NOW)
        await tx.users.set_member(3)
    assert set(await states(shop.storage, broadcast)) == {1, 2}
    assert (await get(shop.storage, broadcast)).total == 2


async def test_one_runs_and_the_others_wait_in_the_order_of_their_start(shop: Shop) -> None:
    first, second, third = [await started(shop.storage, 1) for _ in range(3)]
    async with shop.storage.transaction() as tx:
        ran = await tx.broadcasts.run_next(NOW)
        assert ran is not None
        assert ran.id == first.id
        assert await tx.broadcasts.run_next(NOW) is None
        assert await tx.broadcasts.running() == ran
        # Paused, it lets the others pass; resumed, it goes to the end of the line.
        await tx.broadcasts.move(first.id, {_S.RUNNING}, _S.PAUSED)
        await tx.broadcasts.move(first.id, {_S.PAUSED}, _S.WAITING, due_at=NOW + LEASE)
    for wanted in (second, third, first):
        async with shop.storage.transaction() as tx:
            ran = await tx.broadcasts.run_next(NOW + 2 * LEASE)
            assert ran is not None
            assert ran.id == wanted.id
            await tx.broadcasts.move(ran.id, {_S.RUNNING}, _S.STOPPED)


async def test_two_senders_run_one(shop: Shop) -> None:
    for _ in range(3):
        await started(shop.storage, 1)

    async def run() -> Broadcast | None:
        async with shop.storage.transaction() as tx:
            return await tx.broadcasts.run_next(NOW)

    ran = [each for each in await asyncio.gather(*(run() for _ in range(4))) if each]
    assert len(ran) == 1


async def test_how_it_begins_anew_after_a_pause(shop: Shop) -> None:
    """The speed is that of this run; how long it took is counted from the first."""
    broadcast = await running(shop.storage, 3)
    assert (broadcast.started_at, broadcast.since, broadcast.tried_before) == (NOW, NOW, 0)
    async with shop.storage.transaction() as tx:
        (one, *_) = await claim(tx, broadcast)
        await tx.recipients.settle(broadcast.id, {one: _R.SENT})
        await tx.broadcasts.move(broadcast.id, {_S.RUNNING}, _S.PAUSED)
        await tx.broadcasts.move(broadcast.id, {_S.PAUSED}, _S.WAITING)
        again = await tx.broadcasts.run_next(NOW + LEASE)
    assert again is not None
    assert (again.started_at, again.since, again.tried_before) == (NOW, NOW + LEASE, 1)


async def test_a_claim_takes_a_few_and_never_the_same_again(shop: Shop) -> None:
    broadcast = await running(shop.storage, 5)
    async with shop.storage.transaction() as tx:
        assert await claim(tx, broadcast, 2) == [1, 2]
        assert await claim(tx, broadcast, 2) == [3, 4]
        assert await claim(tx, broadcast, 2) == [5]
        assert await claim(tx, broadcast, 2) == []


async def test_two_who_claim_at_once_share_them(shop: Shop) -> None:
    broadcast = await running(shop.storage, 40)

    async def some() -> list[int]:
        async with shop.storage.transaction() as tx:
            return await claim(tx, broadcast)

    claimed = [one for few in await asyncio.gather(*(some() for _ in range(4))) for one in few]
    assert sorted(claimed) == list(range(1, 41))


@pytest.mark.parametrize("status", [_S.PAUSED, _S.STOPPED])
async def test_nobody_is_claimed_of_one_that_does_not_run(
    shop: Shop, status: BroadcastStatus
) -> None:
    broadcast = await running(shop.storage, 2)
    async with shop.storage.transaction() as tx:
        await tx.broadcasts.move(broadcast.id, {_S.RUNNING}, status)
        assert await claim(tx, broadcast) == []


async def test_nobody_is_claimed_of_one_that_is_held(shop: Shop) -> None:
    broadcast = await running(shop.storage, 2)
    async with shop.storage.transaction() as tx:
        await tx.broadcasts.hold(broadcast.id, NOW + LEASE)
        assert await claim(tx, broadcast) == []
        assert await tx.recipients.claim(broadcast.id, NOW + LEASE, lease=LEASE, limit=9) == [1, 2]


async def test_the_figures_are_those_of_the_rows(shop: Shop) -> None:
    broadcast = await running(shop.storage, 8)
    outcomes = {1: _R.SENT, 2: _R.SENT, 3: _R.SENT, 4: _R.UNREACHABLE, 5: _R.REFUSED, 6: _R.UNKNOWN}
    async with shop.storage.transaction() as tx:
        await claim(tx, broadcast, 7)
        await tx.recipients.settle(broadcast.id, outcomes)
        await tx.recipients.again(broadcast.id, {7: NOW + LEASE})
        # Once more changes nothing, nor does another answer that comes late.
        await tx.recipients.settle(broadcast.id, outcomes)
        await tx.recipients.settle(broadcast.id, {6: _R.SENT, 7: _R.SENT, 8: _R.SENT, 99: _R.SENT})
    found = await get(shop.storage, broadcast)
    assert (found.sent, found.unreachable, found.refused, found.unknown) == (3, 1, 1, 1)
    assert (found.total, found.left) == (8, 2)
    rows = Counter((await states(shop.storage, broadcast)).values())
    assert rows == {"sent": 3, "unreachable": 1, "refused": 1, "unknown": 1, "due": 2}


async def test_who_surely_did_not_get_it_is_due_again_at_the_time_said(shop: Shop) -> None:
    broadcast = await running(shop.storage, 2)
    async with shop.storage.transaction() as tx:
        await claim(tx, broadcast)
        await tx.recipients.again(broadcast.id, {1: NOW + LEASE, 2: NOW})
        assert await claim(tx, broadcast) == [2]
        claimed = await tx.recipients.claim(broadcast.id, NOW + LEASE, lease=LEASE, limit=9)
        assert claimed == [1]


async def test_whoever_waits_too_long_for_an_answer_may_have_got_it(shop: Shop) -> None:
    broadcast = await running(shop.storage, 3)
    async with shop.storage.transaction() as tx:
        await claim(tx, broadcast, 2)
        assert await tx.recipients.give_up(NOW + LEASE / 2) == set()
        assert await tx.recipients.give_up(NOW + LEASE) == {broadcast.id}
    assert await states(shop.storage, broadcast) == {1: "unknown", 2: "unknown", 3: "due"}
    assert (await get(shop.storage, broadcast)).unknown == 2


async def test_after_a_crash_everybody_being_sent_it_may_have_got_it(shop: Shop) -> None:
    first = await running(shop.storage, 2)
    async with shop.storage.transaction() as tx:
        await claim(tx, first, 1)
        assert await tx.recipients.any_sending(first.id)
        assert await tx.recipients.give_up() == {first.id}
        assert not await tx.recipients.any_sending(first.id)
        assert await tx.recipients.give_up() == set()
    assert await states(shop.storage, first) == {1: "unknown", 2: "due"}


async def test_it_is_done_when_everybody_was_tried(shop: Shop) -> None:
    broadcast = await running(shop.storage, 2)
    async with shop.storage.transaction() as tx:
        assert await tx.broadcasts.finish(broadcast.id, NOW) is None
        await claim(tx, broadcast)
        await tx.recipients.settle(broadcast.id, {1: _R.SENT})
        assert await tx.broadcasts.finish(broadcast.id, NOW) is None, "one is still on the way"
        await tx.recipients.settle(broadcast.id, {2: _R.UNKNOWN})
        done = await tx.broadcasts.finish(broadcast.id, NOW + LEASE)
        assert done is not None
        assert (done.status, done.ended_at) == (_S.DONE, NOW + LEASE)
        assert await tx.broadcasts.finish(broadcast.id, NOW) is None


async def test_who_was_blocked_or_left_meanwhile_is_known(shop: Shop) -> None:
    await started(shop.storage, 4)
    async with shop.storage.transaction() as tx:
        await tx.users.set_blocked(2, blocked=True)
        await tx.users.set_reachable(3, reachable=False)
        assert await tx.recipients.away([1, 2, 3]) == {2, 3}


async def test_its_progress_is_shown_again_and_again_while_it_runs(shop: Shop) -> None:
    broadcast = await running(shop.storage, 1)
    for seconds in (0, 4, 8):
        now = NOW + timedelta(seconds=seconds)
        async with shop.storage.transaction() as tx:
            again_at = now + timedelta(seconds=4)
            (due,) = await tx.broadcasts.to_show(now, again_at)
            assert await tx.broadcasts.to_show(now, again_at) == []
            await tx.broadcasts.shown(due, again_at, 55)
    assert (await get(shop.storage, broadcast)).progress_id == 55


async def test_what_does_not_run_is_shown_once_unless_it_changed_meanwhile(shop: Shop) -> None:
    broadcast = await running(shop.storage, 1)
    again_at = NOW + timedelta(seconds=4)
    async with shop.storage.transaction() as tx:
        await tx.broadcasts.move(broadcast.id, {_S.RUNNING}, _S.PAUSED, progress_at=NOW)
        (due,) = await tx.broadcasts.to_show(NOW, again_at)
        await tx.broadcasts.move(broadcast.id, {_S.PAUSED}, _S.STOPPED, progress_at=NOW)
        await tx.broadcasts.shown(due, again_at, 55)
        (due,) = await tx.broadcasts.to_show(NOW, again_at)
        assert due.status is _S.STOPPED
        await tx.broadcasts.shown(due, again_at, 55)
        assert await tx.broadcasts.to_show(again_at + LEASE, again_at + 2 * LEASE) == []
        await tx.broadcasts.show_at(broadcast.id, NOW)
        assert len(await tx.broadcasts.to_show(NOW, again_at)) == 1


async def test_recipients_are_forgotten_long_after_and_figures_stay(shop: Shop) -> None:
    broadcast = await running(shop.storage, 2)
    still_running = await started(shop.storage, 2)
    async with shop.storage.transaction() as tx:
        await claim(tx, broadcast)
        await tx.recipients.settle(broadcast.id, {1: _R.SENT, 2: _R.SENT})
        await tx.broadcasts.finish(broadcast.id, NOW)
        await tx.broadcasts.forget_recipients(NOW)
    assert len(await states(shop.storage, broadcast)) == 2
    async with shop.storage.transaction() as tx:
        await tx.broadcasts.forget_recipients(NOW + LEASE)
    assert await states(shop.storage, broadcast) == {}
    assert len(await states(shop.storage, still_running)) == 2
    assert (await get(shop.storage, broadcast)).sent == 2

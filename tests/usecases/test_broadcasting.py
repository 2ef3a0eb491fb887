"""Broadcasts on their way: each person at most once, whatever Telegram and the bot come to."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

import pytest

from bot.domain.broadcast import Broadcast, BroadcastStatus, RecipientStatus, Source, StoppedBy
from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.notice import NoticeKind
from bot.domain.room import Room
from bot.domain.staff import Right
from bot.domain.user import User
from bot.usecases import broadcasting, composing
from bot.usecases.broadcasting import BATCH, LEASE, SHOWN_EVERY
from storage import Storage
from storage.tables.broadcasts import recipients
from storage.tables.people import users
from storage.tables.staff import journal
from tests.usecases.post import FLOOD, Post
from tests.usecases.shop import (
    CUSTOMER,
    LIKES,
    OPERATOR,
    SECOND_OPERATOR,
    STRANGER,
    Shop,
    open_shop,
)

SOURCE = Source(chat_id=OPERATOR, message_id=5, media="text", about="Hello")
FIRST = 5001
_S = BroadcastStatus


@dataclass
class Crier:
    """A shop with something to say, and the Telegram it says it through."""

    shop: Shop
    post: Post = field(default_factory=Post)

    async def people(self, count: int) -> list[int]:
        """So many customers, and nobody else: the shop's own one is kept out."""
        ids = list(range(FIRST, FIRST + count))
        async with self.shop.storage.transaction() as tx:
            for user_id in ids:
                await tx.users.meet(User(id=user_id, first_name="A"), self.shop.clock())
                await tx.users.set_member(user_id)
            await tx.users.set_blocked(CUSTOMER, blocked=True)
        return ids

    async def draft(self) -> int:
        return (await composing.begin(self.shop.desk, OPERATOR, SOURCE)).broadcast.id

    async def started(self, *, message_id: int | None = 9) -> int:
        draft = await self.draft()
        await broadcasting.start(self.shop.desk, OPERATOR, draft, message_id=message_id)
        return draft

    async def some(self) -> bool:
        """One batch."""
        return await broadcasting.send_next(self.shop.desk, self.post.send)

    async def all(self) -> None:
        while await self.some():
            pass

    async def shows(self) -> None:
        await broadcasting.show_progress(self.shop.desk, self.post.show)

    async def restart(self) -> None:
        await broadcasting.recover(self.shop.desk)

    async def get(self, broadcast_id: int) -> Broadcast:
        async with self.shop.storage.transaction() as tx:
            found = await tx.broadcasts.get(broadcast_id)
        assert found is not None
        return found

    async def status(self, broadcast_id: int) -> BroadcastStatus:
        return (await self.get(broadcast_id)).status

    async def states(self, broadcast_id: int) -> dict[int, RecipientStatus]:
        return {
            row["user_id"]: row["status"]
            for row in await self.shop.rows(recipients)
            if row["broadcast_id"] == broadcast_id
        }

    async def acts(self) -> list[tuple[Act, int]]:
        rows = await self.shop.rows(journal)
        return [(row["act"], row["number"]) for row in rows if row["kind"] is Kind.BROADCAST]

    async def reports(self, who: int = OPERATOR) -> list[int | None]:
        """Told so far, by broadcast."""
        await self.shop.tell()
        return [notice.subject for notice in self.shop.told(who, NoticeKind.BROADCAST)]

    async def agrees(self, broadcast_id: int) -> None:
        """The figures, the rows, and what people really got say the same."""
        broadcast, states = await self.get(broadcast_id), await self.states(broadcast_id)
        rows = Counter(status.value for status in states.values())
        figures = ("sent", "unreachable", "refused", "unknown")
        assert {name: getattr(broadcast, name) for name in figures} == {
            name: rows[name] for name in figures
        }
        assert broadcast.total == len(states)
        for user_id, status in states.items():
            got = self.post.got[user_id]
            if status is RecipientStatus.SENT:
                assert got == 1
            elif status is RecipientStatus.UNKNOWN:
                assert got <= 1
            else:
                assert got == 0


@pytest.fixture
async def crier(storage: Storage) -> AsyncIterator[Crier]:
    async with open_shop(storage, services=frozenset({LIKES})) as shop:
        yield Crier(shop)


def each_gets_it_once(crier: Crier, people: Iterable[int]) -> bool:
    return crier.post.got == dict.fromkeys(people, 1)


async def test_everybody_gets_it_once_and_its_starter_a_report(crier: Crier) -> None:
    people = await crier.people(BATCH * 2 + 3)
    number = await crier.started()
    await crier.all()
    assert each_gets_it_once(crier, people)
    assert await crier.status(number) is _S.DONE
    await crier.agrees(number)
    assert await crier.reports() == [number]
    assert await crier.reports(SECOND_OPERATOR) == []
    assert await crier.acts() == [(Act.BROADCAST_STARTED, number)]
    await crier.all()
    assert each_gets_it_once(crier, people)
    assert await crier.reports() == [number]


async def test_the_report_stands_in_the_staff_room_too(crier: Crier) -> None:
    await crier.people(1)
    async with crier.shop.storage.transaction() as tx:
        await tx.rooms.set(Room(chat_id=-100, title="Staff"))
    number = await crier.started()
    await crier.all()
    assert await crier.reports() == await crier.reports(-100) == [number]


async def test_a_double_tap_and_two_operators_start_it_once(crier: Crier) -> None:
    people = await crier.people(12)
    draft = await crier.draft()
    started = await asyncio.gather(
        *(
            broadcasting.start(crier.shop.desk, operator, draft, message_id=operator)
            for operator in (OPERATOR, OPERATOR, SECOND_OPERATOR)
        )
    )
    assert {shown.broadcast.total for shown in started} == {12}
    assert len({shown.broadcast.started_by for shown in started}) == 1
    await crier.all()
    assert each_gets_it_once(crier, people)
    assert await crier.acts() == [(Act.BROADCAST_STARTED, draft)]


async def test_what_reaches_nobody_stays_a_draft(crier: Crier) -> None:
    await crier.people(0)
    draft = await crier.draft()
    with pytest.raises(ShopError) as refused:
        await broadcasting.start(crier.shop.desk, OPERATOR, draft, message_id=1)
    assert refused.value.problem is Problem.NOBODY_THERE
    assert await crier.status(draft) is _S.DRAFT
    assert await crier.acts() == []


async def test_only_operators_for_people_may(crier: Crier) -> None:
    await crier.people(1)
    draft = await crier.draft()
    async with crier.shop.storage.transaction() as tx:
        await tx.staff.appoint(SECOND_OPERATOR, {Right.ORDERS, Right.MONEY}, crier.shop.clock())
    desk = crier.shop.desk
    for who, problem in (
        (SECOND_OPERATOR, Problem.NO_RIGHT),
        (CUSTOMER, Problem.NOT_ALLOWED),
        (STRANGER, Problem.NOT_ALLOWED),
    ):
        for deed in (
            composing.look(desk, who, draft),
            composing.look_at_draft(desk, who, draft),
            composing.page(desk, who, offset=0, limit=5),
            composing.begin(desk, who, SOURCE),
            composing.set_message(desk, who, draft, SOURCE),
            composing.set_links(desk, who, draft, ()),
            composing.set_audience(desk, who, draft, "active", "7"),
            composing.set_service(desk, who, draft, LIKES),
            composing.throw_away(desk, who, draft),
            broadcasting.start(desk, who, draft, message_id=1),
            broadcasting.pause(desk, who, draft),
            broadcasting.resume(desk, who, draft),
            broadcasting.stop(desk, who, draft),
        ):
            with pytest.raises(ShopError) as refused:
                await deed
            assert refused.value.problem is problem
    assert await crier.status(draft) is _S.DRAFT


async def test_a_broadcast_that_is_not_there_says_so(crier: Crier) -> None:
    desk = crier.shop.desk
    for deed in (
        composing.look(desk, OPERATOR, 99),
        composing.set_links(desk, OPERATOR, 99, ()),
        composing.throw_away(desk, OPERATOR, 99),
        broadcasting.start(desk, OPERATOR, 99, message_id=1),
        broadcasting.pause(desk, OPERATOR, 99),
    ):
        with pytest.raises(ShopError) as refused:
            await deed
        assert refused.value.problem is Problem.BROADCAST_GONE


async def test_paused_in_the_middle_who_is_being_sent_it_gets_it_and_nobody_else(
    crier: Crier,
) -> None:
    people = await crier.people(BATCH + 5)
    number = await crier.started()
    crier.post.open.clear()
    batch = asyncio.create_task(crier.some())
    await crier.post.began.wait()
    await broadcasting.pause(crier.shop.desk, OPERATOR, number)
    crier.post.open.set()
    await batch
    await crier.all()
    assert await crier.status(number) is _S.PAUSED
    assert each_gets_it_once(crier, people[:BATCH])
    await crier.agrees(number)
    assert await crier.reports() == []
    await broadcasting.resume(crier.shop.desk, SECOND_OPERATOR, number)
    await crier.all()
    assert each_gets_it_once(crier, people)
    assert await crier.reports() == [number]
    assert [act for act, _ in await crier.acts()] == [
        Act.BROADCAST_STARTED,
        Act.BROADCAST_PAUSED,
        Act.BROADCAST_RESUMED,
    ]


async def test_stopped_in_the_middle_its_report_waits_for_those_on_the_way(crier: Crier) -> None:
    people = await crier.people(BATCH + 5)
    number = await crier.started()
    crier.post.open.clear()
    batch = asyncio.create_task(crier.some())
    await crier.post.began.wait()
    await broadcasting.stop(crier.shop.desk, OPERATOR, number)
    assert await crier.reports() == []
    crier.post.open.set()
    await batch
    await crier.all()
    assert each_gets_it_once(crier, people[:BATCH])
    assert await crier.reports() == [number]
    found = await crier.get(number)
    assert (found.status, found.stopped_by, found.left) == (_S.STOPPED, StoppedBy.OPERATOR, 5)
    for deed in (broadcasting.resume, broadcasting.pause, broadcasting.stop):
        shown = await deed(crier.shop.desk, OPERATOR, number)
        assert shown.broadcast.status is _S.STOPPED
    assert [act for act, _ in await crier.acts()] == [Act.BROADCAST_STARTED, Act.BROADCAST_STOPPED]


async def test_one_at_a_time_and_a_paused_one_lets_the_next_pass(crier: Crier) -> None:
    people = await crier.people(BATCH + 1)
    first = await crier.started()
    await crier.some()
    second = await crier.started()
    shown = await composing.look(crier.shop.desk, OPERATOR, second)
    assert (shown.broadcast.status, shown.ahead) == (_S.WAITING, first)
    await broadcasting.pause(crier.shop.desk, OPERATOR, first)
    await crier.some()
    await broadcasting.resume(crier.shop.desk, OPERATOR, first)
    assert await crier.status(first) is _S.WAITING, "it waits for the other one now"
    await crier.all()
    assert await crier.status(first) is await crier.status(second) is _S.DONE
    assert crier.post.got == dict.fromkeys(people, 2), "each of the two once"
    assert await crier.reports() == [second, first]


async def test_whoever_was_not_sent_it_is_tried_when_telegram_says(crier: Crier) -> None:
    one, two, three = await crier.people(3)
    crier.post.plans = {two: ["flood", "flood"]}
    number = await crier.started()
    await crier.all()
    assert each_gets_it_once(crier, [one, three])
    crier.shop.clock.move(seconds=FLOOD.total_seconds() - 1)
    await crier.all()
    assert crier.post.calls.count(two) == 1
    for _ in range(2):
        crier.shop.clock.move(seconds=FLOOD.total_seconds())
        await crier.all()
    assert crier.post.calls.count(two) == 3
    assert await crier.status(number) is _S.DONE
    assert each_gets_it_once(crier, [one, two, three])
    await crier.agrees(number)


async def test_when_telegram_takes_nothing_the_others_are_not_asked_in_vain(crier: Crier) -> None:
    people = await crier.people(BATCH * 3)
    crier.post.plans = {user_id: ["flood"] for user_id in people[:BATCH]}
    await crier.started()
    await crier.all()
    assert crier.post.calls == people[:BATCH]
    crier.shop.clock.move(seconds=FLOOD.total_seconds())
    await crier.all()
    assert each_gets_it_once(crier, people)


async def test_into_a_silence_nothing_more_is_sent_for_a_while(crier: Crier) -> None:
    """Whoever was tried then is lost, so it must not be many."""
    people = await crier.people(BATCH * 3)
    crier.post.plans = {user_id: ["lost before"] for user_id in people[:BATCH]}
    number = await crier.started()
    await crier.all()
    assert len(crier.post.calls) == BATCH
    crier.shop.clock.move(minutes=1)
    await crier.all()
    assert each_gets_it_once(crier, people[BATCH:])
    assert (await crier.get(number)).unknown == BATCH
    await crier.agrees(number)


async def test_whoever_may_have_got_it_is_never_sent_it_again(crier: Crier) -> None:
    one, two, three, four = await crier.people(4)
    crier.post.plans = {one: ["lost after"], two: ["lost before"], three: ["bug after"]}
    number = await crier.started()
    await crier.all()
    crier.shop.clock.move(days=1)
    await crier.restart()
    await crier.all()
    assert sorted(crier.post.calls) == [one, two, three, four]
    states = await crier.states(number)
    assert [states[user].value for user in (one, two, three, four)] == [*["unknown"] * 3, "sent"]
    await crier.agrees(number)


async def test_who_blocked_the_bot_is_marked(crier: Crier) -> None:
    one, two = await crier.people(2)
    crier.post.plans = {one: ["blocked"]}
    number = await crier.started()
    await crier.all()
    reachable = {row["id"]: row["reachable"] for row in await crier.shop.rows(users)}
    assert (reachable[one], reachable[two]) == (False, True)
    assert (await crier.get(number)).unreachable == 1
    shown = await composing.look(crier.shop.desk, OPERATOR, await crier.draft())
    assert shown.reaches == 1, "the next one doesn't count on them"


async def test_who_was_blocked_or_left_since_the_start_is_not_sent_it(crier: Crier) -> None:
    one, two, three = await crier.people(3)
    number = await crier.started()
    async with crier.shop.storage.transaction() as tx:
        await tx.users.set_blocked(one, blocked=True)
        await tx.users.set_reachable(two, reachable=False)
    await crier.all()
    assert crier.post.calls == [three]
    assert (await crier.get(number)).unreachable == 2
    assert await crier.status(number) is _S.DONE


async def test_it_stops_when_its_message_is_gone_and_says_why(crier: Crier) -> None:
    people = await crier.people(BATCH * 2)
    number = await crier.started()
    await crier.some()
    crier.post.plans = {user_id: ["gone"] for user_id in people}
    await crier.all()
    found = await crier.get(number)
    assert (found.status, found.stopped_by) == (_S.STOPPED, StoppedBy.GONE)
    assert (found.sent, found.left) == (BATCH, BATCH)
    assert await crier.reports() == [number]
    await crier.agrees(number)


async def test_it_stops_when_telegram_lets_nobody_have_it(crier: Crier) -> None:
    people = await crier.people(BATCH * 3)
    crier.post.plans = {user_id: ["refused"] for user_id in people}
    number = await crier.started()
    await crier.all()
    found = await crier.get(number)
    assert (found.stopped_by, found.reason) == (StoppedBy.REFUSAL, "VOICE_MESSAGES_FORBIDDEN")
    assert len(crier.post.calls) == BATCH


async def test_some_who_may_not_have_it_stop_nothing(crier: Crier) -> None:
    people = await crier.people(BATCH * 3)
    crier.post.plans = {user_id: ["refused"] for user_id in people[1:]}
    number = await crier.started()
    await crier.all()
    assert await crier.status(number) is _S.DONE
    assert (await crier.get(number)).refused == BATCH * 3 - 1


async def test_a_bug_with_one_holds_up_nobody_and_is_told(crier: Crier) -> None:
    people = await crier.people(5)
    crier.post.plans = {people[2]: ["bug after"]}
    number = await crier.started()
    await crier.all()
    assert (await crier.get(number)).sent == 4
    await crier.shop.tell()
    assert [kind for kind, _ in crier.shop.alerts()] == ["bug"]


async def test_several_senders_send_it_to_each_once(crier: Crier) -> None:
    people = await crier.people(BATCH * 6)
    numbers = [await crier.started(), await crier.started()]
    await asyncio.gather(*(crier.all() for _ in range(4)))
    await crier.all()
    assert crier.post.got == dict.fromkeys(people, 2), "each of the two once"
    for number in numbers:
        assert await crier.status(number) is _S.DONE
    assert await crier.reports() == numbers


async def test_what_could_not_be_written_down_is_unknown_after_a_while(crier: Crier) -> None:
    """The books failed after Telegram took it: in this run, not only at the next start."""
    people = await crier.people(BATCH + 1)
    number = await crier.started()
    crier.post.open.clear()
    batch = asyncio.create_task(crier.some())
    await crier.post.began.wait()
    batch.cancel()
    await asyncio.gather(batch, return_exceptions=True)
    crier.post.open.set()
    await crier.all()
    assert await crier.status(number) is _S.RUNNING, "some of it is still on the way"
    crier.shop.clock.move(seconds=LEASE.total_seconds())
    await crier.all()
    assert crier.post.calls == people
    found = await crier.get(number)
    assert (found.status, found.unknown, found.sent) == (_S.DONE, BATCH, 1)
    assert await crier.reports() == [number]


async def test_after_a_restart_it_goes_on_where_it_was(crier: Crier) -> None:
    people = await crier.people(BATCH * 2)
    number = await crier.started()
    await crier.some()
    crier.shop.clock.move(hours=5)
    await crier.restart()
    found = await crier.get(number)
    assert (found.since, found.tried_before) == (crier.shop.clock(), BATCH)
    await crier.all()
    assert each_gets_it_once(crier, people)


async def test_stopped_and_dead_before_the_last_answers_the_report_comes_at_the_next_start(
    crier: Crier,
) -> None:
    await crier.people(3)
    number = await crier.started()
    crier.post.open.clear()
    batch = asyncio.create_task(crier.some())
    await crier.post.began.wait()
    await broadcasting.stop(crier.shop.desk, OPERATOR, number)
    batch.cancel()
    await asyncio.gather(batch, return_exceptions=True)
    assert await crier.reports() == []
    await crier.restart()
    assert await crier.reports() == [number]
    assert (await crier.get(number)).unknown == 3


# How it goes


async def test_progress_is_shown_every_few_seconds_and_at_the_end(crier: Crier) -> None:
    await crier.people(BATCH * 3)
    number = await crier.started()
    tries = []
    for _ in range(3):
        await crier.some()
        await crier.shows()
        await crier.shows()
        tries.append(crier.post.shown[-1].broadcast.tried)
        crier.shop.clock.move(seconds=SHOWN_EVERY.total_seconds())
    assert tries == [BATCH, BATCH * 2, BATCH * 3]
    assert len(crier.post.shown) == 3
    await crier.all()
    await crier.shows()
    assert crier.post.shown[-1].broadcast.status is _S.DONE
    crier.shop.clock.move(hours=1)
    await crier.shows()
    assert len(crier.post.shown) == 4
    assert (await crier.get(number)).progress_id == 77, "it stands in another message by now"


async def test_what_changed_is_shown_at_once(crier: Crier) -> None:
    await crier.people(1)
    number = await crier.started()
    await crier.shows()
    for deed, status in (
        (broadcasting.pause, _S.PAUSED),
        (broadcasting.resume, _S.WAITING),
        (broadcasting.stop, _S.STOPPED),
    ):
        await deed(crier.shop.desk, SECOND_OPERATOR, number)
        await crier.shows()
        await crier.shows()
        assert crier.post.shown[-1].broadcast.status is status
    assert len(crier.post.shown) == 4


async def test_paused_it_is_shown_once_more_when_those_on_the_way_have_it(crier: Crier) -> None:
    await crier.people(BATCH + 1)
    number = await crier.started()
    crier.post.open.clear()
    batch = asyncio.create_task(crier.some())
    await crier.post.began.wait()
    await broadcasting.pause(crier.shop.desk, OPERATOR, number)
    await crier.shows()
    crier.post.open.set()
    await batch
    await crier.shows()
    assert [shown.broadcast.sent for shown in crier.post.shown] == [0, BATCH]


async def test_what_could_not_be_shown_is_shown_later(crier: Crier) -> None:
    await crier.people(1)
    number = await crier.started()
    await crier.all()
    crier.post.shows = False
    await crier.shows()
    await crier.shows()
    assert len(crier.post.shown) == 1
    crier.post.shows = True
    crier.shop.clock.move(seconds=SHOWN_EVERY.total_seconds())
    await crier.shows()
    assert len(crier.post.shown) == 2
    crier.shop.clock.move(hours=1)
    await crier.shows()
    assert len(crier.post.shown) == 2
    await broadcasting.show_again(crier.shop.desk, number)
    await crier.shows()
    assert len(crier.post.shown) == 3

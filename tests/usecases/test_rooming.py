"""The staff room comes, moves and goes; whatever it wasn't told is told privately."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act
from bot.domain.notice import AlertKind, Notice, NoticeKind
from bot.domain.room import Room, Topic
from bot.domain.staff import Right
from bot.domain.stream import Route, Stream, Way, Where
from bot.usecases import rooming, telling
from bot.usecases.delivery import Broken, Later, Outcome, Sent, Unreachable
from bot.usecases.desk import Desk
from storage.tables.notices import outbox
from storage.tables.staff import journal
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, Shop

ROOM, OTHER = -5, -1001234567890
CLERK = 3


async def opened(shop: Shop, chat_id: int = ROOM) -> Room:
    return await rooming.open_(shop.desk, OPERATOR, chat_id, "Staff", "ru")


async def raise_(shop: Shop, kind: AlertKind = AlertKind.PANEL_DOWN) -> None:
    async with shop.storage.transaction() as tx:
        await telling.alert(tx, kind, "main", shop.clock(), details={"reason": "no answer"})


async def the_room(shop: Shop) -> Room | None:
    async with shop.storage.transaction() as tx:
        return await tx.rooms.get()


def to_room(outcome: Outcome) -> Callable[[Notice], Awaitable[Outcome]]:
    async def telegram(notice: Notice) -> Outcome:
        return outcome if notice.user_id < 0 else Sent()

    return telegram


def readers(told: list[Notice], kind: NoticeKind = NoticeKind.ALERT) -> list[int]:
    return sorted(notice.user_id for notice in told if notice.kind is kind)


_DEEDS: list[Callable[[Desk, int], Awaitable[object]]] = [
    lambda desk, actor: rooming.open_(desk, actor, OTHER, "Theirs", "en"),
    lambda desk, actor: rooming.set_language(desk, actor, "en"),
    rooming.close,
]


@pytest.mark.parametrize("deed", _DEEDS, ids=["open", "language", "close"])
async def test_only_owners_make_and_leave_it(
    shop: Shop, deed: Callable[[Desk, int], Awaitable[object]]
) -> None:
    room = await opened(shop)
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(CLERK, set(Right) - {Right.OWNER}, shop.clock())
    for actor, problem in ((CLERK, Problem.NO_RIGHT), (CUSTOMER, Problem.NOT_ALLOWED)):
        with pytest.raises(ShopError) as refusal:
            await deed(shop.desk, actor)
        assert refusal.value.problem is problem
    assert await the_room(shop) == room


async def test_opening_it_again_changes_nothing_but_its_title(shop: Shop) -> None:
    await opened(shop)
    await rooming.set_language(shop.desk, OPERATOR, "en")
    async with shop.storage.transaction() as tx:
        await tx.rooms.set_topic(ROOM, Topic.ALERTS, 7)
    again = await rooming.open_(shop.desk, OPERATOR, ROOM, "Team", "ru")
    assert again == Room(chat_id=ROOM, title="Team", language="en", topics={Topic.ALERTS: 7})
    acts = [row["act"] for row in await shop.rows(journal)]
    assert acts == [Act.ROOM_OPENED, Act.ROOM_LANGUAGE]


async def test_topics_are_found_again_when_the_group_is_the_room_again(shop: Shop) -> None:
    await opened(shop)
    async with shop.storage.transaction() as tx:
        await tx.rooms.set_topic(ROOM, Topic.ALERTS, 7)
    await rooming.close(shop.desk, OPERATOR)
    assert (await opened(shop)).topics == {Topic.ALERTS: 7}
    assert (await opened(shop, OTHER)).topics == {}


async def test_another_group_takes_over_what_the_first_was_not_told(shop: Shop) -> None:
    await opened(shop)
    await raise_(shop)
    await opened(shop, OTHER)
    assert readers(await shop.tell()) == [OTHER]


async def test_what_was_not_told_in_it_is_told_privately_when_it_is_left(shop: Shop) -> None:
    await opened(shop)
    async with shop.storage.transaction() as tx:
        await tx.streams.set_route(Stream.CATALOGUE, Route(where=Where.ROOM, in_room=Way.DAILY))
    await raise_(shop, AlertKind.PANEL_DOWN)
    await raise_(shop, AlertKind.SYNC_FAILED)
    await rooming.close(shop.desk, OPERATOR)
    assert await the_room(shop) is None
    told = await shop.tell()
    assert readers(told) == [OPERATOR, OPERATOR, SECOND_OPERATOR, SECOND_OPERATOR]
    shop.clock.move(days=2)
    assert await shop.tell() == []


async def test_when_the_bot_is_put_out_owners_hear_of_it_and_nothing_is_lost(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(CLERK, {Right.ORDERS}, shop.clock())
    await opened(shop)
    await raise_(shop)
    told = await shop.tell(to_room(Unreachable("Forbidden: bot was kicked")))
    assert await the_room(shop) is None
    assert readers(told) == [OPERATOR, SECOND_OPERATOR, CLERK]
    assert readers(told, NoticeKind.ROOM_LOST) == [OPERATOR, SECOND_OPERATOR]
    shop.clock.move(days=2)
    assert await shop.tell() == []


async def test_being_put_out_of_another_group_changes_nothing(shop: Shop) -> None:
    room = await opened(shop)
    await rooming.put_out(shop.desk, OTHER)
    assert await the_room(shop) == room
    assert await shop.tell() == []


async def test_what_telegram_never_takes_in_the_room_is_told_privately(shop: Shop) -> None:
    room = await opened(shop)
    await raise_(shop)
    told = await shop.tell(to_room(Broken("can't parse entities")))
    assert readers(told) == [OPERATOR, SECOND_OPERATOR]
    assert await the_room(shop) == room


async def test_a_digest_that_telegram_never_takes_is_told_privately_piece_by_piece(
    shop: Shop,
) -> None:
    await opened(shop)
    async with shop.storage.transaction() as tx:
        for stream in (Stream.PANELS, Stream.CATALOGUE):
            await tx.streams.set_route(stream, Route(where=Where.ROOM, in_room=Way.HOURLY))
    await raise_(shop, AlertKind.PANEL_DOWN)
    await raise_(shop, AlertKind.SYNC_FAILED)
    shop.clock.move(hours=1)
    told = await shop.tell(to_room(Broken("message is too long")))
    kinds = [n.data["kind"] for n in told if n.user_id == OPERATOR and n.kind is NoticeKind.ALERT]
    assert kinds == ["panel_down", "sync_failed", "notice_dead"]


async def test_a_group_that_became_a_supergroup_stays_the_room(shop: Shop) -> None:
    await opened(shop)
    async with shop.storage.transaction() as tx:
        await tx.rooms.set_topic(ROOM, Topic.ALERTS, 7)
    await raise_(shop)
    for _ in range(2):  # both groups say so
        await rooming.moved(shop.desk, ROOM, OTHER)
    room = await the_room(shop)
    assert room is not None
    assert (room.chat_id, room.topics, room.language) == (OTHER, {}, "ru")
    assert readers(await shop.tell()) == [OTHER]


async def test_a_group_that_is_full_for_now_waits_and_holds_up_nobody(shop: Shop) -> None:
    await opened(shop)
    for kind in (AlertKind.PANEL_DOWN, AlertKind.NO_FUNDS, AlertKind.BUG):
        await raise_(shop, kind)
    refused: list[str] = []

    async def full(notice: Notice) -> Outcome:
        if notice.user_id > 0:
            return Sent()
        refused.append(notice.key)
        return Later("Too Many Requests", shop.desk.pace.retry, counts=False, chat=True)

    told = await shop.tell(full)
    assert readers(told) == [OPERATOR, SECOND_OPERATOR]
    assert len(refused) == 1, "the others wait with it"
    shop.clock.now += shop.desk.pace.retry
    assert readers(await shop.tell()) == [ROOM, ROOM]
    assert {row["status"].value for row in await shop.rows(outbox)} == {"sent"}

"""Who of the operators hears of what, where and how soon; and that what is over is said where it was told."""

from bot.domain.notice import AlertKind, Notice, NoticeKind
from bot.domain.room import Room, Topic
from bot.domain.staff import Right
from bot.domain.stream import Route, Stream, Way, Where
from bot.usecases import telling
from bot.usecases.delivery import Dropped, Later, Outcome, Sent
from storage.tables.notices import outbox
from tests.usecases.shop import OPERATOR, SECOND_OPERATOR, Shop

ROOM = -1001234567890
CLERK = 3


async def hears(shop: Shop, user_id: int, stream: Stream, way: Way) -> None:
    async with shop.storage.transaction() as tx:
        await tx.streams.set_way(user_id, stream, way)


async def open_room(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.rooms.set(Room(chat_id=ROOM, title="Staff"))


async def appoint(shop: Shop, user_id: int, right: Right) -> None:
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(user_id, {right}, shop.clock())


async def raise_(shop: Shop, kind: AlertKind = AlertKind.PANEL_DOWN) -> None:
    async with shop.storage.transaction() as tx:
        await telling.alert(tx, kind, "main", shop.clock(), details={"reason": "no answer"})


async def clear(shop: Shop, kind: AlertKind = AlertKind.PANEL_DOWN) -> None:
    async with shop.storage.transaction() as tx:
        await telling.cleared(tx, kind, "main", shop.clock())


def readers(told: list[Notice]) -> list[int]:
    return sorted(notice.user_id for notice in told)


async def items(shop: Shop, digest: Notice) -> list[NoticeKind]:
    async with shop.storage.transaction() as tx:
        return [item.kind for item in await tx.digests.items(digest.id)]


async def test_who_can_do_nothing_about_it_is_not_told(shop: Shop) -> None:
    await appoint(shop, CLERK, Right.MONEY)
    await raise_(shop, AlertKind.PANEL_DOWN)
    await raise_(shop, AlertKind.NO_FUNDS)
    told = await shop.tell()
    assert [n.data["kind"] for n in told if n.user_id == CLERK] == ["no_funds"]


async def test_each_hears_as_they_chose(shop: Shop) -> None:
    await appoint(shop, CLERK, Right.ORDERS)
    await hears(shop, OPERATOR, Stream.PANELS, Way.OFF)
    await hears(shop, CLERK, Stream.PANELS, Way.HOURLY)
    await raise_(shop)
    assert readers(await shop.tell()) == [SECOND_OPERATOR]
    shop.clock.move(hours=1)
    [digest] = await shop.tell()
    assert (digest.user_id, digest.kind) == (CLERK, NoticeKind.DIGEST)
    shop.clock.move(days=1)
    assert await shop.tell() == []


async def test_what_somebody_must_hear_is_told_to_all_where_nobody_would_hear_it(
    shop: Shop,
) -> None:
    for operator in (OPERATOR, SECOND_OPERATOR):
        await hears(shop, operator, Stream.MONEY, Way.OFF)
        await hears(shop, operator, Stream.PANELS, Way.OFF)
    await raise_(shop, AlertKind.KEY_REFUSED)
    await raise_(shop, AlertKind.PANEL_DOWN)
    told = await shop.tell()
    assert readers(told) == [OPERATOR, SECOND_OPERATOR]
    assert {n.data["kind"] for n in told} == {"key_refused"}


async def test_who_cannot_be_reached_does_not_count_as_hearing(shop: Shop) -> None:
    await hears(shop, OPERATOR, Stream.MONEY, Way.OFF)
    async with shop.storage.transaction() as tx:
        await tx.users.set_reachable(SECOND_OPERATOR, reachable=False)
    await raise_(shop, AlertKind.KEY_REFUSED)
    assert OPERATOR in readers(await shop.tell())


async def test_the_room_hears_instead_of_each(shop: Shop) -> None:
    await open_room(shop)
    await raise_(shop)
    await raise_(shop, AlertKind.BUG)
    told = await shop.tell()
    assert [n.user_id for n in told if n.data["kind"] == "panel_down"] == [ROOM]
    assert readers([n for n in told if n.data["kind"] == "bug"]) == [OPERATOR, SECOND_OPERATOR]


async def test_an_order_that_ended_is_told_in_the_room_also_when_an_operator_placed_it(
    shop: Shop,
) -> None:
    await open_room(shop)
    order = await shop.placed(user_id=OPERATOR)
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    await shop.live(minutes=5)
    assert [n.subject for n in shop.told(ROOM, NoticeKind.OPERATOR_ORDER)] == [order.id]
    assert shop.told(SECOND_OPERATOR, NoticeKind.OPERATOR_ORDER) == []


async def test_the_room_may_get_digests_one_a_topic(shop: Shop) -> None:
    await open_room(shop)
    async with shop.storage.transaction() as tx:
        for stream in (Stream.PANELS, Stream.MONEY, Stream.COMPLETIONS):
            route = Route(where=Where.ROOM, in_room=Way.HOURLY)
            await tx.streams.set_route(stream, route)
    await raise_(shop, AlertKind.PANEL_DOWN)
    await raise_(shop, AlertKind.NO_FUNDS)
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    await shop.live(minutes=5)
    assert shop.told(ROOM, NoticeKind.DIGEST) == []
    shop.clock.move(hours=1)
    told = await shop.tell()
    assert sorted(n.data["topic"] for n in told if n.user_id == ROOM) == [
        Topic.ALERTS,
        Topic.ORDERS,
    ]


# What is over


async def test_what_is_over_is_said_where_it_was_told(shop: Shop) -> None:
    await hears(shop, OPERATOR, Stream.PANELS, Way.OFF)
    await raise_(shop)
    await shop.tell()
    await hears(shop, OPERATOR, Stream.PANELS, Way.AT_ONCE)
    await clear(shop)
    [told] = await shop.tell()
    assert (told.user_id, told.kind) == (SECOND_OPERATOR, NoticeKind.CLEARED)


async def test_what_was_over_before_anybody_heard_of_it_is_never_said(shop: Shop) -> None:
    await raise_(shop)
    await clear(shop)

    async def telegram(notice: Notice) -> Outcome:
        assert notice.kind is NoticeKind.ALERT
        return Dropped()

    await shop.tell(telegram)
    shop.clock.move(days=1)
    assert await shop.tell() == []


async def test_what_telegram_may_have_taken_before_it_was_over_is_said_to_be_over(
    shop: Shop,
) -> None:
    async def silence(_: Notice) -> Outcome:
        return Later("no answer")

    await raise_(shop)
    await shop.tell(silence)
    await clear(shop)
    assert {n.kind for n in await shop.tell()} == {NoticeKind.CLEARED}


async def test_what_a_digest_told_is_said_to_be_over_in_a_digest(shop: Shop) -> None:
    await hears(shop, OPERATOR, Stream.PANELS, Way.OFF)
    await hears(shop, SECOND_OPERATOR, Stream.PANELS, Way.DAILY)
    await raise_(shop)
    shop.clock.move(days=1)
    await shop.tell()
    await clear(shop)
    assert await shop.tell() == []
    shop.clock.move(days=1)
    seen: list[list[NoticeKind]] = []

    async def telegram(notice: Notice) -> Outcome:
        seen.append(await items(shop, notice))
        return Sent()

    await shop.tell(telegram)
    assert seen == [[NoticeKind.CLEARED]]


async def test_what_was_over_before_its_digest_is_not_said_again(shop: Shop) -> None:
    await hears(shop, OPERATOR, Stream.PANELS, Way.OFF)
    await hears(shop, SECOND_OPERATOR, Stream.PANELS, Way.HOURLY)
    await raise_(shop)
    await clear(shop)
    rows = await shop.rows(outbox)
    assert {row["kind"] for row in rows} == {NoticeKind.ALERT, NoticeKind.DIGEST}


async def test_what_was_told_in_a_room_that_is_gone_is_said_to_be_over_privately(
    shop: Shop,
) -> None:
    await open_room(shop)
    await raise_(shop)
    await shop.tell()
    async with shop.storage.transaction() as tx:
        await tx.rooms.forget()
    await clear(shop)
    assert readers(await shop.tell()) == [OPERATOR, SECOND_OPERATOR]


# Many at once


async def test_a_burst_is_one_message_and_nothing_of_it_is_told_twice(shop: Shop) -> None:
    await open_room(shop)
    for _ in range(30):
        order = await shop.placed()
        shop.truth.set_status(str(order.panel_order_id), "Completed")
    shop.clock.move(minutes=5)
    await shop.polls()
    told: list[int] = []

    async def telegram(notice: Notice) -> Outcome:
        if notice.user_id == ROOM:
            told.append(len(await items(shop, notice)) or 1)
        return Sent()

    await shop.tell(telegram)
    assert told == [30]
    await shop.live(days=1)
    assert told == [30]


async def test_the_digest_that_telegram_does_not_take_is_told_later_with_all_of_it(
    shop: Shop,
) -> None:
    await hears(shop, OPERATOR, Stream.PANELS, Way.OFF)
    await hears(shop, SECOND_OPERATOR, Stream.PANELS, Way.HOURLY)
    await raise_(shop)
    shop.clock.move(hours=1)

    async def away(_: Notice) -> Outcome:
        return Later("no connection", counts=False)

    await shop.tell(away)
    shop.clock.move(hours=2)
    seen: list[int] = []

    async def back(notice: Notice) -> Outcome:
        seen.append(len(await items(shop, notice)))
        return Sent()

    await shop.tell(back)
    assert seen == [1]

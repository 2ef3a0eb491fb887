"""Operators choose how they hear of what; owners choose what goes into the staff room."""

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act
from bot.domain.room import Room
from bot.domain.staff import Right
from bot.domain.stream import Route, Stream, Way, Where
from bot.usecases import listening
from storage.tables.staff import journal
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, Shop

CLERK = 3


async def appoint(shop: Shop, user_id: int, *rights: Right) -> None:
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(user_id, set(rights), shop.clock())


async def open_room(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.rooms.set(Room(chat_id=-5, title="Staff"))


async def test_each_sees_what_they_can_do_something_about(shop: Shop) -> None:
    await appoint(shop, CLERK, Right.MONEY, Right.CATALOGUE)
    choices = await listening.choices(shop.desk, CLERK)
    assert set(choices.ways) == {Stream.MONEY, Stream.CATALOGUE}
    assert not choices.owner
    owner = await listening.choices(shop.desk, OPERATOR)
    assert set(owner.ways) == set(Stream)
    assert owner.owner
    with pytest.raises(ShopError) as refusal:
        await listening.choices(shop.desk, CUSTOMER)
    assert refusal.value.problem is Problem.NOT_ALLOWED


async def test_what_is_chosen_holds_and_stands_in_the_log(shop: Shop) -> None:
    for _ in range(2):
        choices = await listening.hear(shop.desk, OPERATOR, Stream.PANELS, Way.DAILY)
    assert choices == await listening.choices(shop.desk, OPERATOR)
    assert choices.ways[Stream.PANELS] is Way.DAILY
    assert [(row["act"], row["details"]) for row in await shop.rows(journal)] == [
        (Act.NEWS_HEARD, {"stream": "panels", "way": "daily"})
    ]


async def test_nobody_chooses_what_they_have_no_right_to(shop: Shop) -> None:
    await appoint(shop, CLERK, Right.MONEY)
    await open_room(shop)
    with pytest.raises(ShopError) as refusal:
        await listening.hear(shop.desk, CLERK, Stream.PANELS, Way.OFF)
    assert refusal.value.problem is Problem.NO_RIGHT
    with pytest.raises(ShopError) as refusal:
        await listening.route(shop.desk, CLERK, Stream.MONEY, where=Where.PRIVATE)
    assert refusal.value.problem is Problem.NO_RIGHT


@pytest.mark.parametrize("stream", [Stream.UNCONFIRMED, Stream.MONEY])
async def test_the_last_who_hears_of_what_somebody_must_cannot_turn_it_off(
    shop: Shop, stream: Stream
) -> None:
    await listening.hear(shop.desk, OPERATOR, stream, Way.OFF)
    with pytest.raises(ShopError) as refusal:
        await listening.hear(shop.desk, SECOND_OPERATOR, stream, Way.OFF)
    assert refusal.value.problem is Problem.LAST_TO_HEAR
    await listening.hear(shop.desk, SECOND_OPERATOR, stream, Way.DAILY)
    await listening.hear(shop.desk, OPERATOR, stream, Way.HOURLY)
    await listening.hear(shop.desk, SECOND_OPERATOR, stream, Way.OFF)


async def test_everything_else_may_be_off_for_all(shop: Shop) -> None:
    for operator in (OPERATOR, SECOND_OPERATOR):
        await listening.hear(shop.desk, operator, Stream.COMPLETIONS, Way.OFF)


async def test_where_the_room_hears_everybody_may_turn_it_off(shop: Shop) -> None:
    await open_room(shop)
    for operator in (OPERATOR, SECOND_OPERATOR):
        await listening.hear(shop.desk, operator, Stream.UNCONFIRMED, Way.OFF)


async def test_an_owner_chooses_where_it_goes_and_how_soon_it_is_told_there(shop: Shop) -> None:
    with pytest.raises(ShopError) as refusal:
        await listening.route(shop.desk, OPERATOR, Stream.MONEY, where=Where.ROOM)
    assert refusal.value.problem is Problem.NO_ROOM
    await open_room(shop)
    await listening.route(shop.desk, OPERATOR, Stream.MONEY, in_room=Way.HOURLY)
    choices = await listening.route(shop.desk, OPERATOR, Stream.MONEY, where=Where.PRIVATE)
    assert choices.routes[Stream.MONEY] == Route(where=Where.PRIVATE, in_room=Way.HOURLY)
    assert not choices.in_room(Stream.MONEY)
    assert choices.in_room(Stream.PANELS)

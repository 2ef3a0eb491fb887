from bot.domain.staff import Right
from bot.domain.stream import STREAMS, Route, Stream, Way, Where
from bot.domain.user import User
from storage import Storage
from tests.storage.samples import NOW

OLGA, MAX, BEN = 1, 2, 3


async def test_nobody_chose_anything_yet(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.streams.routes() == {
            stream: Route(where=about.where) for stream, about in STREAMS.items()
        }
        assert set((await tx.streams.ways(OLGA)).values()) == {Way.AT_ONCE}


async def test_what_was_chosen_last_holds(storage: Storage) -> None:
    route = Route(where=Where.PRIVATE, in_room=Way.DAILY)
    async with storage.transaction() as tx:
        for each in (Route(where=Where.ROOM), route):
            await tx.streams.set_route(Stream.MONEY, each)
        for way in (Way.OFF, Way.HOURLY):
            await tx.streams.set_way(OLGA, Stream.PANELS, way)
        assert (await tx.streams.routes())[Stream.MONEY] == route
        assert (await tx.streams.ways(OLGA))[Stream.PANELS] is Way.HOURLY
        assert (await tx.streams.ways(MAX))[Stream.PANELS] is Way.AT_ONCE


async def test_listeners_are_the_operators_with_the_right_and_how_each_hears(
    storage: Storage,
) -> None:
    async with storage.transaction() as tx:
        await tx.staff.appoint(OLGA, {Right.OWNER}, NOW)
        await tx.staff.appoint(MAX, {Right.MONEY}, NOW)
        await tx.staff.appoint(BEN, {Right.ORDERS}, NOW)
        await tx.users.meet(User(id=OLGA, first_name="Olga"), NOW)
        await tx.streams.set_way(OLGA, Stream.MONEY, Way.OFF)
        await tx.streams.set_way(MAX, Stream.PANELS, Way.OFF)
        found = await tx.streams.listeners(Stream.MONEY, Right.MONEY)
    assert [(each.user_id, each.way, each.reachable) for each in found] == [
        (OLGA, Way.OFF, True),
        (MAX, Way.AT_ONCE, False),
    ]

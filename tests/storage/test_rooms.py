from bot.domain.room import Room, Topic
from storage import Storage

ROOM = Room(chat_id=-1001234567890, title="Staff", language="ru", topics={Topic.ORDERS: 7})


async def _now(storage: Storage) -> Room | None:
    async with storage.transaction() as tx:
        return await tx.rooms.get()


async def test_there_is_no_room_until_one_is_made_and_none_once_it_is_forgotten(
    storage: Storage,
) -> None:
    assert await _now(storage) is None
    async with storage.transaction() as tx:
        await tx.rooms.set(ROOM)
    assert await _now(storage) == ROOM
    async with storage.transaction() as tx:
        await tx.rooms.forget()
    assert await _now(storage) is None


async def test_a_shop_has_one_room_the_last_that_was_made(storage: Storage) -> None:
    other = Room(chat_id=-5, title="Another")
    async with storage.transaction() as tx:
        await tx.rooms.set(ROOM)
        await tx.rooms.set(other)
    assert await _now(storage) == other


async def test_topics_come_and_go_one_by_one(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.rooms.set(ROOM)
        await tx.rooms.set_topic(ROOM.chat_id, Topic.ALERTS, 8)
        await tx.rooms.set_topic(ROOM.chat_id, Topic.ORDERS, None)
    room = await _now(storage)
    assert room is not None
    assert room.topics == {Topic.ALERTS: 8}
    assert room.thread(Topic.ALERTS) == 8
    assert room.thread(Topic.ORDERS) is None


async def test_a_room_that_was_left_is_none_and_its_topics_are_known_if_it_is_one_again(
    storage: Storage,
) -> None:
    async with storage.transaction() as tx:
        await tx.rooms.set(ROOM)
        await tx.rooms.forget()
        assert await tx.rooms.get() is None
        assert await tx.rooms.topics(ROOM.chat_id) == ROOM.topics
        assert await tx.rooms.topics(-5) == {}
        await tx.rooms.set(ROOM)
    assert await _now(storage) == ROOM


async def test_a_topic_of_the_room_before_is_none_of_this_one(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.rooms.set_topic(-5, Topic.ALERTS, 8)
        await tx.rooms.set(ROOM)
        await tx.rooms.set_topic(-5, Topic.ALERTS, 8)
    assert await _now(storage) == ROOM

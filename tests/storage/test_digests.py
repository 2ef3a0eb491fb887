import asyncio
from datetime import timedelta

from bot.domain.notice import Notice, NoticeKind, NoticeStatus
from bot.domain.room import Topic
from bot.domain.stream import Way
from storage import Storage
from storage.tables.notices import outbox
from tests.storage.samples import MINUTE, NOW

OLGA, ROOM = 1, -1001234567890
HOUR = timedelta(hours=1)


async def _collect(storage: Storage, key: str, *, way: Way = Way.HOURLY, **facts: object) -> None:
    known = {"user_id": OLGA, "topic": None, "now": NOW, **facts}
    async with storage.transaction() as tx:
        await tx.digests.collect(NoticeKind.ALERT, key=key, way=way, **known)  # type: ignore[arg-type]


async def _claim(storage: Storage, after: timedelta) -> list[Notice]:
    async with storage.transaction() as tx:
        return await tx.outbox.claim(NOW + after, lease=MINUTE, limit=100)


async def _items(storage: Storage, digest: Notice) -> list[str]:
    async with storage.transaction() as tx:
        return [item.key for item in await tx.digests.items(digest.id)]


async def _statuses(storage: Storage) -> dict[str, NoticeStatus]:
    async with storage.transaction() as tx:
        found = await tx.outbox._connection.execute(outbox.select())
        return {row.key: row.status for row in found}


async def test_what_is_collected_is_told_together_when_its_time_comes(storage: Storage) -> None:
    for key in ("one", "two", "one"):
        await _collect(storage, key)
    assert await _claim(storage, 30 * MINUTE) == []
    [digest] = await _claim(storage, HOUR)
    assert digest.kind is NoticeKind.DIGEST
    assert await _items(storage, digest) == ["one", "two"]
    async with storage.transaction() as tx:
        await tx.outbox.sent(digest)
        await tx.digests.settle(digest, NoticeStatus.SENT)
    assert await _claim(storage, 9 * HOUR) == []
    await _collect(storage, "one", now=NOW + HOUR)
    [empty] = await _claim(storage, 9 * HOUR)
    assert await _items(storage, empty) == [], "told already"


async def test_each_reader_and_each_topic_of_the_room_has_a_digest_of_its_own(
    storage: Storage,
) -> None:
    await _collect(storage, "a")
    await _collect(storage, "a", user_id=2)
    await _collect(storage, "a", user_id=ROOM, topic=Topic.ALERTS)
    await _collect(storage, "b", user_id=ROOM, topic=Topic.ORDERS)
    digests = [*await _claim(storage, HOUR), *await _claim(storage, HOUR)]
    told = {(each.user_id, each.data.get("topic")): await _items(storage, each) for each in digests}
    assert told == {
        (OLGA, None): ["a"],
        (2, None): ["a"],
        (ROOM, "alerts"): ["a"],
        (ROOM, "orders"): ["b"],
    }


async def test_what_is_told_hourly_and_what_daily_is_one_message_where_both_are_due(
    storage: Storage,
) -> None:
    await _collect(storage, "daily", way=Way.DAILY)  # it is past noon
    await _collect(storage, "hourly", now=NOW + 20 * HOUR)
    [digest] = await _claim(storage, 21 * HOUR)
    assert await _items(storage, digest) == ["daily", "hourly"]


async def test_a_digest_under_way_takes_nothing_more_in(storage: Storage) -> None:
    await _collect(storage, "early")
    [digest] = await _claim(storage, HOUR)
    await _collect(storage, "late", now=NOW)  # its clock is a little behind
    assert await _items(storage, digest) == ["early"]
    async with storage.transaction() as tx:
        await tx.outbox.sent(digest)
        await tx.digests.settle(digest, NoticeStatus.SENT)
    [following] = await _claim(storage, 2 * HOUR)
    assert await _items(storage, following) == ["late"]


async def test_collecting_and_claiming_at_once_lose_nothing(postgres_storage: Storage) -> None:
    """Whoever adds to a digest holds it until that is written; whoever claims passes it over."""
    await _collect(postgres_storage, "early")
    async with postgres_storage.transaction() as tx:
        await tx.digests.collect(
            NoticeKind.ALERT, OLGA, "late", way=Way.HOURLY, topic=None, now=NOW
        )
        assert await _claim(postgres_storage, HOUR) == []
    [digest] = await _claim(postgres_storage, HOUR)
    assert await _items(postgres_storage, digest) == ["early", "late"]


async def test_many_that_collect_at_once_share_a_digest(storage: Storage) -> None:
    await asyncio.gather(*(_collect(storage, f"{n}") for n in range(8)))
    [digest] = await _claim(storage, HOUR)
    assert len(await _items(storage, digest)) == 8


async def _put(storage: Storage, count: int, kind: NoticeKind = NoticeKind.UNCONFIRMED) -> None:
    async with storage.transaction() as tx:
        for n in range(count):
            await tx.outbox.put(kind, OLGA, f"{kind}:{n}", now=NOW, subject=n)


async def _pile_up(storage: Storage, notice: Notice) -> bool:
    async with storage.transaction() as tx:
        return await tx.digests.pile_up(notice, None, NOW, few=3)


async def test_a_few_are_told_one_by_one(storage: Storage) -> None:
    await _put(storage, 3)
    await _put(storage, 9, NoticeKind.ALERT)
    [first] = await _claim(storage, timedelta(0))
    assert not await _pile_up(storage, first)
    [second] = await _claim(storage, timedelta(0))
    assert second.key == "unconfirmed:1"


async def test_more_than_a_few_of_a_kind_become_one_message_due_now(storage: Storage) -> None:
    await _put(storage, 5)
    await _put(storage, 1, NoticeKind.ALERT)
    [first] = await _claim(storage, timedelta(0))
    assert await _pile_up(storage, first)
    [alert] = await _claim(storage, timedelta(0))
    assert alert.kind is NoticeKind.ALERT
    [pile] = await _claim(storage, timedelta(0))
    assert await _items(storage, pile) == [f"unconfirmed:{n}" for n in range(5)]
    assert await _claim(storage, timedelta(0)) == []


async def test_what_was_in_a_digest_with_nothing_to_tell_is_dropped_with_it(
    storage: Storage,
) -> None:
    await _collect(storage, "over")
    [digest] = await _claim(storage, HOUR)
    async with storage.transaction() as tx:
        await tx.outbox.dropped(digest)
        await tx.digests.settle(digest, NoticeStatus.DROPPED)
    assert set((await _statuses(storage)).values()) == {NoticeStatus.DROPPED}


async def test_a_digest_for_somebody_who_was_away_is_told_when_they_are_back(
    storage: Storage,
) -> None:
    await _collect(storage, "kept")
    [digest] = await _claim(storage, HOUR)
    async with storage.transaction() as tx:
        await tx.outbox.dead(digest, "blocked")
        await tx.outbox.revive(OLGA, NOW, NOW + 3 * HOUR)
    [again] = await _claim(storage, 3 * HOUR)
    assert again.id == digest.id
    assert await _items(storage, again) == ["kept"]

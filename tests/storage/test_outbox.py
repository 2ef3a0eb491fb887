import asyncio
from collections.abc import Sequence
from typing import Any

from bot.domain.notice import Notice, NoticeKind, NoticeStatus
from bot.domain.stream import Way
from storage import Storage
from storage.outbox import Fate
from storage.tables.notices import outbox
from tests.storage.samples import ANN, MINUTE, NOW


async def _put(storage: Storage, key: str, *, user_id: int = ANN.id, **facts: Any) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.put(NoticeKind.ORDER, user_id, key, **{"now": NOW, **facts})


async def _put_card(storage: Storage, order_id: int = 5) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.put_card(ANN.id, order_id, NOW)


async def _claim(storage: Storage, *, minutes: int = 0, limit: int = 100) -> list[Notice]:
    async with storage.transaction() as tx:
        return await tx.outbox.claim(NOW + minutes * MINUTE, lease=MINUTE, limit=limit)


async def _rows(storage: Storage) -> Sequence[Any]:
    async with storage.transaction() as tx:
        found = await tx.outbox._connection.execute(outbox.select().order_by(outbox.c.id))
        return found.all()


async def test_a_notice_comes_back_as_it_was_put(storage: Storage) -> None:
    await _put(storage, "order:5:completed", subject=5, data={"status": "completed", "who": "Жук"})
    [notice] = await _claim(storage)
    assert notice == Notice(
        id=notice.id,
        key="order:5:completed",
        kind=NoticeKind.ORDER,
        user_id=ANN.id,
        subject=5,
        data={"status": "completed", "who": "Жук"},
        attempts=1,
    )


async def test_the_same_key_is_told_once(storage: Storage) -> None:
    for _ in range(3):
        await _put(storage, "order:5:completed")
    [notice] = await _claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.sent(notice)
    await _put(storage, "order:5:completed")
    assert await _claim(storage, minutes=9) == []


async def test_the_same_key_put_at_once_is_one_row(storage: Storage) -> None:
    await asyncio.gather(*(_put(storage, "order:5:completed") for _ in range(6)))
    assert len(await _rows(storage)) == 1


async def test_a_key_is_each_persons_own(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for operator in (1, 2):
            await tx.outbox.put(NoticeKind.ALERT, operator, "alert:panel_down:main", now=NOW)
    assert [notice.user_id for notice in await _claim(storage)] == [1, 2]


async def test_edits_of_one_card_collapse(storage: Storage) -> None:
    for _ in range(3):
        await _put_card(storage)
    await _put_card(storage, order_id=6)
    claimed = [*await _claim(storage), *await _claim(storage), *await _claim(storage)]
    assert [(n.kind, n.subject) for n in claimed] == [(NoticeKind.CARD, 5), (NoticeKind.CARD, 6)]
    assert len(await _rows(storage)) == 2


async def test_a_card_put_again_while_it_is_being_sent_stays_due(storage: Storage) -> None:
    """The one being sent shows an older state: that it arrived settles nothing."""
    await _put_card(storage)
    [sending] = await _claim(storage)
    await _put_card(storage)
    async with storage.transaction() as tx:
        await tx.outbox.sent(sending)
    [newer] = await _claim(storage)
    assert newer.version > sending.version
    async with storage.transaction() as tx:
        await tx.outbox.dead(sending, "too late to say")
        await tx.outbox.again(newer, NOW + 2 * MINUTE, "time-out", counts=True)
    [again] = await _claim(storage, minutes=2)
    assert again.version == newer.version


async def test_a_card_that_died_lives_again_when_it_is_put(storage: Storage) -> None:
    await _put_card(storage)
    [card] = await _claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.dead(card, "blocked")
    assert await _claim(storage, minutes=9) == []
    await _put_card(storage)
    [again] = await _claim(storage)
    assert again.attempts == 1


async def test_a_claim_runs_out(storage: Storage) -> None:
    """Whoever claimed it is gone; somebody else sends it."""
    await _put(storage, "k")
    assert len(await _claim(storage)) == 1
    assert await _claim(storage) == []
    [notice] = await _claim(storage, minutes=1)
    assert notice.attempts == 2


async def test_what_telegram_did_not_take_comes_back_later(storage: Storage) -> None:
    await _put(storage, "k")
    [notice] = await _claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.again(notice, NOW + 5 * MINUTE, "time-out", counts=True)
    assert await _claim(storage, minutes=4) == []
    [notice] = await _claim(storage, minutes=5)
    assert notice.attempts == 2


async def test_flood_control_is_no_failure_of_the_notice(storage: Storage) -> None:
    await _put(storage, "k")
    for minutes in (0, 1, 2):
        [notice] = await _claim(storage, minutes=minutes)
        assert notice.attempts == 1
        async with storage.transaction() as tx:
            later = NOW + (minutes + 1) * MINUTE
            await tx.outbox.again(notice, later, "flood", counts=False)


async def test_a_dead_notice_says_why_and_is_left_alone(storage: Storage) -> None:
    await _put(storage, "k")
    [notice] = await _claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.dead(notice, "chat not found")
        await tx.outbox.sent(notice)
    [row] = await _rows(storage)
    assert (row.status, row.error) == (NoticeStatus.DEAD, "chat not found")
    assert await _claim(storage, minutes=9) == []


async def test_the_oldest_go_first(storage: Storage) -> None:
    for reader, (minutes, key) in enumerate(
        ((2, "late"), (0, "early"), (1, "middle"), (9, "not yet")), 1
    ):
        await _put(storage, key, user_id=reader, now=NOW + minutes * MINUTE)
    assert [notice.key for notice in await _claim(storage, minutes=2, limit=2)] == [
        "early",
        "middle",
    ]
    assert [notice.key for notice in await _claim(storage, minutes=2, limit=2)] == ["late"]


async def test_a_pile_for_one_reader_holds_up_nobody_else(storage: Storage) -> None:
    for n in range(30):
        await _put(storage, f"pile:{n}", user_id=1)
    await _put(storage, "one for Ann")
    first = await _claim(storage, limit=20)
    assert [notice.key for notice in first] == ["pile:0", "one for Ann"]
    assert [notice.key for notice in await _claim(storage, limit=20)] == ["pile:1"]


async def test_claims_at_once_hand_each_notice_to_one(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for n in range(50):
            await tx.outbox.put(NoticeKind.ORDER, n, f"order:{n}", now=NOW)
    claims = await asyncio.gather(*(_claim(storage, limit=20) for _ in range(4)))
    assert all(len(claimed) <= 20 for claimed in claims)
    keys = [notice.key for claimed in [*claims, await _claim(storage)] for notice in claimed]
    assert sorted(keys) == sorted(f"order:{n}" for n in range(50))


async def test_notices_another_replica_is_claiming_are_passed_over(
    postgres_storage: Storage,
) -> None:
    for reader, key in enumerate("abc", 1):
        await _put(postgres_storage, key, user_id=reader)
    async with postgres_storage.transaction() as one, postgres_storage.transaction() as other:
        mine = await one.outbox.claim(NOW, lease=MINUTE, limit=2)
        theirs = await other.outbox.claim(NOW, lease=MINUTE, limit=2)
    assert ([n.key for n in mine], [n.key for n in theirs]) == (["a", "b"], ["c"])


async def test_only_what_was_settled_long_ago_is_forgotten(storage: Storage) -> None:
    for reader, key in enumerate(("sent", "dead", "due"), 1):
        await _put(storage, key, user_id=reader)
    sent, dead, _ = await _claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.sent(sent)
        await tx.outbox.dead(dead, "blocked")
        await tx.outbox.forget(NOW)
    assert len(await _rows(storage)) == 3
    async with storage.transaction() as tx:
        await tx.outbox.forget(NOW + 2 * MINUTE)
    assert [row.key for row in await _rows(storage)] == ["due"]


async def _fates(storage: Storage, key: str, user_id: int | None = None) -> list[Fate]:
    async with storage.transaction() as tx:
        return list(await tx.outbox.fates(key, user_id))


async def test_what_became_of_a_key_in_each_chat(storage: Storage) -> None:
    for reader in (1, 2, 3, 4):
        await _put(storage, "alert", user_id=reader)
    await _put(storage, "another", user_id=1)
    sent, dropped, failed = [n for n in await _claim(storage) if n.user_id < 4]
    async with storage.transaction() as tx:
        await tx.outbox.sent(sent)
        await tx.outbox.dropped(dropped)
        await tx.outbox.again(failed, NOW + 5 * MINUTE, "time-out", counts=True)
    fates = {fate.chat_id: fate for fate in await _fates(storage, "alert")}
    assert [fates[reader].may_be_known for reader in (1, 2, 3, 4)] == [True, False, True, True]
    assert {fate.digest for fate in fates.values()} == {False}
    assert [fate.chat_id for fate in await _fates(storage, "alert", 2)] == [2]


async def test_what_was_surely_not_taken_is_not_known(storage: Storage) -> None:
    await _put(storage, "alert")
    [notice] = await _claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.again(notice, NOW + MINUTE, "refused", counts=False)
    [fate] = await _fates(storage, "alert")
    assert not fate.may_be_known


async def test_what_waits_in_a_digest_is_known_once_that_was_tried(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.digests.collect(
            NoticeKind.ALERT, ANN.id, "alert", way=Way.HOURLY, topic=None, now=NOW
        )
    [fate] = await _fates(storage, "alert")
    assert (fate.digest, fate.may_be_known) == (True, False)
    await _claim(storage, minutes=60)
    [fate] = await _fates(storage, "alert")
    assert fate.may_be_known


async def test_a_chat_that_must_wait_waits_with_all_it_is_to_be_told(storage: Storage) -> None:
    await _put(storage, "one")
    await _put(storage, "two", now=NOW + MINUTE)
    await _put(storage, "much later", now=NOW + 9 * MINUTE)
    await _put(storage, "other", user_id=2)
    async with storage.transaction() as tx:
        await tx.outbox.hold(ANN.id, NOW + 5 * MINUTE)
    [other] = await _claim(storage, minutes=4)
    assert other.key == "other"
    assert [row.due_at - NOW for row in await _rows(storage) if row.user_id == ANN.id] == [
        5 * MINUTE,
        5 * MINUTE,
        9 * MINUTE,
    ]


async def test_what_a_chat_was_not_told_is_taken_back_once(storage: Storage) -> None:
    for key in ("told", "under way", "due"):
        await _put(storage, key)
    [told] = await _claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.sent(told)
    await _claim(storage)
    async with storage.transaction() as tx:
        taken = await tx.outbox.take_back(ANN.id, {NoticeKind.ORDER})
        assert await tx.outbox.take_back(ANN.id, {NoticeKind.ORDER}) == []
    assert [notice.key for notice in taken] == ["under way", "due"]
    assert await _claim(storage, minutes=9) == []


async def test_a_chat_that_has_another_id_keeps_its_notices_and_what_it_was_told(
    storage: Storage,
) -> None:
    for key in ("told", "due"):
        await _put(storage, key, user_id=-5)
    await _put(storage, "told there", user_id=-1005)
    await _put(storage, "told there", user_id=-5)
    async with storage.transaction() as tx:
        await tx.outbox.move(-5, -1005)
    rows = await _rows(storage)
    assert {(row.user_id, row.key) for row in rows if row.key != "told there"} == {
        (-1005, "told"),
        (-1005, "due"),
    }

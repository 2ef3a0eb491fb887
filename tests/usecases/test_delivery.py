"""Notices on their way to Telegram: each told, however Telegram behaves, and none in the way of another."""

import asyncio
from datetime import timedelta
from typing import Any

from bot.domain.notice import MAX_ATTEMPTS, AlertKind, Notice, NoticeKind
from bot.usecases import telling
from bot.usecases.delivery import BATCH, Broken, Later, Outcome, Sent, Unreachable, deliver
from storage.tables.notices import outbox
from storage.tables.people import users
from tests.usecases.shop import CUSTOMER, OPERATOR, STRANGER, Shop, take


async def put(shop: Shop, *keys: str, user_id: int = CUSTOMER) -> None:
    async with shop.storage.transaction() as tx:
        for key in keys:
            await tx.outbox.put(
                NoticeKind.REFILL, user_id, key, now=shop.clock(), subject=1, data={"word": key}
            )


async def put_card(shop: Shop, order_id: int = 1) -> None:
    async with shop.storage.transaction() as tx:
        await tx.outbox.put_card(CUSTOMER, order_id, shop.clock())


async def states(shop: Shop) -> dict[str, str]:
    return {row["key"]: row["status"].value for row in await shop.rows(outbox)}


def says(outcome: Outcome) -> Any:
    async def telegram(_: Notice) -> Outcome:
        return outcome

    return telegram


async def test_what_was_sent_is_not_sent_again(shop: Shop) -> None:
    await put(shop, "a", "b")
    assert [n.key for n in await shop.tell()] == ["a", "b"]
    await put(shop, "a")
    shop.clock.move(days=1)
    assert await shop.tell() == []


async def test_more_than_a_batch_goes_out_in_the_order_of_putting(shop: Shop) -> None:
    keys = [f"{n:03}" for n in range(BATCH * 2 + 5)]
    await put(shop, *keys)
    assert [n.key for n in await shop.tell()] == keys


async def test_a_failure_is_repeated_ever_later(shop: Shop) -> None:
    await put(shop, "a")
    tries: list[timedelta] = []
    start = shop.clock.now

    async def telegram(_: Notice) -> Outcome:
        tries.append(shop.clock.now - start)
        return Later("timed out")

    for _ in range(200):
        await shop.tell(telegram)
        shop.clock.move(seconds=1)
    assert tries == [timedelta(seconds=n) for n in (0, 2, 6, 14, 30, 62, 126)]
    assert len(await shop.tell()) == 0
    shop.clock.move(hours=1)
    assert [n.key for n in await shop.tell()] == ["a"]


async def test_what_fails_for_ever_dies_and_operators_are_told(shop: Shop) -> None:
    await put(shop, "a")
    tries = 0

    async def telegram(notice: Notice) -> Outcome:
        nonlocal tries
        if notice.key != "a":
            return Sent()
        tries += 1
        return Later("Bad gateway")

    for _ in range(40):
        await shop.tell(telegram)
        shop.clock.move(hours=1)
    assert tries == MAX_ATTEMPTS
    assert (await states(shop))["a"] == "dead"
    assert shop.alerts() == [("notice_dead", "outbox")]


async def test_what_telegram_will_never_take_dies_at_once(shop: Shop) -> None:
    await put(shop, "a")
    await deliver(shop.desk, says(Broken("can't parse entities")))
    assert (await states(shop))["a"] == "dead"
    await shop.tell()
    assert shop.alerts(OPERATOR) == [("notice_dead", "outbox")]


async def test_an_alert_that_cannot_be_told_makes_no_further_alert(shop: Shop) -> None:
    await put(shop, "a")
    await deliver(shop.desk, says(Broken("no")))
    for _ in range(5):
        await deliver(shop.desk, says(Broken("no")))
    assert set((await states(shop)).values()) == {"dead"}
    assert len(await shop.rows(outbox)) == 3, "the notice, and one alert to each operator"


async def test_flood_control_puts_it_back_unharmed(shop: Shop) -> None:
    await put(shop, "a")
    for _ in range(MAX_ATTEMPTS * 2):
        await deliver(
            shop.desk, says(Later("Too Many Requests", after=timedelta(seconds=30), counts=False))
        )
        shop.clock.move(seconds=30)
    assert [n.key for n in await shop.tell()] == ["a"]
    assert shop.alerts() == []


async def test_flood_control_is_waited_out(shop: Shop) -> None:
    await put(shop, "a")
    await deliver(
        shop.desk, says(Later("Too Many Requests", after=timedelta(seconds=30), counts=False))
    )
    shop.clock.move(seconds=29)
    assert await shop.tell() == []
    shop.clock.move(seconds=1)
    assert len(await shop.tell()) == 1


async def test_who_blocked_the_bot_is_marked_and_stops_nobody_else(shop: Shop) -> None:
    await put(shop, "1", "3")
    await put(shop, "2", user_id=STRANGER)

    async def telegram(notice: Notice) -> Outcome:
        return Unreachable("Forbidden") if notice.user_id == CUSTOMER else Sent()

    assert [n.key for n in await shop.tell(telegram)] == ["2"]
    reachable = {row["id"]: row["reachable"] for row in await shop.rows(users)}
    assert (reachable[CUSTOMER], reachable[STRANGER]) == (False, True)
    assert await states(shop) == {"1": "dead", "2": "sent", "3": "dead"}
    assert shop.alerts() == [], "that isn't the operators' to mend"
    await shop.meet(CUSTOMER)
    assert next(r["reachable"] for r in await shop.rows(users) if r["id"] == CUSTOMER)


async def test_a_bug_in_one_notice_stops_no_other_and_ends(shop: Shop) -> None:
    await put(shop, "bad", "good")

    async def telegram(notice: Notice) -> Outcome:
        if notice.key == "bad":
            raise KeyError("a renderer's bug")
        return Sent()

    for _ in range(40):
        await shop.tell(telegram)
        shop.clock.move(hours=1)
    assert [n.key for n in shop.told(CUSTOMER, NoticeKind.REFILL)] == ["good"]
    assert (await states(shop))["bad"] == "dead"
    assert [kind for kind, _ in shop.alerts()] == ["bug", "notice_dead"], "once each"


async def test_edits_of_one_card_collapse(shop: Shop) -> None:
    for _ in range(5):
        await put_card(shop)
    await put_card(shop, 2)
    assert [n.subject for n in await shop.tell()] == [1, 2]
    await put_card(shop)
    assert [n.subject for n in await shop.tell()] == [1]


async def test_a_card_that_changed_while_it_was_sent_is_sent_again(shop: Shop) -> None:
    await put_card(shop)
    changes = 1

    async def telegram(notice: Notice) -> Outcome:
        nonlocal changes
        if changes:
            changes -= 1
            await put_card(shop)
        return Sent()

    assert len(await shop.tell(telegram)) == 2


async def test_a_card_that_changed_while_telegram_failed_is_due_at_once(shop: Shop) -> None:
    await put_card(shop)

    async def telegram(_: Notice) -> Outcome:
        await put_card(shop)
        return Later("timed out")

    await deliver(shop.desk, telegram)
    assert len(await shop.tell()) == 1


async def test_the_older_state_that_arrives_late_settles_nothing_of_the_newer(shop: Shop) -> None:
    """Two senders: the newer state fails, so the card is due again, whatever became of the older one."""
    await put_card(shop)
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: Notice) -> Outcome:
        began.set()
        await go_on.wait()
        return Sent()

    async def failing(_: Notice) -> Outcome:
        go_on.set()
        await older
        return Later("timed out")

    older = asyncio.create_task(deliver(shop.desk, slow))
    await began.wait()
    await put_card(shop)
    await deliver(shop.desk, failing)
    shop.clock.move(seconds=5)
    assert len(await shop.tell()) == 1


async def test_death_while_sending_repeats_after_the_lease(shop: Shop) -> None:
    await put(shop, "a")
    began = asyncio.Event()

    async def telegram(_: Notice) -> Outcome:
        began.set()
        await asyncio.Event().wait()
        return Sent()

    sending = asyncio.create_task(deliver(shop.desk, telegram))
    await began.wait()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert await shop.tell() == []
    shop.clock.move(minutes=3)
    assert [n.key for n in await shop.tell()] == ["a"]


async def test_two_senders_tell_each_notice_once(shop: Shop) -> None:
    await put(shop, *(str(n) for n in range(50)))
    await asyncio.gather(*(shop.tell(take) for _ in range(3)))
    keys = [n.key for n in shop.mail]
    assert len(keys) == len(set(keys)) == 50


async def test_an_alert_goes_to_every_operator_once_until_it_clears(shop: Shop) -> None:
    for _ in range(3):
        async with shop.storage.transaction() as tx:
            await telling.alert(tx, AlertKind.LOW_BALANCE, "main", shop.clock(), details={})
    assert sorted(n.user_id for n in await shop.tell()) == [1, 2]
    for _ in range(2):
        async with shop.storage.transaction() as tx:
            await telling.cleared(tx, AlertKind.LOW_BALANCE, "main", shop.clock())
    assert sorted(n.user_id for n in await shop.tell()) == [1, 2]

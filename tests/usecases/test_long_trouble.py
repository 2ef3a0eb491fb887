"""Trouble that lasts: books that fail, panels that hang for hours or are gone, people who can't be reached."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.domain.notice import NoticeKind
from bot.domain.order import OrderStatus
from bot.domain.refill import RefillStatus
from bot.usecases import access, balances, deciding, delivery, orphans, refilling, submitting
from bot.usecases.delivery import Later, Outcome, Unreachable
from storage import Storage
from storage.orders import Orders
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, Shop, open_shop


def _failing(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """The books can't take what a panel answered, so many times."""
    place = Orders.place
    left = [times]

    async def failing(self: Orders, *given: Any, **named: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise OperationalError("UPDATE orders", {}, Exception("database is locked"))
        return await place(self, *given, **named)

    monkeypatch.setattr(Orders, "place", failing)
    monkeypatch.setattr(submitting, "_PAUSES", (0, 0))


async def test_books_that_fail_for_a_moment_lose_no_answer(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await shop.order()
    _failing(monkeypatch, times=2)
    await shop.live()
    assert (await shop.get(order)).panel_order_id == next(iter(shop.truth.orders))
    assert len(shop.adds()) == 1


async def test_books_that_fail_for_longer_leave_nothing_in_the_middle(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the error could be written down: the lane finds the order once the books are back."""
    order = await shop.order()
    _failing(monkeypatch, times=99)
    async with shop.storage.transaction() as tx:
        await tx.orders.move(order.id, OrderStatus.QUEUED, OrderStatus.SUBMITTING)
        await tx.attempts.begin(order, epoch=1, balance_before=None, now=shop.clock())
    await shop.live()
    assert await shop.status(order) is OrderStatus.UNCONFIRMED
    assert shop.news() == [(order.id, "unconfirmed")]
    assert shop.adds() == []


async def test_a_panel_that_hangs_makes_few_orders_unconfirmed_not_all(shop: Shop) -> None:
    orders = [await shop.order() for _ in range(6)]
    shop.truth.faults.add("add", "reset_after", times=None)
    await shop.live()
    assert len(shop.adds()) == 1
    await shop.live(minutes=1)
    assert len(shop.adds()) == 2
    await shop.live(minutes=1)
    assert len(shop.adds()) == 2  # the more are unconfirmed, the longer the next waits
    shop.truth.faults.clear()
    await shop.live(hours=1)
    placed = [await shop.status(order) for order in orders]
    assert placed.count(OrderStatus.UNCONFIRMED) == 2
    assert len(shop.adds()) == 6


async def test_an_order_that_waits_for_long_is_told_whatever_the_reason(shop: Shop) -> None:
    order = await shop.order()
    shop.truth.faults.add("add", "maintenance", times=None)
    await shop.live()
    assert shop.alerts() == []
    for _ in range(3):
        await shop.live(minutes=20)
    assert shop.alerts() == [("orders_wait", "main")]
    shop.truth.faults.clear()
    await shop.live(minutes=20)
    assert await shop.status(order) is OrderStatus.PENDING
    assert ("orders_wait", "main") not in await shop.alerts_up()


async def test_orders_at_a_panel_that_was_taken_out_are_told_of(storage: Storage) -> None:
    async with open_shop(storage, panels=("main", "spare")) as shop:
        sent = await shop.order(panel="spare")
        await shop.lanes("spare")
        waiting = await shop.order(panel="spare")
        whole = shop.desk
        shop.desk = replace(whole, panels={"main": whole.panels["main"]})
        await orphans.settle(shop.desk)
        await orphans.settle(shop.desk)
        await shop.tell()
        assert await shop.status(waiting) is OrderStatus.CANCELED
        assert await shop.status(sent) is OrderStatus.PENDING
        assert shop.news() == [(waiting.id, "canceled")]
        assert shop.alerts() == [("panel_gone", "spare")]
        shop.desk = whole
        await orphans.settle(shop.desk)
        assert await shop.alerts_up() == set()


async def test_an_answer_that_contradicts_a_decision_is_told(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another copy decided while this one waited for the panel; its word stands, and operators learn the truth."""
    order = await shop.order()
    panel = shop.desk.panels["main"]
    add = panel.add

    async def slow(*given: Any, **named: Any) -> Any:
        added = await add(*given, **named)
        await submitting.recover(shop.desk, "main")
        shop.clock.move(hours=1)
        await deciding.not_placed(shop.desk, OPERATOR, order.id)
        return added

    monkeypatch.setattr(panel, "add", slow)
    await shop.live()
    assert await shop.status(order) is OrderStatus.REJECTED
    assert shop.alerts() == [("contradiction", f"order {order.id}")]
    assert (await shop.attempt(order)).hinted_order_id == next(iter(shop.truth.orders))


async def test_a_refill_that_a_panel_cannot_tell_of_stands_in_no_ones_way(shop: Shop) -> None:
    order = await shop.placed(service="1002")
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    await shop.live(minutes=2)
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    shop.truth.faults.add("refill_status", "answer", times=None, value={"error": "Invalid action"})
    for _ in range(3):
        await shop.live(minutes=5)
    again = await refilling.ask(shop.desk, CUSTOMER, order.id)
    assert again.status is RefillStatus.QUEUED


async def test_who_could_not_be_reached_is_told_when_they_write(shop: Shop) -> None:
    """An operator who hadn't started the bot yet; a customer who had blocked it."""

    async def nobody_home(notice: object) -> Outcome:
        del notice
        return Unreachable("bot was blocked by the user")

    shop.truth.faults.add("balance", "wrong_key", times=1)
    with pytest.raises(Exception, match="key"):
        await balances.read(shop.desk, "main")
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    shop.clock.move(minutes=2)
    await shop.polls()
    await shop.tell(nobody_home)
    assert shop.mail == []
    for user_id in (OPERATOR, CUSTOMER):
        await access.meet(shop.desk, await _as_met(shop, user_id))
    await shop.tell()
    assert shop.news() == [(order.id, "completed")]
    assert shop.told(OPERATOR, NoticeKind.OPERATOR_ORDER)
    assert shop.told(SECOND_OPERATOR, NoticeKind.OPERATOR_ORDER) == []


async def _as_met(shop: Shop, user_id: int) -> Any:
    async with shop.storage.transaction() as tx:
        user = await tx.users.get(user_id)
    assert user is not None
    assert not user.reachable
    return user


async def test_an_outage_of_telegram_loses_no_notice_however_long(shop: Shop) -> None:
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    shop.clock.move(minutes=2)
    await shop.polls()

    async def away(notice: object) -> Outcome:
        del notice
        return Later("no connection", after=timedelta(seconds=10), counts=False)

    for _ in range(50):
        await shop.tell(away)
        shop.clock.move(minutes=10)
    await shop.tell()
    assert shop.news() == [(order.id, "completed")]


async def test_what_was_being_told_when_the_bot_died_is_told_at_once_after_the_restart(
    shop: Shop,
) -> None:
    order = await shop.placed()
    async with shop.storage.transaction() as tx:
        lost = await tx.outbox.claim(shop.clock(), lease=timedelta(minutes=2), limit=9)
    assert lost
    await shop.tell()
    assert shop.mail == []
    await delivery.recover(shop.desk)
    await shop.tell()
    assert [notice.subject for notice in shop.mail] == [order.id]

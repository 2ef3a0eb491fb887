"""Refills: asked for once, sent once, told how they went."""

import asyncio
from typing import Any

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.notice import NoticeKind
from bot.domain.order import Order
from bot.domain.refill import Refill, RefillStatus
from bot.sandbox.panel import Dialect
from bot.usecases import refilling, showing
from storage import Storage
from tests.usecases.shop import CUSTOMER, STRANGER, Shop, open_shop

FOLLOWERS = "1002"


async def completed(shop: Shop, service: str = FOLLOWERS) -> Order:
    order = await shop.placed(service=service, quantity=100)
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    await shop.live(minutes=2)
    return await shop.get(order)


async def last(shop: Shop, order: Order) -> Refill:
    refill = (await showing.card(shop.desk, order)).refill
    assert refill is not None
    return refill


def told(shop: Shop) -> int:
    return len(shop.told(CUSTOMER, NoticeKind.REFILL))


async def test_a_refill_is_asked_for_followed_and_told(shop: Shop) -> None:
    order = await completed(shop)
    request = await refilling.ask(shop.desk, CUSTOMER, order.id)
    assert (request.status, request.order_id) == (RefillStatus.QUEUED, order.id)
    await shop.live()
    assert (await last(shop, order)).status is RefillStatus.PENDING
    assert [f["order"] for f in shop.asked("refill")] == [order.panel_order_id]
    assert told(shop) == 0
    shop.truth.set_refill_status("901", "In progress")
    await shop.live(minutes=2)
    assert (await last(shop, order)).status is RefillStatus.IN_PROGRESS
    shop.truth.set_refill_status("901", "Completed")
    for _ in range(3):
        await shop.live(minutes=2)
    assert (await last(shop, order)).status is RefillStatus.COMPLETED
    assert told(shop) == 1


async def test_a_second_tap_finds_the_first_and_later_one_may_ask_again(shop: Shop) -> None:
    order = await completed(shop)
    answers = await asyncio.gather(
        *(refilling.ask(shop.desk, CUSTOMER, order.id) for _ in range(5)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, ShopError)]
    assert [error.problem for error in refused] == [Problem.ALREADY_ASKED] * 4
    await shop.live()
    assert len(shop.asked("refill")) == 1
    shop.truth.set_refill_status("901", "Rejected")
    await shop.live(minutes=2)
    assert (await last(shop, order)).status is RefillStatus.REJECTED
    assert told(shop) == 1
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    assert len(shop.asked("refill")) == 2


async def test_only_what_was_delivered_by_a_service_with_refills(shop: Shop) -> None:
    running = await shop.placed(service=FOLLOWERS, quantity=100)
    without = await completed(shop, service="1004")
    for order, user, problem in [
        (running, CUSTOMER, Problem.NOT_REFILLABLE),
        (without, CUSTOMER, Problem.NOT_REFILLABLE),
        (running, STRANGER, Problem.ORDER_UNKNOWN),
    ]:
        with pytest.raises(ShopError) as refused:
            await refilling.ask(shop.desk, user, order.id)
        assert refused.value.problem is problem


async def test_the_panels_reason_is_told(shop: Shop) -> None:
    order = await completed(shop)
    shop.truth.refill_wait = 86_400
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    refill = await last(shop, order)
    assert refill.status is RefillStatus.REFUSED
    assert refill.reason.endswith("less than 24 hours ago")
    assert told(shop) == 1


_MAYBE: dict[str, dict[str, Any]] = {
    "no answer": {"kind": "hang_after"},
    "reset": {"kind": "reset_after"},
    "500": {"kind": "status_500_after"},
    "a web page": {"kind": "html_after"},
    "empty": {"kind": "empty_after"},
    "truncated": {"kind": "truncated"},
    "redirected": {"kind": "redirect_307"},
}


@pytest.mark.parametrize("fault", _MAYBE.values(), ids=_MAYBE)
async def test_what_may_have_arrived_is_not_sent_again_and_told_as_it_is(
    shop: Shop, fault: dict[str, Any]
) -> None:
    order = await completed(shop)
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    shop.fault("refill", **fault)
    await shop.live()
    shop.truth.faults.release()
    await shop.restart()
    await shop.live(hours=1)
    assert (await last(shop, order)).status is RefillStatus.UNKNOWN
    assert len(shop.asked("refill")) == 1
    assert told(shop) == 1


@pytest.mark.parametrize("kind", ["rate_limit_429", "maintenance"])
async def test_a_busy_panel_is_asked_later(shop: Shop, kind: str) -> None:
    order = await completed(shop)
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    shop.truth.faults.add("refill", kind)
    await shop.live()
    assert (await last(shop, order)).status is RefillStatus.QUEUED
    await shop.live(minutes=1)
    assert (await last(shop, order)).status is RefillStatus.PENDING
    assert len(shop.truth.refills) == 1
    assert told(shop) == 0


async def test_death_while_asking_is_told_as_unknown(shop: Shop) -> None:
    order = await completed(shop)
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    fault = shop.truth.faults.add("refill", "hang_after")
    sending = asyncio.create_task(shop.lanes())
    await fault.began.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await shop.restart()
    await shop.live(hours=1)
    assert (await last(shop, order)).status is RefillStatus.UNKNOWN
    assert len(shop.asked("refill")) == 1
    assert told(shop) == 1


async def test_a_panel_without_refills_is_learnt_about(storage: Storage) -> None:
    dialect = Dialect(lacks=frozenset({"refill"}), lacking=None)
    async with open_shop(storage, dialect=dialect) as shop:
        other = await completed(shop)
        for tries in (1, 2):  # one such answer may be a hiccup
            order = await completed(shop)
            await refilling.ask(shop.desk, CUSTOMER, order.id)
            await shop.live()
            refill = await last(shop, order)
            assert (refill.status, refill.reason) == (RefillStatus.REFUSED, "")
            assert told(shop) == tries
        with pytest.raises(ShopError) as refused:
            await refilling.ask(shop.desk, CUSTOMER, other.id)
        assert refused.value.problem is Problem.NOT_REFILLABLE
        assert not (await showing.card(shop.desk, other)).can_refill


async def test_a_refill_without_an_id_does_not_stand_in_the_way_for_ever(shop: Shop) -> None:
    order = await completed(shop)
    shop.truth.faults.add("refill", "answer", value={"success": True})
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    assert (await last(shop, order)).status is RefillStatus.PENDING
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    assert len(shop.asked("refill")) == 2


async def test_a_word_nobody_knows_is_asked_about_again(shop: Shop) -> None:
    order = await completed(shop)
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    shop.truth.set_refill_status("901", "Pondering")
    await shop.live(minutes=5)
    assert (await last(shop, order)).status is RefillStatus.PENDING
    shop.truth.set_refill_status("901", "Canceled")
    await shop.live(minutes=5)
    assert (await last(shop, order)).status is RefillStatus.CANCELED
    assert told(shop) == 1


async def test_a_panel_in_trouble_is_caught_up_with(shop: Shop) -> None:
    order = await completed(shop)
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    shop.truth.set_refill_status("901", "Completed")
    shop.truth.faults.add("refill_status", "html", times=3)
    await shop.live(minutes=2)
    await shop.live(minutes=5)
    assert (await last(shop, order)).status is RefillStatus.COMPLETED
    assert told(shop) == 1

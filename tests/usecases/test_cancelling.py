"""Cancellations: at once before sending; afterwards a request, which is true only once the order says so."""

import asyncio

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.notice import NoticeKind
from bot.domain.order import Order, OrderStatus
from bot.domain.refill import Cancellation, CancellationStatus
from bot.sandbox.panel import Dialect
from bot.usecases import cancelling, showing, submitting, tracking
from storage import Storage
from tests.usecases.shop import CUSTOMER, NOWHERE, STRANGER, Shop, open_shop


async def last(shop: Shop, order: Order) -> Cancellation:
    cancellation = (await showing.card(shop.desk, order)).cancellation
    assert cancellation is not None
    return cancellation


def told(shop: Shop) -> int:
    return len(shop.told(CUSTOMER, NoticeKind.CANCELLATION))


async def test_a_yes_is_a_request_until_the_order_is_canceled(shop: Shop) -> None:
    order = await shop.placed(quantity=1000)
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    assert (await last(shop, order)).status is CancellationStatus.REQUESTED
    assert await shop.status(order) is OrderStatus.PENDING
    assert [f["orders"] for f in shop.asked("cancel")] == [order.panel_order_id]
    assert shop.news() == []
    for _ in range(3):
        await shop.live(minutes=1)
    assert await shop.status(order) is OrderStatus.CANCELED
    assert (await last(shop, order)).status is CancellationStatus.DONE
    assert shop.news() == [(order.id, "canceled")]
    assert told(shop) == 0, "the order's own news says it"


async def test_an_order_that_finished_all_the_same_came_too_late(shop: Shop) -> None:
    order = await shop.placed()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    for _ in range(3):
        await shop.live(minutes=1)
    assert (await last(shop, order)).status is CancellationStatus.TOO_LATE
    assert shop.news() == [(order.id, "completed")]
    assert told(shop) == 1


async def test_a_second_tap_finds_the_first(shop: Shop) -> None:
    order = await shop.placed()
    answers = await asyncio.gather(
        *(cancelling.ask(shop.desk, CUSTOMER, order.id) for _ in range(5)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, ShopError)]
    assert [error.problem for error in refused] == [Problem.ALREADY_ASKED] * 4
    await shop.live()
    assert len(shop.asked("cancel")) == 1


async def test_taking_a_queued_order_back_twice_is_told_once(shop: Shop) -> None:
    order = await shop.order()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    with pytest.raises(ShopError) as refused:
        await cancelling.ask(shop.desk, CUSTOMER, order.id)
    assert refused.value.problem is Problem.NOT_CANCELABLE
    await shop.live()
    assert shop.news() == [(order.id, "canceled")]


async def test_the_panels_refusal_is_told_with_its_reason(shop: Shop) -> None:
    order = await shop.placed()
    sentence = "This order has already started and cannot be cancelled."
    refused = [{"order": order.panel_order_id, "cancel": {"error": sentence}}]
    shop.truth.faults.add("cancel", "answer", value=refused)
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    cancellation = await last(shop, order)
    assert (cancellation.status, cancellation.reason) == (CancellationStatus.REFUSED, sentence)
    assert told(shop) == 1
    assert await shop.status(order) is OrderStatus.PENDING
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    assert (await last(shop, order)).status is CancellationStatus.REQUESTED


async def test_who_and_what_cannot_be_canceled(shop: Shop) -> None:
    order = await shop.placed()
    fixed = await shop.placed(service="1004", quantity=100)
    unsure = await shop.order()
    shop.truth.faults.add("add", "reset_after")
    await shop.lanes()
    for number, user, problem in [
        (order.id, STRANGER, Problem.ORDER_UNKNOWN),
        (fixed.id, CUSTOMER, Problem.NOT_CANCELABLE),
        (unsure.id, CUSTOMER, Problem.ORDER_RUNNING),
        (999, CUSTOMER, Problem.ORDER_UNKNOWN),
    ]:
        with pytest.raises(ShopError) as refused:
            await cancelling.ask(shop.desk, user, number)
        assert refused.value.problem is problem


async def test_an_order_that_is_being_sent_cannot_be_taken_back(shop: Shop) -> None:
    order = await shop.order()
    fault = shop.truth.faults.add("add", "latency", seconds=600)
    sending = asyncio.create_task(submitting.submit_next(shop.desk, "main"))
    await fault.began.wait()
    with pytest.raises(ShopError) as refused:
        await cancelling.ask(shop.desk, CUSTOMER, order.id)
    assert refused.value.problem is Problem.ORDER_RUNNING
    shop.truth.faults.release()
    await sending
    assert await shop.status(order) is OrderStatus.PENDING


@pytest.mark.parametrize(
    "kind", ["hang_after", "reset_after", "status_500_after", "html_after", "empty_after"]
)
async def test_what_may_have_arrived_is_not_sent_again(shop: Shop, kind: str) -> None:
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "In progress")
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    shop.fault("cancel", kind=kind)
    await shop.live()
    shop.truth.faults.release()
    await shop.restart()
    await shop.live(hours=1)
    assert (await last(shop, order)).status is CancellationStatus.UNKNOWN
    assert len(shop.asked("cancel")) == 1
    assert told(shop) == 1


async def test_a_panel_that_cannot_be_reached_is_asked_later(shop: Shop) -> None:
    order = await shop.placed()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    panel = shop.desk.panels["main"]
    url, panel._url = panel._url, NOWHERE
    await shop.lanes()
    assert (await last(shop, order)).status is CancellationStatus.QUEUED
    panel._url = url
    await shop.live(minutes=1)
    assert len(shop.asked("cancel")) == 1
    assert told(shop) == 0


async def test_death_while_asking_is_told_as_unknown(shop: Shop) -> None:
    order = await shop.placed()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    fault = shop.truth.faults.add("cancel", "hang")
    sending = asyncio.create_task(shop.lanes())
    await fault.began.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await shop.restart()
    await shop.live()
    assert (await last(shop, order)).status is CancellationStatus.UNKNOWN
    assert len(shop.asked("cancel")) == 1
    assert told(shop) == 1


async def test_a_panel_without_cancellations_is_learnt_about(storage: Storage) -> None:
    dialect = Dialect(lacks=frozenset({"cancel"}), lacking="Invalid action")
    async with open_shop(storage, dialect=dialect) as shop:
        other = await shop.placed()
        for tries in (1, 2):  # one such answer may be a hiccup
            order = await shop.placed()
            await cancelling.ask(shop.desk, CUSTOMER, order.id)
            await shop.live()
            assert (await last(shop, order)).status is CancellationStatus.REFUSED
            assert told(shop) == tries
        with pytest.raises(ShopError) as refused:
            await cancelling.ask(shop.desk, CUSTOMER, other.id)
        assert refused.value.problem is Problem.NOT_CANCELABLE
        assert not (await showing.card(shop.desk, other)).can_cancel


async def test_an_order_that_ends_while_the_request_is_on_its_way_settles_it(shop: Shop) -> None:
    order = await shop.placed()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    fault = shop.truth.faults.add("cancel", "latency", seconds=600)
    sending = asyncio.create_task(cancelling.submit_next(shop.desk, "main"))
    await fault.began.wait()
    shop.truth.faults.add(
        "status", "answer", value={"status": "Completed", "remains": "0", "charge": "0.1"}
    )
    await tracking.refresh(shop.desk, CUSTOMER, order.id)
    shop.truth.faults.release()
    await sending
    await shop.live()
    assert (await last(shop, order)).status is CancellationStatus.TOO_LATE
    assert told(shop) == 1


@pytest.mark.parametrize(("word", "notices"), [("Canceled", 0), ("Completed", 1)])
async def test_an_order_that_ended_before_the_request_was_sent(
    shop: Shop, word: str, notices: int
) -> None:
    order = await shop.placed()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    shop.truth.set_status(str(order.panel_order_id), word)
    await tracking.refresh(shop.desk, CUSTOMER, order.id)
    await shop.live()
    assert shop.asked("cancel") == []
    assert not (await last(shop, order)).status.open
    assert told(shop) == notices

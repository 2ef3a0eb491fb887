"""One run of the timetable: bounded, and fair to all kinds of work."""

import pytest

from bot import jobs
from bot.domain.order import OrderStatus
from bot.usecases import refilling, tracking
from tests.usecases.shop import CUSTOMER, Shop


@pytest.fixture
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "BATCH", 1)
    monkeypatch.setattr(refilling, "_BATCH", 1)


async def refill_asked(shop: Shop) -> None:
    order = await shop.placed(service="1002", quantity=100)
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    await shop.live(minutes=2)
    await refilling.ask(shop.desk, CUSTOMER, order.id)
    await shop.lanes()


@pytest.mark.usefixtures("_small_batches")
async def test_all_that_is_due_is_looked_at_in_one_run(shop: Shop) -> None:
    orders = [await shop.placed() for _ in range(5)]
    for order in orders:
        shop.truth.set_status(str(order.panel_order_id), "Completed")
    shop.clock.move(minutes=2)
    await jobs.check_orders(shop.desk, "main")
    assert {await shop.status(order) for order in orders} == {OrderStatus.COMPLETED}


@pytest.mark.usefixtures("_small_batches")
async def test_refills_have_their_turn_however_many_orders_are_due(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_BATCHES", 3)
    await refill_asked(shop)
    for _ in range(5):
        await shop.placed()
    shop.clock.move(minutes=2)
    before = len(shop.truth.received)
    await jobs.check_orders(shop.desk, "main")
    asked = [request.action for request in shop.truth.received[before:]]
    assert asked == ["status", "refill_status", "status", "status"]

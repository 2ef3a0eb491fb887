"""What the panel receives for a confirmed order, and the outcomes that aren't anybody's fault."""

import asyncio
from decimal import Decimal

import pytest

from bot.domain.notice import NoticeKind
from bot.domain.order import OrderStatus
from bot.usecases import balances, cancelling, submitting
from storage import Storage
from tests.usecases.shop import (
    CUSTOMER,
    LIKES,
    NOWHERE,
    OPERATOR,
    SECOND_OPERATOR,
    Shop,
    open_shop,
)
from tests.usecases.typed import EVERY_FORM, EVERY_FORM_NAMES, Typed


@pytest.mark.parametrize("typed", EVERY_FORM, ids=EVERY_FORM_NAMES)
async def test_the_panel_receives_what_was_confirmed_and_nothing_else(
    shop: Shop, typed: Typed
) -> None:
    form = await shop.fill(typed)
    order = await shop.confirm(form)
    await shop.lanes()
    (received,) = shop.adds()
    assert received == {
        "key": shop.truth.key,
        "action": "add",
        "service": typed.service,
        **typed.sent,
    }
    placed = await shop.get(order)
    assert placed.status is OrderStatus.PENDING
    truth = shop.truth.orders[str(placed.panel_order_id)]
    if not form.draft.quote(form.listing.service).estimate:
        assert truth.charge == placed.cost


async def test_a_placed_order_is_told_by_its_card_alone(shop: Shop) -> None:
    order = await shop.placed()
    told = await shop.tell()
    assert [(n.kind, n.user_id) for n in told] == [(NoticeKind.CARD, CUSTOMER)]
    attempt = await shop.attempt(order)
    assert (attempt.outcome, attempt.http_status) == ("placed", 200)
    assert attempt.answer == f'{{"order":{order.panel_order_id}}}'
    assert (attempt.balance_before, attempt.epoch) == (Decimal(100), 1)
    assert shop.truth.key not in str(attempt)


async def test_orders_are_sent_in_the_order_of_confirming_each_once(shop: Shop) -> None:
    orders = [await shop.order(quantity=n) for n in (10, 20, 30)]
    await shop.lanes()
    await shop.lanes()
    assert [add["quantity"] for add in shop.adds()] == ["10", "20", "30"]
    assert all([await shop.status(order) is OrderStatus.PENDING for order in orders])


async def test_an_order_taken_back_before_it_was_sent_is_never_sent(shop: Shop) -> None:
    order = await shop.order()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live(minutes=10)
    assert shop.adds() == []
    assert await shop.status(order) is OrderStatus.CANCELED
    assert shop.news() == [(order.id, "canceled")]


async def test_an_order_taken_back_while_the_balance_is_read_is_not_sent(shop: Shop) -> None:
    order = await shop.order()
    fault = shop.truth.faults.add("balance", "latency", seconds=600)
    sending = asyncio.create_task(submitting.submit_next(shop.desk, "main"))
    await fault.began.wait()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    shop.truth.faults.release()
    await sending
    await shop.lanes()
    assert shop.adds() == []
    assert await shop.status(order) is OrderStatus.CANCELED


async def test_a_panel_that_refuses_connections_gets_the_order_later_once(
    storage: Storage,
) -> None:
    async with open_shop(storage) as shop:
        panel = shop.desk.panels["main"]
        first, second = await shop.order(), await shop.order()
        url, panel._url = panel._url, NOWHERE
        for _ in range(3):
            await shop.lanes()
            shop.clock.move(seconds=30)
        await shop.tell()
        for order in (first, second):
            waiting = await shop.get(order)
            assert (waiting.status, waiting.waits) == (OrderStatus.QUEUED, True)
        assert shop.alerts() == shop.alerts(SECOND_OPERATOR) == [("panel_down", "main")]
        assert shop.news() == []
        panel._url = url
        await shop.live(seconds=30)
        assert [add["link"] for add in shop.adds()] == [first.link, second.link]
        assert await shop.status(second) is OrderStatus.PENDING
        await shop.tell()
        assert shop.cleared() == []  # it may be gone again in a moment
        await shop.live(minutes=6)
        assert shop.cleared() == [("panel_down", "main")]


async def test_a_connection_refused_for_the_order_itself_leaves_it_queued(shop: Shop) -> None:
    """The balance was read, then the panel went away: nothing was sent, and that is known."""
    order = await shop.order()
    panel = shop.desk.panels["main"]
    url = panel._url
    with shop.when_written("attempts", lambda: setattr(panel, "_url", NOWHERE)):
        assert await submitting.submit_next(shop.desk, "main")
    attempt = await shop.attempt(order)
    assert (attempt.outcome, attempt.answer) == ("not sent", "")
    assert await shop.status(order) is OrderStatus.QUEUED
    assert shop.adds() == []
    panel._url = url
    await shop.live(seconds=30)
    assert len(shop.adds()) == 1
    assert await shop.status(order) is OrderStatus.PENDING


@pytest.mark.parametrize("kind", ["rate_limit_429", "rate_limit_200", "maintenance"])
async def test_a_busy_panel_gets_the_order_later_once(shop: Shop, kind: str) -> None:
    order = await shop.order()
    shop.truth.faults.add("add", kind, times=2, seconds=90)
    await shop.live()
    waiting = await shop.get(order)
    assert (waiting.status, waiting.waits) == (OrderStatus.QUEUED, True)
    await shop.live(seconds=100)
    await shop.live(seconds=100)
    assert await shop.status(order) is OrderStatus.PENDING
    assert len(shop.truth.orders) == 1
    assert shop.alerts() == []
    assert shop.news() == []


async def test_the_time_a_panel_names_is_respected(shop: Shop) -> None:
    await shop.order()
    other = await shop.order()
    shop.truth.faults.add("add", "rate_limit_429", seconds=90)
    await shop.live()
    await shop.live(seconds=80)
    assert len(shop.adds()) == 1, "the other order waits too: it is the account that is limited"
    await shop.live(seconds=20)
    assert len(shop.adds()) == 3
    assert await shop.status(other) is OrderStatus.PENDING


async def test_missing_funds_park_the_order_until_the_balance_rises(storage: Storage) -> None:
    async with open_shop(storage, balance=Decimal("0.05")) as shop:
        dear, cheap = await shop.order(quantity=1000), await shop.order(quantity=100)
        await shop.live()
        parked = await shop.get(dear)
        assert (parked.status, parked.waits) == (OrderStatus.QUEUED, True)
        assert await shop.status(cheap) is OrderStatus.PENDING, "it could be paid"
        assert shop.alerts() == [("no_funds", "main")]
        assert shop.news() == [], "it isn't the customer who lacks funds"
        await shop.live(minutes=6)
        await shop.live(minutes=6)
        assert shop.alerts() == [("no_funds", "main")], "told once, however often it is tried"
        assert shop.cleared() == []
        shop.truth.set_balance(Decimal(50))
        shop.desk.wake.lanes["main"].clear()
        await balances.read(shop.desk, "main")
        assert shop.desk.wake.lanes["main"].is_set()
        await shop.live()
        assert await shop.status(dear) is OrderStatus.PENDING
        assert shop.cleared() == [("no_funds", "main")]
        assert len(shop.truth.orders) == 2


async def test_a_wrong_key_holds_orders_back_and_is_told_once(shop: Shop) -> None:
    order = await shop.order()
    key, shop.truth.key = shop.truth.key, "another"
    for _ in range(3):
        await shop.live(minutes=6)
    assert shop.adds() == []
    assert (await shop.get(order)).waits
    assert shop.alerts() == shop.alerts(SECOND_OPERATOR) == [("key_refused", "main")]
    shop.truth.key = key
    await shop.live(minutes=6)
    assert await shop.status(order) is OrderStatus.PENDING
    assert len(shop.adds()) == 1
    assert shop.cleared() == [("key_refused", "main")]


async def test_a_suspended_account_is_told_once_though_its_balance_can_be_read(shop: Shop) -> None:
    order = await shop.order()
    suspended = {"error": "Account suspended"}
    shop.truth.faults.add("add", "answer", times=None, value=suspended)
    for _ in range(3):
        await shop.live(minutes=6)
    assert len(shop.adds()) == 3
    assert shop.alerts() == [("key_refused", "main")]
    assert shop.cleared() == []
    shop.truth.faults.clear()
    await shop.live(minutes=6)
    assert await shop.status(order) is OrderStatus.PENDING
    assert shop.cleared() == [("key_refused", "main")]


async def test_a_balance_refused_in_unknown_words_is_told(shop: Shop) -> None:
    order = await shop.order()
    shop.truth.faults.add("balance", "unknown_error", times=None)
    await shop.live()
    assert shop.adds() == []
    assert await shop.status(order) is OrderStatus.QUEUED
    assert shop.alerts() == [("panel_down", "main")]


async def test_a_panel_without_a_balance_takes_orders_all_the_same(storage: Storage) -> None:
    async with open_shop(storage) as shop:
        shop.truth.faults.add("balance", "null", times=None)
        order = await shop.placed()
        assert (await shop.attempt(order)).balance_before is None
        unsure = await shop.order()
        shop.truth.faults.add("add", "unknown_error")
        await shop.live()
        assert await shop.status(unsure) is OrderStatus.UNCONFIRMED


async def test_a_wrong_service_rejects_and_refreshes_the_catalogue(shop: Shop) -> None:
    order = await shop.order()
    shop.truth.remove_service(int(LIKES))
    await shop.live()
    assert await shop.status(order) is OrderStatus.REJECTED
    assert shop.news() == [(order.id, "rejected")]
    assert (await shop.get(order)).reason == "", "the customer can't mend it"
    assert shop.alerts() == [("panel_refuses", "main")]
    assert shop.told(OPERATOR, NoticeKind.ALERT)[0].data["reason"] == "Incorrect service ID"
    assert (await shop.listing()).unorderable is not None


async def test_what_is_the_customers_to_mend_is_told_in_the_panels_words(shop: Shop) -> None:
    order = await shop.order(quantity=20)
    shop.truth.change_service(int(LIKES), min=50)
    await shop.live()
    rejected = await shop.get(order)
    assert (rejected.status, rejected.reason) == (
        OrderStatus.REJECTED,
        "Quantity less than minimal 50",
    )
    assert rejected.finished_at == shop.clock.now
    assert shop.news() == [(order.id, "rejected")]
    assert shop.alerts() == []
    await shop.live(minutes=10)
    assert len(shop.adds()) == 1


async def test_orders_of_one_panel_wait_for_no_other(two_panels: Shop) -> None:
    shop = two_panels
    shop.desk.panels["main"]._url = NOWHERE
    stuck, free = await shop.order(), await shop.order(panel="spare")
    await shop.live()
    assert await shop.status(stuck) is OrderStatus.QUEUED
    assert await shop.status(free) is OrderStatus.PENDING
    assert len(shop.adds("spare")) == 1
    assert shop.alerts() == [("panel_down", "main")]

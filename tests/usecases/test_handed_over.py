"""An order that a stand-in took over: everything that is done about it later is done at the stand-in's panel."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.notice import NoticeKind
from bot.domain.order import Order, OrderStatus
from bot.domain.refill import RefillStatus
from bot.usecases import cancelling, catalogue, deciding, drafting, refilling, submitting, tracking
from bot.usecases.desk import Desk
from storage import Storage
from tests.usecases.backed import FOLLOWERS, open_backed, refuse, stands, stands_in, where
from tests.usecases.shop import CUSTOMER, LIKES, OPERATOR, Shop

NOT_SOLD = "Incorrect service ID"


@pytest.fixture
async def shop(storage: Storage) -> AsyncIterator[Shop]:
    async with open_backed(storage) as opened:
        yield opened


async def _handed_over(shop: Shop, **wanted: object) -> Order:
    order = await shop.order(**wanted)
    refuse(shop, NOT_SOLD)
    await shop.live()
    moved = await shop.get(order)
    assert (moved.status, moved.panel) == (OrderStatus.PENDING, "spare")
    return moved


def _panel_id(order: Order) -> str:
    assert order.panel_order_id is not None
    return order.panel_order_id


async def test_its_card_follows_the_order_without_a_message(shop: Shop) -> None:
    await _handed_over(shop)
    assert {notice.kind for notice in shop.mail if notice.user_id == CUSTOMER} == {NoticeKind.CARD}


async def test_its_state_is_asked_of_the_stand_ins_panel(shop: Shop) -> None:
    order = await _handed_over(shop)
    shop.truths["spare"].set_status(_panel_id(order), "In progress", remains=400)
    fresh = await tracking.refresh(shop.desk, CUSTOMER, order.id)
    assert (fresh.status, fresh.delivered) == (OrderStatus.IN_PROGRESS, 600)
    shop.truths["spare"].set_status(_panel_id(order), "Completed")
    await shop.live(minutes=5)
    assert await shop.status(order) is OrderStatus.COMPLETED
    assert shop.asked("status", "main") == []
    assert shop.news() == [(order.id, "completed")]


async def test_a_cancellation_goes_to_the_stand_ins_panel(shop: Shop) -> None:
    order = await _handed_over(shop)
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live()
    assert shop.asked("cancel", "main") == []
    assert [asked["orders"] for asked in shop.asked("cancel", "spare")] == [order.panel_order_id]


async def test_a_refill_goes_to_the_stand_ins_panel(shop: Shop) -> None:
    await stands_in(shop, "spare", FOLLOWERS, instead_of=FOLLOWERS)
    order = await _handed_over(shop, service=FOLLOWERS, quantity=50)
    shop.truths["spare"].set_status(_panel_id(order), "Completed")
    await shop.live(minutes=2)
    request = await refilling.ask(shop.desk, CUSTOMER, order.id)
    assert (request.panel, request.status) == ("spare", RefillStatus.QUEUED)
    await shop.live()
    assert [asked["order"] for asked in shop.asked("refill", "spare")] == [order.panel_order_id]
    assert shop.asked("refill", "main") == []


async def test_order_again_is_for_the_service_that_was_chosen(shop: Shop) -> None:
    order = await _handed_over(shop)
    form = await drafting.repeat(shop.desk, CUSTOMER, order.id)
    assert (form.listing.panel, form.listing.key) == ("main", order.listing_key)
    assert form.draft.answers == order.fields


async def test_a_twin_is_found_by_either_service(shop: Shop) -> None:
    order = await _handed_over(shop, link="https://instagram.com/p/twin")
    for panel in ("main", "spare"):
        form = await shop.draft(link="https://instagram.com/p/twin", panel=panel)
        assert form.twin is not None, panel
        assert form.twin.id == order.id
    other = await shop.draft(link="https://instagram.com/p/twin", panel="third")
    assert other.twin is None


async def test_its_owner_takes_it_back_while_it_waits_at_the_stand_in(shop: Shop) -> None:
    order = await shop.order()
    refuse(shop, NOT_SOLD)
    await shop.lanes("main")
    assert await stands(shop, order) == (OrderStatus.QUEUED, "spare")
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    await shop.live(minutes=10)
    assert where(shop, order) == []
    assert shop.news() == [(order.id, "canceled")]


async def test_the_stand_ins_lane_is_woken(shop: Shop) -> None:
    for refusal in (NOT_SOLD, "Account suspended"):
        await shop.order()
        refuse(shop, refusal)
        shop.desk.wake.lanes["spare"].clear()
        await shop.lanes("main")
        assert shop.desk.wake.lanes["spare"].is_set()
    await shop.order()
    shop.desk.wake.lanes["spare"].clear()
    shop.truth.key = "another"
    await shop.lanes("main")
    assert shop.desk.wake.lanes["spare"].is_set()


async def test_hints_are_those_of_the_panel_where_the_order_is(shop: Shop) -> None:
    link = "https://instagram.com/p/hint"
    duplicate = "You have active order with this link. (#{})"
    first = await shop.order(link=link)
    refuse(shop, duplicate.format(77))
    await shop.live()
    assert await stands(shop, first) == (OrderStatus.REJECTED, "main")
    order = await shop.order(link=link)
    refuse(shop, NOT_SOLD)
    shop.truths["spare"].faults.add("add", "reset_after")
    await shop.live()
    at_spare = await shop.order(link=link, panel="spare")
    refuse(shop, duplicate.format(1_023_501), "spare")
    await shop.live(minutes=5)
    assert await shop.status(at_spare) is OrderStatus.REJECTED
    case = await deciding.case(shop.desk, OPERATOR, order.id)
    assert (case.order.panel, case.hints) == ("spare", ("1023501",))
    assert case.attempt is not None
    assert (case.attempt.panel, case.attempt.service_id) == ("spare", LIKES)
    with pytest.raises(ShopError) as unknown:
        await deciding.look_up(shop.desk, OPERATOR, order.id, "77")
    assert unknown.value.problem is Problem.PANEL_ORDER_UNKNOWN
    assert shop.asked("status", "main") == []


async def test_a_bug_after_the_handover_troubles_the_order_no_more(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first panel's lane stumbles over what comes after, while the second sends the order."""
    order = await shop.order()
    refuse(shop, NOT_SOLD)
    sending: list[asyncio.Task[bool]] = []
    answer = shop.truths["spare"].faults.add("add", "latency", seconds=600)

    async def sync(desk: Desk, panel: str) -> None:
        sending.append(asyncio.create_task(submitting.submit_next(desk, "spare")))
        await answer.began.wait()
        raise KeyError(panel)

    monkeypatch.setattr(catalogue, "sync", sync)
    with pytest.raises(KeyError):
        await submitting.submit_next(shop.desk, "main")
    assert await stands(shop, order) == (OrderStatus.SUBMITTING, "spare")
    shop.truths["spare"].faults.release()
    await sending[0]
    assert await stands(shop, order) == (OrderStatus.PENDING, "spare")
    assert (await shop.attempt(order)).outcome == "placed"


async def test_a_suspension_is_told_once_however_many_orders_go_elsewhere(shop: Shop) -> None:
    """The balance of a suspended account can be read, which says nothing about its orders."""
    refuse(shop, "Account suspended", times=None)
    for _ in range(3):
        await shop.order()
        await shop.live(minutes=20)
    assert sorted(shop.alerts()) == [("key_refused", "main"), ("panel_refuses", "main")]
    assert shop.cleared() == []
    shop.truth.faults.clear()
    await shop.order()
    await shop.live(minutes=20)
    assert shop.cleared() == [("panel_refuses", "main"), ("key_refused", "main")]

"""Orders that are on their way: asked about in batches, told once, and one panel's trouble is that panel's alone."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.notice import NoticeKind
from bot.domain.order import OrderStatus
from bot.domain.service import ServiceType
from bot.domain.stream import Stream, Way
from bot.usecases import balances, tracking
from storage import Storage
from tests.usecases.shop import (
    CUSTOMER,
    LIKES,
    NOWHERE,
    OPERATOR,
    SECOND_OPERATOR,
    STRANGER,
    Shop,
    open_shop,
)
from tests.usecases.typed import BY_TYPE, DRIP_FEED


async def _placed(shop: Shop, count: int) -> list[str]:
    """As if all of them had been confirmed and sent just now; the panel's ids."""
    sample = await shop.placed(quantity=10)
    async with shop.storage.transaction() as tx:
        for number in range(1, count):
            fields = {"service": LIKES, "link": f"https://instagram.com/{number}", "quantity": "10"}
            at_panel = shop.truth.add(fields)
            order = await tx.orders.insert(
                replace(sample, status=OrderStatus.SUBMITTING, panel_order_id=None),
                draft_id=1000 + number,
                link_key=fields["link"],
            )
            assert order is not None
            due_at = shop.clock() + shop.desk.pace.first_check
            await tx.orders.place(
                order.id, OrderStatus.SUBMITTING, at_panel.id, next_check_at=due_at
            )
    return list(shop.truth.orders)


async def test_an_order_is_followed_to_its_end_and_told_once(shop: Shop) -> None:
    order = await shop.placed(quantity=1000)
    await shop.live(seconds=70)
    seen = await shop.get(order)
    assert seen.status is OrderStatus.IN_PROGRESS
    assert (seen.charge, seen.start_count) == (Decimal("0.12"), 1137)
    assert seen.remains is not None
    assert 0 < seen.remains < 1000
    assert seen.started_at == shop.clock.now
    for _ in range(10):
        await shop.live(minutes=1)
    done = await shop.get(order)
    assert done.started_at == seen.started_at
    assert (done.status, done.remains, done.delivered) == (OrderStatus.COMPLETED, 0, 1000)
    assert done.finished_at is not None
    assert shop.news() == [(order.id, "completed")]
    asked = len(shop.asked("status"))
    await shop.live(days=1)
    assert len(shop.asked("status")) == asked, "nobody asks about an order that ended"


_ENDS = [
    ("Completed", "completed"),
    ("Partial", "partial"),
    ("Canceled", "canceled"),
    ("Refunded", "canceled"),
    ("Fail", "failed"),
]


@pytest.mark.parametrize(("word", "status"), _ENDS, ids=[word for word, _ in _ENDS])
async def test_each_end_is_told_once_to_the_owner_and_to_operators(
    shop: Shop, word: str, status: str
) -> None:
    async with shop.storage.transaction() as tx:
        await tx.streams.set_way(SECOND_OPERATOR, Stream.COMPLETIONS, Way.OFF)
    order = await shop.placed(quantity=1000)
    shop.truth.set_status(str(order.panel_order_id), word, remains=157)
    for _ in range(3):
        await shop.live(minutes=5)
    assert shop.news() == [(order.id, status)]
    operators = shop.told(OPERATOR, NoticeKind.OPERATOR_ORDER)
    assert [(n.subject, n.data["status"]) for n in operators] == [(order.id, status)]
    assert shop.told(SECOND_OPERATOR, NoticeKind.OPERATOR_ORDER) == [], "muted"
    assert shop.told(CUSTOMER, NoticeKind.OPERATOR_ORDER) == []


async def test_what_a_partial_order_delivered_is_kept(shop: Shop) -> None:
    order = await shop.placed(quantity=1000)
    shop.truth.set_status(str(order.panel_order_id), "Partial", remains=250)
    await shop.live(minutes=2)
    ended = await shop.get(order)
    assert (ended.delivered, ended.remains, ended.charge) == (750, 250, Decimal("0.09"))


async def test_an_operators_own_order_is_told_to_them_once(shop: Shop) -> None:
    order = await shop.order(user_id=OPERATOR)
    await shop.lanes()
    shop.truth.set_status(next(iter(shop.truth.orders)), "Completed")
    await shop.live(minutes=2)
    assert shop.news(OPERATOR) == [(order.id, "completed")]
    assert shop.told(OPERATOR, NoticeKind.OPERATOR_ORDER) == []
    assert len(shop.told(SECOND_OPERATOR, NoticeKind.OPERATOR_ORDER)) == 1


async def test_the_same_end_seen_twice_is_told_once(shop: Shop) -> None:
    """A refresh by hand and a poll that was under way see the same end."""
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    shop.clock.move(minutes=2)
    fault = shop.truth.faults.add("status", "latency", seconds=600)
    polling = asyncio.create_task(shop.polls())
    await fault.began.wait()
    await tracking.refresh(shop.desk, CUSTOMER, order.id)
    shop.truth.faults.release()
    await polling
    await shop.live()
    assert shop.news() == [(order.id, "completed")]


async def test_an_older_answer_does_not_reopen_an_order_that_ended(shop: Shop) -> None:
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "In progress")
    shop.clock.move(minutes=2)
    fault = shop.truth.faults.add("status", "slow_drip", seconds=2)
    polling = asyncio.create_task(shop.polls())
    await fault.began.wait()
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    await tracking.refresh(shop.desk, CUSTOMER, order.id)
    await polling
    await shop.live(hours=1)
    assert await shop.status(order) is OrderStatus.COMPLETED
    assert shop.news() == [(order.id, "completed")]


async def test_250_orders_are_three_requests(storage: Storage) -> None:
    async with open_shop(storage) as shop:
        await _placed(shop, 250)
        shop.clock.move(minutes=2)
        await shop.polls()
        asked = [fields["orders"].split(",") for fields in shop.asked("status")]
        assert [len(ids) for ids in asked] == [100, 100, 50]
        assert len({one for ids in asked for one in ids}) == 250


async def test_orders_are_not_asked_about_before_they_are_due(shop: Shop) -> None:
    await shop.placed()
    await shop.live(seconds=50)
    assert shop.asked("status") == []
    await shop.live(seconds=20)
    assert len(shop.asked("status")) == 1


async def test_checks_become_rarer_as_an_order_ages(shop: Shop) -> None:
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "In progress", remains=5)
    times: list[timedelta] = []
    start = shop.clock.now
    for _ in range(300):
        before = len(shop.asked("status"))
        shop.clock.move(minutes=2)
        await shop.polls()
        if len(shop.asked("status")) > before:
            times.append(shop.clock.now - start)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert gaps == sorted(gaps)
    assert gaps[0] == timedelta(minutes=2)
    assert timedelta(minutes=20) <= gaps[-1] <= timedelta(minutes=32)


async def test_one_bad_entry_spoils_nothing(shop: Shop) -> None:
    one, bad, other = await _placed(shop, 3)
    told = {
        one: {"status": "Completed", "charge": "1", "remains": "0", "start_count": "5"},
        bad: {"error": "Incorrect order ID"},
        other: {"status": "Partial", "charge": None, "remains": "N/A", "start_count": ""},
    }
    shop.truth.faults.add("status", "answer", value=told)
    await shop.live(minutes=2)
    assert [await shop.status(n) for n in (1, 2, 3)] == [
        OrderStatus.COMPLETED,
        OrderStatus.PENDING,
        OrderStatus.PARTIAL,
    ]
    shop.truth.set_status(bad, "Completed")
    await shop.live(minutes=5)
    assert await shop.status(2) is OrderStatus.COMPLETED, "it was asked about again"


async def test_an_unknown_word_is_asked_about_again(shop: Shop) -> None:
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "Pondering")
    for _ in range(3):
        await shop.live(minutes=5)
    assert await shop.status(order) is OrderStatus.PENDING
    assert shop.news() == []
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    await shop.live(minutes=5)
    assert shop.news() == [(order.id, "completed")]


async def test_a_state_may_go_backwards(shop: Shop) -> None:
    order = await shop.placed()
    for word, status in [
        ("In progress", OrderStatus.IN_PROGRESS),
        ("Pending", OrderStatus.PENDING),
        ("Processing", OrderStatus.PROCESSING),
    ]:
        shop.truth.set_status(str(order.panel_order_id), word)
        await shop.live(minutes=5)
        assert await shop.status(order) is status
    assert shop.news() == []


async def test_pending_with_nothing_remaining_is_not_delivered(shop: Shop) -> None:
    order = await shop.placed(quantity=1000)
    shop.truth.set_status(str(order.panel_order_id), "Pending", remains=0)
    await shop.live(minutes=2)
    seen = await shop.get(order)
    assert (seen.status, seen.delivered) == (OrderStatus.PENDING, None)


async def test_a_panel_that_is_down_harms_no_other_and_is_caught_up_with(
    two_panels: Shop,
) -> None:
    shop = two_panels
    down, up = await shop.order(), await shop.order(panel="spare")
    await shop.live()
    url, shop.desk.panels["main"]._url = shop.desk.panels["main"]._url, NOWHERE
    for truth in shop.truths.values():
        truth.set_status(next(iter(truth.orders)), "Completed")
    for _ in range(3):
        await shop.live(minutes=5)
    assert await shop.status(up) is OrderStatus.COMPLETED
    assert await shop.status(down) is OrderStatus.PENDING
    assert shop.alerts() == [("panel_down", "main")]
    shop.desk.panels["main"]._url = url
    await shop.live(minutes=1)
    assert await shop.status(down) is OrderStatus.COMPLETED
    shop.clock.move(minutes=6)
    await balances.read(shop.desk, "main")
    await shop.tell()
    assert shop.cleared() == [("panel_down", "main")]
    assert shop.news() == [(up.id, "completed"), (down.id, "completed")]


async def test_a_poll_that_died_is_done_again_after_its_lease(shop: Shop) -> None:
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    shop.clock.move(minutes=2)
    async with shop.storage.transaction() as tx:
        await tx.orders.claim_due("main", shop.clock(), lease=shop.desk.pace.lease, limit=100)
    await shop.live(minutes=1)
    assert await shop.status(order) is OrderStatus.PENDING
    await shop.live(minutes=3)
    assert shop.news() == [(order.id, "completed")]


async def test_the_posts_of_a_subscription_are_its_children(shop: Shop) -> None:
    order = await shop.confirm(await shop.fill(BY_TYPE[ServiceType.SUBSCRIPTIONS]))
    await shop.live()
    await shop.live(seconds=70)
    seen = await shop.get(order)
    truth = shop.truth.orders[str(seen.panel_order_id)]
    assert seen.status is OrderStatus.ACTIVE
    assert seen.children == tuple(truth.children) != ()
    assert (seen.units, seen.delivered) == (None, None)
    await shop.live(minutes=10)
    assert await shop.status(order) is OrderStatus.COMPLETED
    assert shop.news() == [(order.id, "completed")]


async def test_the_runs_of_a_drip_feed_are_its_children(shop: Shop) -> None:
    order = await shop.confirm(await shop.fill(DRIP_FEED))
    await shop.live()
    for _ in range(3):
        await shop.live(minutes=5)
    seen = await shop.get(order)
    assert seen.status is OrderStatus.COMPLETED
    assert len(seen.children) == 3
    assert (seen.units, seen.delivered) == (300, 300)
    assert shop.news() == [(order.id, "completed")]


async def test_refresh_asks_at_once_for_its_owner_and_operators_only(shop: Shop) -> None:
    order = await shop.placed()
    shop.truth.set_status(str(order.panel_order_id), "In progress")
    assert (await tracking.refresh(shop.desk, CUSTOMER, order.id)).status is OrderStatus.IN_PROGRESS
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    with pytest.raises(ShopError) as refused:
        await tracking.refresh(shop.desk, STRANGER, order.id)
    assert refused.value.problem is Problem.ORDER_UNKNOWN
    assert (await tracking.refresh(shop.desk, OPERATOR, order.id)).status is OrderStatus.COMPLETED
    asked = len(shop.asked("status"))
    await tracking.refresh(shop.desk, CUSTOMER, order.id)
    assert len(shop.asked("status")) == asked, "it has ended"


async def test_refresh_at_a_panel_in_trouble_says_busy(shop: Shop) -> None:
    order = await shop.placed()
    shop.truth.faults.add("status", "html", times=None)
    with pytest.raises(ShopError) as busy:
        await tracking.refresh(shop.desk, CUSTOMER, order.id)
    assert busy.value.problem is Problem.PANEL_BUSY


async def test_refresh_of_a_panel_that_left_the_settings_says_busy(two_panels: Shop) -> None:
    order = await two_panels.placed()
    del two_panels.desk.panels["main"]  # type: ignore[attr-defined]
    with pytest.raises(ShopError) as busy:
        await tracking.refresh(two_panels.desk, CUSTOMER, order.id)
    assert busy.value.problem is Problem.PANEL_BUSY

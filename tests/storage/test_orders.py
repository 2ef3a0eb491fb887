import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.form import Field
from bot.domain.order import Change, Order, OrderStatus, Report, observe
from tests.storage.samples import ANN, MINUTE, NOW, PANEL, Shop, put, until_somebody_waits

S = OrderStatus


async def _read(shop: Shop, order_id: int) -> Order:
    async with shop.storage.transaction() as tx:
        order = await tx.orders.get(order_id)
    assert order is not None
    return order


async def test_an_order_comes_back_as_it_was_written(shop: Shop) -> None:
    written = shop.order(
        fields={Field.LINK: "https://t.me/жук", Field.COMMENTS: ("so nice", "🙂")},
        cost=Decimal("12.345678"),
        charge=Decimal("0.000001"),
        children=("15", "16"),
        panel_order_id="23501",
        refill=True,
        start_count=3_000_000_000,
        remains=0,
        message_id=9,
        submitted_at=NOW,
        finished_at=NOW + timedelta(microseconds=1),
        status=S.COMPLETED,
    )
    async with shop.storage.transaction() as tx:
        stored = await put(tx, written, 1)
    assert stored == shop.order(
        **{name: getattr(written, name) for name in Order.__slots__ if name != "id"},
        id=stored.id,
    )
    assert await _read(shop, stored.id) == stored


async def test_a_draft_becomes_one_order_however_often_it_is_confirmed(shop: Shop) -> None:
    async def confirm() -> Order | None:
        async with shop.storage.transaction() as tx:
            return await tx.orders.insert(shop.order(), draft_id=5, link_key="abc")

    made = await asyncio.gather(*(confirm() for _ in range(6)))
    orders = [order for order in made if order is not None]
    assert len(orders) == 1
    async with shop.storage.transaction() as tx:
        assert await tx.orders.of_draft(5) == orders[0]
        assert await tx.orders.of_draft(6) is None
        assert await tx.orders.counts() == {S.QUEUED: 1}


async def test_only_its_owner_finds_an_order_as_theirs(shop: Shop) -> None:
    order = await shop.put(1)
    async with shop.storage.transaction() as tx:
        assert await tx.orders.owned(order.id, ANN.id) == order
        assert await tx.orders.owned(order.id, 1) is None
        assert await tx.orders.get(order.id + 1) is None


async def test_of_many_who_move_an_order_one_wins(shop: Shop) -> None:
    order = await shop.put(1)

    async def take() -> Order | None:
        async with shop.storage.transaction() as tx:
            return await tx.orders.move(order.id, S.QUEUED, S.SUBMITTING, submitted_at=NOW)

    won = [taken for taken in await asyncio.gather(*(take() for _ in range(6))) if taken]
    assert [(taken.status, taken.submitted_at) for taken in won] == [(S.SUBMITTING, NOW)]


async def test_who_waits_for_a_slower_one_finds_the_order_moved(postgres_shop: Shop) -> None:
    """PostgreSQL lets both begin; the second one's guard is read again once the first is done."""
    order = await postgres_shop.put(1)

    async def take() -> Order | None:
        async with postgres_shop.storage.transaction() as tx:
            return await tx.orders.move(order.id, S.QUEUED, S.SUBMITTING)

    async with postgres_shop.storage.transaction() as first:
        assert await first.orders.move(order.id, S.QUEUED, S.CANCELED)
        second = asyncio.create_task(take())
        await until_somebody_waits(postgres_shop)
    assert await second is None


async def test_a_way_that_no_order_takes_is_a_bug(shop: Shop) -> None:
    order = await shop.put(1, status=S.UNCONFIRMED)
    async with shop.storage.transaction() as tx:
        with pytest.raises(ValueError, match="can't go"):
            await tx.orders.move(order.id, S.UNCONFIRMED, S.QUEUED)


async def test_a_panels_id_belongs_to_one_order(shop: Shop) -> None:
    """An answer that names an id we know already is no answer: the order stays what it was, and the books usable."""
    first = await shop.put(1, status=S.SUBMITTING)
    second = await shop.put(2, status=S.SUBMITTING)
    elsewhere = await shop.put(3, status=S.SUBMITTING, panel="other")
    async with shop.storage.transaction() as tx:
        placed = await tx.orders.place(first.id, S.SUBMITTING, "23501", charge=Decimal(1))
        assert placed is not None
        assert (placed.status, placed.panel_order_id) == (S.PENDING, "23501")
        assert await tx.orders.place(second.id, S.SUBMITTING, "23501") is None
        assert await tx.orders.place(first.id, S.SUBMITTING, "23502") is None
        assert await tx.orders.place(elsewhere.id, S.SUBMITTING, "23501") is not None
        assert await tx.orders.at_panel(PANEL, "23501") == placed
        assert await tx.orders.at_panel(PANEL, "23502") is None
    assert await _read(shop, second.id) == second


async def test_a_twin_is_a_running_order_of_the_same_service_for_the_same_link(shop: Shop) -> None:
    async def twin(link_key: str) -> Order | None:
        async with shop.storage.transaction() as tx:
            return await tx.orders.running_twin(shop.listing_key, link_key)

    await shop.put(1, status=S.COMPLETED)
    assert await twin("abc") is None
    running = await shop.put(2, status=S.UNCONFIRMED)
    await shop.put(3, status=S.CANCELED)
    assert await twin("abc") == running
    assert await twin("other") is None


async def test_queued_orders_go_in_turn_and_parked_ones_wait(shop: Shop) -> None:
    first, second = await shop.put(1), await shop.put(2)
    await shop.put(3, panel="other")
    await shop.put(4, status=S.SUBMITTING)
    async with shop.storage.transaction() as tx:
        assert await tx.orders.next_queued(PANEL, NOW) == first
        parked = await tx.orders.park(first.id, until=NOW + 30 * MINUTE)
        assert parked is not None
        assert (parked.status, parked.waits) == (S.QUEUED, True)
        assert await tx.orders.next_queued(PANEL, NOW) == second
        await tx.orders.move(second.id, S.QUEUED, S.SUBMITTING)
        assert await tx.orders.next_queued(PANEL, NOW) is None
        assert await tx.orders.next_queued(PANEL, NOW + 30 * MINUTE) == parked
        await tx.orders.wake_parked(PANEL, NOW)
        assert await tx.orders.next_queued(PANEL, NOW) == parked
        assert await tx.orders.park(second.id, until=NOW) is None


async def test_a_panel_in_trouble_holds_back_its_whole_queue(shop: Shop) -> None:
    """Told once: those that waited already wait longer, without a word."""
    later, latest = NOW + 10 * MINUTE, NOW + 60 * MINUTE
    first, second = await shop.put(1), await shop.put(2)
    await shop.put(3, panel="other")
    await shop.put(4, status=S.SUBMITTING)
    async with shop.storage.transaction() as tx:
        assert not await tx.orders.any_waits(PANEL)
        await tx.orders.park(first.id, until=NOW)
        assert await tx.orders.any_waits(PANEL)
        [fresh] = await tx.orders.park_all(PANEL, until=later)
        assert (fresh.id, fresh.waits) == (second.id, True)
        assert await tx.orders.park_all(PANEL, until=later) == []
        assert await tx.orders.next_queued(PANEL, later - MINUTE) is None
        await tx.orders.park(first.id, until=latest)
        await tx.orders.park_all(PANEL, until=later)
        await tx.orders.move(second.id, S.QUEUED, S.CANCELED)
        assert await tx.orders.next_queued(PANEL, latest - MINUTE) is None
        assert await tx.orders.next_queued("other", NOW) is not None
        assert not await tx.orders.any_waits("other")


async def test_lanes_of_two_replicas_take_different_orders(postgres_shop: Shop) -> None:
    first, second = await postgres_shop.put(1), await postgres_shop.put(2)
    storage = postgres_shop.storage
    async with storage.transaction() as one, storage.transaction() as other:
        assert await one.orders.next_queued(PANEL, NOW) == first
        assert await other.orders.next_queued(PANEL, NOW) == second


async def test_orders_in_a_state_come_oldest_first(shop: Shop) -> None:
    orders = [await shop.put(n, status=S.SUBMITTING) for n in (1, 2)]
    await shop.put(3)
    async with shop.storage.transaction() as tx:
        assert await tx.orders.in_status(S.SUBMITTING) == orders


async def test_a_claim_is_a_lease(shop: Shop) -> None:
    order = await shop.put(1, status=S.PENDING)
    await shop.put(2)
    await shop.put(3, status=S.COMPLETED)
    await shop.put(4, status=S.PENDING, panel="other")
    async with shop.storage.transaction() as tx:
        claim = tx.orders.claim_due
        assert await claim(PANEL, NOW - MINUTE, lease=MINUTE, limit=9) == []
        assert await claim(PANEL, NOW, lease=MINUTE, limit=9) == [order]
        assert await claim(PANEL, NOW, lease=MINUTE, limit=9) == []
        assert await claim(PANEL, NOW + MINUTE, lease=MINUTE, limit=9) == [order]
        await tx.orders.reschedule([order.id], NOW + 5 * MINUTE)
        assert await claim(PANEL, NOW + 4 * MINUTE, lease=MINUTE, limit=9) == []
        assert await claim(PANEL, NOW + 5 * MINUTE, lease=MINUTE, limit=9) == [order]


async def test_claims_at_once_hand_each_order_to_one(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        for n in range(60):
            await put(tx, shop.order(status=S.PENDING), n)

    async def claim() -> list[Order]:
        async with shop.storage.transaction() as tx:
            return await tx.orders.claim_due(PANEL, NOW, lease=MINUTE, limit=10)

    claims = await asyncio.gather(*(claim() for _ in range(5)))
    assert all(len(claimed) <= 10 for claimed in claims)
    numbers = [order.id for claimed in [*claims, await claim()] for order in claimed]
    assert len(numbers) == len(set(numbers))
    async with shop.storage.transaction() as tx:
        rest = await tx.orders.claim_due(PANEL, NOW, lease=MINUTE, limit=100)
    assert len(numbers) + len(rest) == 60


async def test_orders_another_replica_is_claiming_are_passed_over(postgres_shop: Shop) -> None:
    orders = [await postgres_shop.put(n, status=S.PENDING) for n in range(4)]
    storage = postgres_shop.storage
    async with storage.transaction() as one, storage.transaction() as other:
        assert await one.orders.claim_due(PANEL, NOW, lease=MINUTE, limit=3) == orders[:3]
        assert await other.orders.claim_due(PANEL, NOW, lease=MINUTE, limit=3) == orders[3:]


async def test_an_ended_order_is_never_due_again(shop: Shop) -> None:
    order = await shop.put(1, status=S.COMPLETED)
    async with shop.storage.transaction() as tx:
        await tx.orders.reschedule([order.id], NOW)
        assert await tx.orders.claim_due(PANEL, NOW, lease=MINUTE, limit=9) == []


def _completed(order: Order) -> Change:
    change = observe(order, Report(status=S.COMPLETED, charge=Decimal("0.08"), remains=0), NOW)
    assert change is not None
    return change


async def test_a_report_is_written_once(shop: Shop) -> None:
    order = await shop.put(1, status=S.PENDING)
    change = _completed(order)
    async with shop.storage.transaction() as tx:
        assert await tx.orders.apply(order, change, None, now=NOW)
        assert not await tx.orders.apply(order, change, None, now=NOW)
        assert await tx.orders.claim_due(PANEL, NOW + MINUTE, lease=MINUTE, limit=9) == []
    ended = await _read(shop, order.id)
    assert (ended.status, ended.charge, ended.remains) == (S.COMPLETED, Decimal("0.08"), 0)
    assert ended.finished_at == NOW


async def test_what_a_panel_took_counts_its_own_figure_first(shop: Shop) -> None:
    await shop.put(1, status=S.PENDING, panel_order_id="1", cost=Decimal(2), charge=Decimal(1))
    await shop.put(2, status=S.COMPLETED, panel_order_id="2", cost=Decimal("0.5"))
    await shop.put(3, status=S.UNCONFIRMED, cost=Decimal("0.25"))
    await shop.put(4, status=S.REJECTED, cost=Decimal(100))
    await shop.put(5, status=S.QUEUED, cost=Decimal(100))
    await shop.put(
        6, status=S.PENDING, panel_order_id="6", cost=Decimal(50), created_at=NOW - MINUTE
    )
    await shop.put(7, status=S.PENDING, panel_order_id="7", cost=Decimal(100), panel="other")
    async with shop.storage.transaction() as tx:
        assert await tx.orders.spent(PANEL, NOW) == Decimal("1.75")
        assert await tx.orders.spent(PANEL, NOW - MINUTE) == Decimal("51.75")
        assert await tx.orders.spent("nobody", NOW) == 0


async def test_an_orders_number_is_never_used_again(shop: Shop) -> None:
    order = await shop.put(1)
    async with shop.storage.transaction() as tx:
        await tx.orders._connection.exec_driver_sql("DELETE FROM orders")
    assert (await shop.put(2)).id > order.id

"""What stands in for what, and orders that were taken to a stand-in, in the books."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.order import Order, OrderStatus
from bot.domain.service import Listing, ServiceType, Unorderable
from storage import Storage, Transaction
from storage.tables.catalogue import services
from tests.storage.samples import MINUTE, NOW, PANEL, SERVICE, Shop, open_shop, put

S = OrderStatus


@pytest.fixture
async def shop(storage: Storage) -> Shop:
    opened = await open_shop(storage)
    async with storage.transaction() as tx:
        await tx.panels.register(["spare", "third"])
    return opened


async def stock(tx: Transaction, service_id: str, **changes: Any) -> int:
    """A service at the panel `spare`; its key."""
    values = {
        "panel": "spare",
        "service_id": service_id,
        "position": 1,
        "name": SERVICE.name,
        "category": SERVICE.category,
        "platform": "instagram",
        "type": ServiceType.DEFAULT,
        "type_name": "Default",
        "rate": SERVICE.rate,
        "min": 1,
        "max": 1000,
        "dripfeed": False,
        "refill": False,
        "cancel": False,
        "description": "",
        "network": "",
        "digest": "x",
        "search_text": f"{SERVICE.name} {service_id}".casefold(),
    }
    added = await tx.stand_ins._connection.execute(
        services.insert().values({**values, **changes}).returning(services.c.key)
    )
    return int(added.scalar_one())


async def test_stand_ins_are_asked_in_the_order_that_operators_gave_them(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        one, two, three = [await stock(tx, word) for word in ("1", "2", "3")]
        for key in (two, one, three):
            assert await tx.stand_ins.add(shop.listing_key, key)
        assert not await tx.stand_ins.add(shop.listing_key, one)
        assert await tx.stand_ins.of(shop.listing_key) == [two, one, three]
        await tx.stand_ins.arrange(shop.listing_key, [three, two, one])
        assert await tx.stand_ins.of(shop.listing_key) == [three, two, one]
        assert await tx.stand_ins.remove(shop.listing_key, two)
        assert not await tx.stand_ins.remove(shop.listing_key, two)
        assert await tx.stand_ins.add(shop.listing_key, two)
        assert await tx.stand_ins.of(shop.listing_key) == [three, one, two]
        assert await tx.stand_ins.of(one) == []
        assert await tx.stand_ins.backed() == {shop.listing_key: 3}


async def _listing(tx: Transaction, shop: Shop) -> Listing:
    found = await tx.catalogue.get(shop.listing_key)
    assert found is not None
    return found


async def test_what_could_stand_in_is_nearest_in_price_and_of_the_same_platform_first(
    shop: Shop,
) -> None:
    async with shop.storage.transaction() as tx:
        dear = await stock(tx, "1", rate=Decimal(12))
        near = await stock(tx, "2", rate=Decimal("0.80"))
        same = await stock(tx, "3", rate=Decimal("0.90"))
        elsewhere = await stock(tx, "4", platform="tiktok")
        hidden = await stock(tx, "5", rate=Decimal("0.70"), unorderable=Unorderable.HIDDEN)
        await stock(tx, "6", unorderable=Unorderable.GONE)
        await stock(tx, "7", type=ServiceType.POLL)
        await stock(tx, "8", panel="third")
        listing = await _listing(tx, shop)

        async def found(*words: str, but: tuple[int, ...] = (), limit: int = 9) -> list[int]:
            panels = ("spare",)
            return await tx.stand_ins.nearest(listing, words, panels, but=but, limit=limit)

        assert await found() == [same, near, hidden, dear, elsewhere]
        assert await found(limit=2) == [same, near]
        assert await found(but=(same,)) == [near, hidden, dear, elsewhere]
        assert await found("instagram", "2") == [near]
        assert await found("likes", "%") == []


@pytest.mark.parametrize("status", [S.QUEUED, S.SUBMITTING])
async def test_an_order_goes_to_a_stand_in_and_comes_back_from_the_books_as_it_is(
    shop: Shop, status: OrderStatus
) -> None:
    order = await shop.put(1, status=status, waits=True, rate=Decimal("0.123456789"), cancel=True)
    async with shop.storage.transaction() as tx:
        stand_in = await _at_spare(tx)
        moved = await tx.orders.hand_over(order, stand_in, cost=Decimal("0.05"), now=NOW + MINUTE)
        assert moved == replace(
            order,
            status=S.QUEUED,
            panel="spare",
            service_id="1",
            stand_in_key=stand_in.key,
            cost=Decimal("0.05"),
            cancel=False,
            waits=False,
        )
        assert moved is not None
        assert moved.key_at_panel == stand_in.key
        assert await tx.orders.next_queued("spare", NOW + MINUTE) == moved
        assert await tx.orders.next_queued(PANEL, NOW + MINUTE) is None


async def _at_spare(tx: Transaction) -> Listing:
    found = await tx.catalogue.get(await stock(tx, "1"))
    assert found is not None
    return found


async def test_an_order_that_has_moved_on_is_not_taken_anywhere(shop: Shop) -> None:
    """Somebody was faster: it was taken back, or is somewhere else."""
    order = await shop.put(1)
    async with shop.storage.transaction() as tx:
        stand_in = await _at_spare(tx)
        await tx.orders.move(order.id, S.QUEUED, S.CANCELED)
        assert await tx.orders.hand_over(order, stand_in, cost=None, now=NOW) is None
        second = await put(tx, shop.order(), 2)
        assert await tx.orders.hand_over(second, stand_in, cost=None, now=NOW) is not None
        assert await tx.orders.hand_over(second, stand_in, cost=None, now=NOW) is None


@pytest.mark.parametrize("status", [each for each in S if each not in {S.QUEUED, S.SUBMITTING}])
async def test_an_order_that_may_be_at_its_panel_stays_there(
    sqlite_storage: Storage, status: OrderStatus
) -> None:
    shop = await open_shop(sqlite_storage)
    order = await shop.put(1, status=status)
    async with shop.storage.transaction() as tx:
        stand_in = await _at_spare(tx)
        with pytest.raises(ValueError, match="stays where it is"):
            await tx.orders.hand_over(order, stand_in, cost=None, now=NOW)


async def test_a_move_can_ask_that_the_order_is_where_it_was(shop: Shop) -> None:
    """Whoever waited for the first panel can't touch what the second is doing."""
    order = await shop.put(1)
    async with shop.storage.transaction() as tx:
        await tx.orders.hand_over(order, await _at_spare(tx), cost=None, now=NOW)
        await tx.orders.move(order.id, S.QUEUED, S.SUBMITTING, at="spare")
        assert await tx.orders.move(order.id, S.SUBMITTING, S.UNCONFIRMED, at=PANEL) is None
        assert await tx.orders.place(order.id, S.SUBMITTING, "23501", at=PANEL) is None
        assert await tx.orders.place(order.id, S.SUBMITTING, "23501", at="spare") is not None


async def test_where_an_order_was_is_told_in_turn(shop: Shop) -> None:
    order = await shop.put(1)
    async with shop.storage.transaction() as tx:
        await tx.stand_ins.note(order, "Incorrect service ID", NOW)
        await tx.stand_ins.note(replace(order, panel="a", service_id="9"), "<b>no</b>", NOW)
        left = await tx.stand_ins.handovers(order.id)
    assert [(each.step, each.panel, each.service_id, each.said) for each in left] == [
        (1, PANEL, "11", "Incorrect service ID"),
        (2, "a", "9", "<b>no</b>"),
    ]
    assert {each.at for each in left} == {NOW}


async def test_the_books_refuse_to_take_an_order_from_the_same_panel_twice(shop: Shop) -> None:
    order = await shop.put(1)
    async with shop.storage.transaction() as tx:
        await tx.stand_ins.note(order, "no", NOW)
    with pytest.raises(IntegrityError):
        async with shop.storage.transaction() as tx:
            await tx.stand_ins.note(order, "no again", NOW)


async def test_a_twin_is_running_where_a_stand_in_has_it(shop: Shop) -> None:
    order = await shop.put(1, link_key="abc")
    async with shop.storage.transaction() as tx:
        stand_in = await _at_spare(tx)
        await tx.orders.hand_over(order, stand_in, cost=None, now=NOW)
        for key in (shop.listing_key, stand_in.key):
            twin = await tx.orders.running_twin(key, "abc")
            assert twin is not None
            assert twin.id == order.id


async def test_hints_of_the_first_panel_are_none_at_the_second(shop: Shop) -> None:
    async def tell(tx: Transaction, order: Order, hint: str) -> None:
        attempt = await tx.attempts.begin(order, epoch=1, balance_before=None, now=NOW)
        await tx.attempts.end(attempt, outcome="refused", hinted_order_id=hint, now=NOW)

    order = await shop.put(1, link_key="abc")
    async with shop.storage.transaction() as tx:
        await tell(tx, order, "77")
        moved = await tx.orders.hand_over(order, await _at_spare(tx), cost=None, now=NOW)
        assert moved is not None
        assert await tx.attempts.hints(order.id) == ()
        await tell(tx, moved, "88")
        assert await tx.attempts.hints(order.id) == ("88",)

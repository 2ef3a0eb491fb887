"""Operators find orders by whatever they know of them."""

from datetime import timedelta

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.listing import OrderListing
from bot.domain.order import OrderStatus
from bot.domain.order_search import LOOK
from bot.domain.search import Search
from bot.domain.user import User
from bot.usecases import access, finding
from bot.usecases.finding import Found
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, Shop

WORDS = {"готово": "done"}
BEN, BENNY = 1003, 1004


async def look_up(shop: Shop, text: str) -> Found:
    return await finding.look_up(shop.desk, OPERATOR, text, WORDS)


async def shown(shop: Shop, search: Search, at: int = 0, start: int = 0) -> OrderListing:
    return await finding.listing(shop.desk, OPERATOR, search.id, at, start, size=3)


async def listed(shop: Shop, text: str) -> list[int]:
    """The numbers of what a text leads to."""
    found = await look_up(shop, text)
    assert found.order is None
    assert not found.people
    return [order.id for order in (await shown(shop, found.search)).page.items]


async def not_found(shop: Shop, text: str) -> None:
    with pytest.raises(ShopError) as refused:
        await look_up(shop, text)
    assert refused.value.problem is Problem.NOT_FOUND


@pytest.fixture
async def bens(shop: Shop) -> None:
    for user_id, name in ((BEN, "Ben"), (BENNY, "Benny")):
        user = User(id=user_id, first_name=name, username=f"{name.lower()}_x")
        await access.meet(shop.desk, user)


async def test_by_our_number_and_by_the_panels(shop: Shop) -> None:
    order = await shop.placed()
    for text in (f"#{order.id}", str(order.id), str(order.panel_order_id)):
        assert (await look_up(shop, text)).order == order
    for text in ("#999", "999"):
        await not_found(shop, text)


async def test_a_number_of_several_orders_shows_them_all(shop: Shop) -> None:
    first, second = await shop.placed(), await shop.order()
    async with shop.storage.transaction() as tx:
        await tx.orders.move(second.id, OrderStatus.QUEUED, OrderStatus.SUBMITTING)
        await tx.orders.place(second.id, OrderStatus.SUBMITTING, str(first.id))
    assert await listed(shop, str(first.id)) == [second.id, first.id]


async def test_a_number_of_a_person(shop: Shop) -> None:
    order = await shop.placed()
    assert await listed(shop, str(CUSTOMER)) == [order.id]
    assert order.id == OPERATOR
    assert (await look_up(shop, str(OPERATOR))).order == order, "an order's number goes first"


async def test_by_a_link_in_any_spelling(shop: Shop) -> None:
    order = await shop.placed(link="https://instagram.com/p/Abc")
    await shop.placed()
    for text in ("www.instagram.com/p/Abc/?igsh=5", "http://instagram.com/p/Abc"):
        assert await listed(shop, text) == [order.id]
    assert await listed(shop, "instagram.com/p/abc") == []


@pytest.mark.usefixtures("bens")
async def test_by_a_name_exact_or_in_part(shop: Shop) -> None:
    order = await shop.placed(user_id=BEN)
    assert await listed(shop, "@ben_x") == [order.id]
    assert await listed(shop, "BENNY") == []
    found = await look_up(shop, "ben running")
    assert {user.id for user in found.people} == {BEN, BENNY}
    await finding.narrow(shop.desk, OPERATOR, found.search.id, "user", str(BEN))
    listing = await shown(shop, found.search)
    assert [each.id for each in listing.page.items] == [order.id]
    assert listing.wanted.state == "running"
    await not_found(shop, "@nobody")
    await not_found(shop, "Benjamin")


async def test_words_combine(shop: Shop) -> None:
    order = await shop.placed()
    shop.clock.move(days=3)
    young = await shop.placed()
    assert await listed(shop, "main running >2d") == [order.id]
    assert await listed(shop, "main running <2d") == [young.id]
    assert await listed(shop, f"running {CUSTOMER}") == [young.id, order.id]
    assert await listed(shop, f"готово {CUSTOMER}") == []


async def test_what_needs_a_look_comes_first_if_anything_does(shop: Shop) -> None:
    await shop.placed()
    calm = await finding.open_list(shop.desk, OPERATOR, "first")
    assert (await shown(shop, calm)).wanted.state == ""
    waits = await shop.order()
    shop.truth.faults.add("add", "reset_after")
    await shop.lanes()
    trouble = await finding.open_list(shop.desk, OPERATOR, "first")
    listing = await shown(shop, trouble)
    assert listing.wanted.state == LOOK
    assert [order.id for order in listing.page.items] == [waits.id]
    assert listing.stuck == listing.total == 1


async def test_an_order_counts_as_stuck_until_its_panel_is_heard_of_again(shop: Shop) -> None:
    order = await shop.placed()
    await shop.polls()
    shop.clock.move(hours=2)
    search = await finding.open_list(shop.desk, OPERATOR, LOOK)
    assert [each.id for each in (await shown(shop, search)).page.items] == [order.id]
    await shop.polls()
    assert (await shown(shop, search)).page.items == []
    assert (await shop.get(order)).heard_at == shop.clock()


async def test_a_panel_that_says_nothing_of_an_order_was_not_heard(shop: Shop) -> None:
    order = await shop.placed()
    shop.clock.move(minutes=2)
    value = {str(order.panel_order_id): {"error": "Incorrect order ID"}}
    shop.truth.faults.add("status", "answer", value=value)
    await shop.polls()
    assert (await shop.get(order)).heard_at is None


async def test_the_way_back_from_an_order_leads_to_its_page(shop: Shop) -> None:
    orders = [await shop.placed() for _ in range(7)]
    search = await finding.open_list(shop.desk, OPERATOR)
    page = (await shown(shop, search, start=orders[4].id)).page
    assert [order.id for order in page.items] == [orders[n].id for n in (4, 3, 2)]
    assert page.before
    assert page.after


async def test_ticks_survive_paging_and_end_with_the_list_they_belong_to(shop: Shop) -> None:
    orders = [await shop.placed() for _ in range(4)]
    search = await finding.open_list(shop.desk, OPERATOR)
    for order in (orders[0], orders[3], orders[3], orders[2]):
        await finding.tick(shop.desk, OPERATOR, search.id, order.id)
    ticked = {orders[0].id, orders[2].id}
    for at in (0, orders[1].id, -orders[1].id):
        assert set((await shown(shop, search, at)).search.picked) == ticked
    await finding.tick_all(shop.desk, OPERATOR, search.id, most=4)
    assert len((await shown(shop, search)).search.picked) == 4
    await finding.untick(shop.desk, OPERATOR, search.id)
    assert (await shown(shop, search)).search.picked == ()
    await finding.tick(shop.desk, OPERATOR, search.id, orders[0].id)
    await finding.narrow(shop.desk, OPERATOR, search.id, "state", "")
    assert (await shown(shop, search)).search.picked == (orders[0].id,)
    await finding.narrow(shop.desk, OPERATOR, search.id, "state", "done")
    assert (await shown(shop, search)).search.picked == ()


async def test_a_list_is_its_operators_own_and_is_forgotten_in_time(shop: Shop) -> None:
    search = await finding.open_list(shop.desk, SECOND_OPERATOR)
    for attempt in (
        finding.listing(shop.desk, OPERATOR, search.id, size=3),
        finding.tick(shop.desk, OPERATOR, search.id, 1),
        finding.narrow(shop.desk, OPERATOR, 10**9, "state", ""),
    ):
        with pytest.raises(ShopError) as refused:
            await attempt
        assert refused.value.problem is Problem.LIST_GONE
    async with shop.storage.transaction() as tx:
        await tx.searches.forget(shop.clock() + timedelta(seconds=1))
    with pytest.raises(ShopError):
        await finding.listing(shop.desk, SECOND_OPERATOR, search.id, size=3)

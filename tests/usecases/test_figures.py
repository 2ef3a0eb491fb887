"""Figures of a real shop: who may see them, what they are made of, and that tallying changes nothing about them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.figures import STEPS, By, Figures, Pace, Period, Span, Sums
from bot.domain.staff import Right
from bot.usecases import balances, figures, tallying
from tests.usecases.shop import CUSTOMER, OPERATOR, STRANGER, Shop


async def look(shop: Shop, period: Period = Period.MONTH, by: By = By.DAY) -> Figures:
    return await figures.look(shop.desk, OPERATOR, period, by)


async def test_an_empty_shop(shop: Shop) -> None:
    for period in Period:
        for by in figures.ways(period):
            found = await look(shop, period, by)
            assert (found.by, found.total.sums, found.before.sums) == (by, Sums(), Sums())
            assert found.currencies == ()
        await tallying.add_up(shop.desk)


async def test_an_orders_whole_life_in_figures(shop: Shop) -> None:
    await balances.read(shop.desk, "main")  # it tells the currency
    order = await shop.placed(quantity=1000)
    await shop.placed(quantity=500)
    await shop.live(seconds=70)
    assert (await shop.get(order)).started_at is not None
    for _ in range(10):
        await shop.live(minutes=1)
    found = await look(shop)
    assert found.total.sums == Sums(done=2, spent={"USD": Decimal("0.18")})
    assert found.total.pace.start is not None
    assert found.total.pace.start.median == timedelta(seconds=70)
    assert found.total.pace.done is not None
    assert found.rows[-1].sums == found.total.sums
    assert found.rows[-1].pace == Pace(), "of parts only tables tell it"
    table = await figures.table(shop.desk, OPERATOR, Period.MONTH, By.DAY)
    assert table.rows[-1].pace == found.total.pace
    assert sum((row.sums for row in found.rows), Sums()) == found.total.sums
    shop.clock.move(days=1)
    for _ in range(2):
        await tallying.add_up(shop.desk)
        later = await look(shop)
        assert (later.total.sums, later.total.pace) == (found.total.sums, found.total.pace)
        assert later.rows[-2].sums == found.total.sums


async def test_by_service_and_by_panel_the_largest_first(two_panels: Shop) -> None:
    shop = two_panels
    for quantity in (100, 200):
        await shop.order(quantity=quantity)
    await shop.order(panel="spare", quantity=1000)
    await shop.order(panel="spare", service="1004", quantity=5000)
    for panel in ("main", "spare"):
        await shop.lanes(panel)
    services = await look(shop, by=By.SERVICE)
    told = [
        (r.service.panel, r.service.service_id, r.sums.orders) for r in services.rows if r.service
    ]
    assert told == [("spare", "1004", 1), ("spare", "1010", 1), ("main", "1010", 2)]
    panels = await look(shop, by=By.PANEL)
    assert [(row.panel, row.sums.orders) for row in panels.rows] == [("spare", 2), ("main", 2)]
    assert sum((row.sums for row in panels.rows), Sums()) == panels.total.sums


async def test_the_period_before_is_what_it_is_compared_with(shop: Shop) -> None:
    await shop.order(quantity=100)
    shop.clock.move(days=7)
    await shop.order(quantity=100)
    await shop.order(quantity=100)
    week = await look(shop, Period.WEEK)
    assert (week.total.sums.orders, week.before.sums.orders) == (2, 1)
    shop.clock.move(hours=-1)
    assert (await look(shop, Period.WEEK)).before.sums.orders == 0, "not so far into its last day"


async def test_a_period_that_cannot_be_cut_so_is_cut_the_usual_way(shop: Shop) -> None:
    assert (await look(shop, Period.TODAY, By.MONTH)).by is By.HOUR
    assert (await look(shop, Period.YEAR, By.DAY)).by is By.MONTH


async def test_the_book_has_every_way(shop: Shop) -> None:
    await shop.order()
    book = await figures.book(shop.desk, OPERATOR, Period.YEAR)
    assert [each.by for each in book] == [*STEPS[Period.YEAR], By.SERVICE, By.PANEL]
    assert {each.total.sums.orders for each in book} == {1}


async def test_tables_tell_of_each_part_how_long_its_orders_took(shop: Shop) -> None:
    order = await shop.placed()
    shop.truth.set_status(order.panel_order_id or "", "Completed")
    await shop.live(minutes=5)
    for by in figures.ways(Period.MONTH):
        found = await figures.table(shop.desk, OPERATOR, Period.MONTH, by)
        told = [row.pace.done for row in found.rows if row.sums.orders]
        assert told == [Span(timedelta(minutes=5), timedelta(minutes=5))]
    shop.clock.move(days=30)
    book = await figures.book(shop.desk, OPERATOR, Period.MONTH)
    assert book[0].before.pace.done == told[0]


@pytest.mark.parametrize("user_id", [CUSTOMER, STRANGER])
async def test_customers_see_no_figures(shop: Shop, user_id: int) -> None:
    for ask in (figures.look(shop.desk, user_id, Period.TODAY, By.HOUR),):
        with pytest.raises(ShopError) as refused:
            await ask
        assert refused.value.problem is Problem.NOT_ALLOWED
    with pytest.raises(ShopError):
        await figures.book(shop.desk, user_id, Period.TODAY)


async def test_an_operator_without_the_right_sees_none(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(CUSTOMER, {Right.ORDERS, Right.PEOPLE}, shop.clock(), by=OPERATOR)
    with pytest.raises(ShopError) as refused:
        await figures.look(shop.desk, CUSTOMER, Period.TODAY, By.HOUR)
    assert refused.value.problem is Problem.NO_RIGHT

"""Figures of a small history, worked out by hand; the same before, while and after its orders are tallied."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.figures import By, Pace, Period, Span, Sums, Window, steps, window
from bot.domain.order import OrderStatus
from bot.domain.service import ServiceType
from storage import Storage, paces
from tests.storage.samples import Shop, open_shop

S = OrderStatus
NOW = datetime(2026, 3, 8, 12, tzinfo=UTC)
TODAY = datetime(2026, 3, 8, tzinfo=UTC)
WEEK = window(Period.WEEK, NOW)
DAYS = steps(Period.WEEK, By.DAY, NOW)
MINUTE = timedelta(minutes=1)
EPSILON = timedelta(microseconds=1)


@pytest.fixture
async def shop(storage: Storage) -> Shop:
    return await open_shop(storage)


class History:
    """Orders put into the books as they came to be."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._count = 0

    async def order(
        self,
        at: datetime,
        status: OrderStatus,
        spent: str = "1",
        *,
        started: float | None = None,
        took: float | None = None,
        **changes: Any,
    ) -> None:
        """`started` and `took` in minutes since it was made; `spent` as the panel says, "" if it never got there."""
        self._count += 1
        ended = at + timedelta(minutes=took) if took is not None else at
        await self._shop.put(
            self._count,
            status=status,
            created_at=at,
            charge=Decimal(spent) if spent else None,
            cost=Decimal(100),
            panel_order_id=str(self._count) if spent else None,
            started_at=None if started is None else at + timedelta(minutes=started),
            finished_at=ended if status.final else None,
            **changes,
        )


async def a_week(shop: Shop) -> None:
    history = History(shop)
    await history.order(DAYS[0] - EPSILON, S.COMPLETED, "50", took=1)  # the week before
    await history.order(DAYS[0], S.COMPLETED, "1.5", started=2, took=10)
    await history.order(DAYS[1] - EPSILON, S.PARTIAL, "0.25", started=4, took=20)
    await history.order(DAYS[1], S.CANCELED, "0")
    await history.order(DAYS[3], S.REJECTED, "")
    await history.order(DAYS[3], S.FAILED, "2", currency="EUR")
    await history.order(DAYS[3], S.COMPLETED, "3", started=6, took=30, currency="EUR")
    await history.order(TODAY, S.COMPLETED, "0.000001", started=60, took=600)
    await history.order(NOW, S.IN_PROGRESS, "4", started=0)
    await history.order(NOW, S.QUEUED, "")
    await history.order(NOW + EPSILON, S.QUEUED, "")  # not yet


EUR, USD = "EUR", "USD"
BY_DAY = [
    Sums(done=1, partial=1, spent={USD: Decimal("1.75")}),
    Sums(canceled=1),
    Sums(),
    Sums(failed=2, done=1, spent={EUR: Decimal(5)}),
    Sums(),
    Sums(),
    Sums(done=1, open=2, spent={USD: Decimal("4.000001")}),
]


async def tally(shop: Shop, limit: int = 2) -> None:
    while await tally_some(shop, limit):
        pass


async def tally_some(shop: Shop, limit: int) -> bool:
    async with shop.storage.transaction() as tx:
        return await tx.tallies.add_up(limit)


async def by_day(shop: Shop) -> list[Sums]:
    async with shop.storage.reading() as tx:
        return await tx.figures.by_time(DAYS, WEEK.until)


async def test_an_empty_shop_has_figures_of_nothing(shop: Shop) -> None:
    assert await by_day(shop) == [Sums()] * 7
    assert not await tally_some(shop, 1)
    assert await by_day(shop) == [Sums()] * 7
    async with shop.storage.reading() as tx:
        assert await tx.figures.by_service(WEEK) == {}
        assert await tx.figures.sold([]) == {}
        assert await tx.paces.whole(WEEK, 0) == Pace()
        assert await tx.paces.by_time(DAYS, WEEK.until, 0) == [Pace()] * 7


async def test_days_are_those_of_utc_and_each_order_is_in_one(shop: Shop) -> None:
    await a_week(shop)
    assert await by_day(shop) == BY_DAY


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_figures_stay_what_they_are_while_orders_are_tallied(shop: Shop, limit: int) -> None:
    await a_week(shop)
    while await tally_some(shop, limit):
        assert await by_day(shop) == BY_DAY
    assert await by_day(shop) == BY_DAY
    assert not await tally_some(shop, limit)


async def test_an_order_that_ends_later_joins_its_day(shop: Shop) -> None:
    history = History(shop)
    await history.order(DAYS[0], S.COMPLETED, "1", took=5)
    await tally(shop)
    await history.order(DAYS[0], S.COMPLETED, "2", took=60 * 24 * 10)
    await history.order(DAYS[0], S.PAUSED, "4")
    expected = Sums(done=2, open=1, spent={USD: Decimal(7)})
    assert (await by_day(shop))[0] == expected
    await tally(shop)
    assert (await by_day(shop))[0] == expected


async def test_copies_of_the_bot_that_tally_at_once_count_each_order_once(shop: Shop) -> None:
    await a_week(shop)
    await asyncio.gather(*(tally(shop, limit=3) for _ in range(4)))
    await tally(shop)
    assert await by_day(shop) == BY_DAY


async def test_the_hours_of_today(shop: Shop) -> None:
    await a_week(shop)
    hours = steps(Period.TODAY, By.HOUR, NOW)
    for _ in range(2):
        async with shop.storage.reading() as tx:
            found = await tx.figures.by_time(hours, window(Period.TODAY, NOW).until)
        assert found[0] == Sums(done=1, spent={USD: Decimal("0.000001")})
        assert found[12] == Sums(open=2, spent={USD: Decimal(4)})
        assert sum(found, Sums()).orders == 3
        await tally(shop)


async def test_a_whole_period_is_one_part(shop: Shop) -> None:
    await a_week(shop)
    await tally(shop)
    async with shop.storage.reading() as tx:
        (found,) = await tx.figures.by_time(DAYS[:1], WEEK.until)
    assert found == sum(BY_DAY, Sums())


async def test_services_are_those_that_panels_were_asked_for(shop: Shop) -> None:
    history = History(shop)
    key = shop.listing_key
    await history.order(DAYS[0], S.COMPLETED, "1", took=10)
    await history.order(DAYS[1], S.COMPLETED, "2", took=20, stand_in_key=key + 7)
    await history.order(NOW, S.PENDING, "4", stand_in_key=key + 7, panel="other")
    for _ in range(2):
        async with shop.storage.reading() as tx:
            found = await tx.figures.by_service(WEEK)
            named = await tx.figures.sold(found)
            times = await tx.paces.by_service(WEEK, 3)
            panels = await tx.paces.by_panel(WEEK, 3)
        assert found == {
            key: Sums(done=1, spent={USD: Decimal(1)}),
            key + 7: Sums(done=1, open=1, spent={USD: Decimal(6)}),
        }
        assert [each.name for each in named.values()] == ["Instagram Likes"]
        assert times[key + 7].done == Span(20 * MINUTE, 20 * MINUTE)
        assert panels["main"].done == Span(10 * MINUTE, 20 * MINUTE)
        await tally(shop)


async def test_how_long_orders_take(shop: Shop) -> None:
    """Half of them within the median, nine of ten within the other; what never began or isn't done counts in neither."""
    await a_week(shop)
    async with shop.storage.reading() as tx:
        whole = await tx.paces.whole(WEEK, 10)
        days = await tx.paces.by_time(DAYS, WEEK.until, 10)
    assert whole.start == Span(4 * MINUTE, 60 * MINUTE)  # 0, 2, 4, 6, 60
    assert whole.done == Span(30 * MINUTE, 600 * MINUTE)  # 10, 30, 600: a partial one isn't done
    assert days[0] == Pace(Span(2 * MINUTE, 4 * MINUTE), Span(10 * MINUTE, 10 * MINUTE))
    assert days[1] == Pace()
    assert days[6].done == Span(600 * MINUTE, 600 * MINUTE)


async def test_of_ten_the_ninth_tells_how_long_nine_of_ten_take(shop: Shop) -> None:
    history = History(shop)
    for minutes in (7, 3, 10, 1, 9, 2, 8, 4, 6, 5):
        await history.order(DAYS[4], S.COMPLETED, took=minutes)
    async with shop.storage.reading() as tx:
        found = await tx.paces.whole(WEEK, 10)
    assert found.done == Span(5 * MINUTE, 9 * MINUTE)


async def test_a_subscription_isnt_measured_by_its_end(shop: Shop) -> None:
    history = History(shop)
    kind = ServiceType.SUBSCRIPTIONS
    await history.order(DAYS[0], S.COMPLETED, started=3, took=5000, service_type=kind)
    await history.order(DAYS[0], S.EXPIRED, started=3, took=5000, service_type=kind)
    async with shop.storage.reading() as tx:
        found = await tx.paces.whole(WEEK, 2)
    assert found == Pace(Span(3 * MINUTE, 3 * MINUTE), None)
    assert (await by_day(shop))[0].done == 2


async def test_of_very_many_orders_some_are_measured(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(shop)
    for minutes in range(1, 10):
        await history.order(DAYS[4], S.COMPLETED, took=minutes)
    monkeypatch.setattr(paces, "_MEASURED", 3)
    async with shop.storage.reading() as tx:
        found = await tx.paces.whole(Window(DAYS[0], NOW), 9)
    assert found.done is not None
    assert found.done.median % (3 * MINUTE) == timedelta(0)  # every third: 3, 6, 9

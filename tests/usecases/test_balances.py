"""What operators read about money, and when they are warned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.panel import PanelUnavailable
from bot.usecases import balances, overview
from tests.usecases.shop import CUSTOMER, NOWHERE, SECOND_OPERATOR, Shop


async def test_spending_is_counted_by_the_day_and_the_week(shop: Shop) -> None:
    await shop.placed(quantity=1000)  # 0.12
    await shop.live(days=3)
    await shop.placed(quantity=2000)
    await shop.live(hours=1)
    await shop.placed(quantity=3000)
    (account,) = await overview.accounts(shop.desk)
    assert account.balance == shop.truth.balance == Decimal("99.28")
    assert account.balance_at == shop.clock.now
    assert (account.currency, account.trouble) == ("USD", "")
    assert (account.today, account.week) == (Decimal("0.6"), Decimal("0.72"))
    assert account.lasts == timedelta(days=965)  # 99.28 / (0.72 / 7)


async def test_spending_of_yesterday_is_not_todays(shop: Shop) -> None:
    shop.clock.now = datetime(2030, 6, 15, 23, 50, tzinfo=UTC)
    await shop.placed(quantity=1000)
    shop.clock.move(minutes=20)
    (account,) = await overview.accounts(shop.desk)
    assert (account.today, account.week) == (Decimal(0), Decimal("0.12"))


async def test_what_was_paid_back_is_not_spent(shop: Shop) -> None:
    order = await shop.placed(quantity=1000)
    canceled = await shop.placed(quantity=1000)
    shop.truth.set_status(str(order.panel_order_id), "Partial", remains=500)
    shop.truth.set_status(str(canceled.panel_order_id), "Canceled")
    await shop.live(minutes=5)
    (account,) = await overview.accounts(shop.desk)
    assert account.week == Decimal("0.06") == Decimal(100) - shop.truth.balance


async def test_what_was_not_ordered_is_not_spent_and_what_may_have_been_is(shop: Shop) -> None:
    await shop.order(quantity=1000)
    shop.truth.faults.add("add", "unknown_error")
    await shop.live()
    await shop.order(quantity=2000)
    shop.truth.faults.add("add", "reset_after")
    await shop.live()
    (account,) = await overview.accounts(shop.desk)
    assert account.week == Decimal("0.24")


async def test_without_spending_nobody_knows_how_long_it_lasts(shop: Shop) -> None:
    (account,) = await overview.accounts(shop.desk)
    assert (account.week, account.lasts) == (Decimal(0), None)


async def test_a_panel_that_is_down_shows_its_last_balance_and_why(two_panels: Shop) -> None:
    await overview.accounts(two_panels.desk)
    known_at = two_panels.clock.now
    two_panels.clock.move(hours=1)
    two_panels.desk.panels["main"]._url = NOWHERE
    main, spare = await overview.accounts(two_panels.desk)
    assert (main.balance, main.balance_at) == (Decimal(100), known_at)
    assert main.trouble.startswith("main: no connection")
    assert (spare.trouble, spare.balance_at) == ("", two_panels.clock.now)


async def test_a_low_balance_is_told_once_until_it_is_over(shop: Shop) -> None:
    shop.desk = replace(shop.desk, low_balance=Decimal(50))
    shop.truth.set_balance(Decimal("49.99"))
    for _ in range(3):
        shop.clock.move(minutes=10)
        await balances.read(shop.desk, "main")
        await shop.tell()
    assert shop.alerts() == shop.alerts(SECOND_OPERATOR) == [("low_balance", "main")]
    assert shop.alerts(CUSTOMER) == []
    shop.truth.set_balance(Decimal(50))
    for _ in range(2):
        await balances.read(shop.desk, "main")
        await shop.tell()
    assert shop.cleared() == [("low_balance", "main")]
    shop.truth.set_balance(Decimal(1))
    shop.clock.move(minutes=10)
    await balances.read(shop.desk, "main")
    await shop.tell()
    assert len(shop.alerts()) == 2


async def test_no_limit_no_warning(shop: Shop) -> None:
    shop.truth.set_balance(Decimal(0))
    await balances.read(shop.desk, "main")
    await shop.tell()
    assert shop.alerts() == []


async def test_a_balance_that_cannot_be_read_raises_and_is_told(shop: Shop) -> None:
    shop.desk.panels["main"]._url = NOWHERE
    for _ in range(2):
        with pytest.raises(PanelUnavailable):
            await balances.read(shop.desk, "main")
    await shop.tell()
    assert shop.alerts() == [("panel_down", "main")]


async def test_a_balance_that_rises_wakes_the_lane_and_one_that_falls_does_not(
    shop: Shop,
) -> None:
    lane = shop.desk.wake.lanes["main"]
    await balances.read(shop.desk, "main")
    lane.clear()
    shop.truth.set_balance(Decimal(90))
    await balances.read(shop.desk, "main")
    assert not lane.is_set()
    shop.truth.set_balance(Decimal(110))
    await balances.read(shop.desk, "main")
    assert lane.is_set()

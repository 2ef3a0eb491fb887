"""Periods in UTC days, and what compares with what."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.figures import STEPS, By, Period, Sums, Window, before, change, steps, window

NOON = datetime(2028, 2, 29, 12, 30, tzinfo=UTC)  # a Tuesday, of a leap year
MOMENT = timedelta(microseconds=1)


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "since"),
    [
        (Period.TODAY, day(2028, 2, 29)),
        (Period.WEEK, day(2028, 2, 23)),
        (Period.MONTH, day(2028, 1, 31)),
        (Period.YEAR, day(2027, 3, 1)),
    ],
)
def test_a_period_begins_at_midnight_and_this_moment_is_in_it(
    period: Period, since: datetime
) -> None:
    assert window(period, NOON) == Window(since, NOON + MOMENT)


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        (Period.TODAY, day(2028, 2, 28), datetime(2028, 2, 28, 12, 30, tzinfo=UTC)),
        (Period.WEEK, day(2028, 2, 16), datetime(2028, 2, 22, 12, 30, tzinfo=UTC)),
        (Period.MONTH, day(2028, 1, 1), datetime(2028, 1, 30, 12, 30, tzinfo=UTC)),
        (Period.YEAR, day(2026, 3, 1), datetime(2027, 2, 28, 12, 30, tzinfo=UTC)),
    ],
)
def test_the_period_before_ends_as_far_into_its_last_day(
    period: Period, since: datetime, until: datetime
) -> None:
    assert before(period, NOON) == Window(since, until + MOMENT)


@pytest.mark.parametrize("period", Period)
def test_parts_follow_each_other_within_their_period(period: Period) -> None:
    for now in (NOON, day(2027, 12, 31), day(2030, 1, 1), day(2029, 3, 5)):
        for by in STEPS[period]:
            found = steps(period, by, now)
            assert found[0] == window(period, now).since
            assert list(found) == sorted(set(found))
            assert by is By.HOUR or found[-1] <= now


def test_today_has_all_its_hours() -> None:
    found = steps(Period.TODAY, By.HOUR, NOON)
    assert (len(found), found[-1]) == (24, day(2028, 2, 29) + timedelta(hours=23))


def test_weeks_begin_on_monday_and_months_on_their_first() -> None:
    assert steps(Period.MONTH, By.WEEK, NOON) == tuple(
        day(2028, month, number) for month, number in ((1, 31), (2, 7), (2, 14), (2, 21), (2, 28))
    )
    middle = steps(Period.MONTH, By.WEEK, NOON - timedelta(days=3))
    assert middle[:2] == (day(2028, 1, 28), day(2028, 1, 31))
    months = steps(Period.YEAR, By.MONTH, NOON)
    assert [(each.year, each.month) for each in months] == [
        *((2027, month) for month in range(3, 13)),
        (2028, 1),
        (2028, 2),
    ]
    assert len(steps(Period.YEAR, By.WEEK, NOON)) == 53


def test_a_service_is_no_part_of_a_period() -> None:
    with pytest.raises(ValueError, match="service"):
        steps(Period.MONTH, By.SERVICE, NOON)


def test_sums_are_added_up_by_currency() -> None:
    some = Sums(done=2, partial=1, spent={"USD": Decimal(1), "EUR": Decimal(5)})
    more = Sums(failed=1, canceled=2, open=3, spent={"USD": Decimal("0.5"), "": Decimal(7)})
    both = some + more
    assert (both.orders, both.ended, both.open) == (9, 6, 3)
    assert both.spent == {"USD": Decimal("1.5"), "EUR": Decimal(5), "": Decimal(7)}
    assert both.done_share == 33
    assert Sums(open=5).done_share is None


@pytest.mark.parametrize(
    ("now", "earlier", "grown"),
    [(112, 100, 12), (Decimal("0.5"), Decimal(1), -50), (0, 3, -100), (5, 0, None), (0, 0, None)],
)
def test_a_change_is_told_in_parts_of_a_hundred(
    now: Decimal | int, earlier: Decimal | int, grown: int | None
) -> None:
    assert change(now, earlier) == grown

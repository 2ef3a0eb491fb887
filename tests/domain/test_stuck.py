"""When somebody should have a look at an order, and why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.form import Field
from bot.domain.order import FINAL, Order, OrderStatus
from bot.domain.stuck import Stuck, look_at, patience, since, why
from tests.domain import build

S = OrderStatus
NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def order(status: S, age: timedelta, **values: object) -> Order:
    return build.order(status, created_at=NOW - age, **values)


def test_an_order_that_nobody_knows_of_is_looked_at_at_once() -> None:
    assert why(order(S.UNCONFIRMED, timedelta(0)), NOW) is Stuck.UNCONFIRMED


@pytest.mark.parametrize("status", [S.QUEUED, S.SUBMITTING])
def test_an_order_that_waits_to_be_sent_for_half_an_hour(status: S) -> None:
    assert why(order(status, 29 * MINUTE), NOW) is None
    waits = order(status, 30 * MINUTE)
    assert why(waits, NOW) is Stuck.UNSENT
    assert since(waits, Stuck.UNSENT) == waits.created_at


@pytest.mark.parametrize("status", [S.PENDING, S.IN_PROGRESS, S.PROCESSING, S.ACTIVE, S.PAUSED])
def test_an_order_whose_panel_says_nothing_about_it(status: S) -> None:
    """A fresh one is asked about every minute or so, an old one every six hours."""
    assert why(order(status, 10 * DAY, heard_at=NOW - 12 * HOUR, moved_at=NOW), NOW) is None
    silent = order(status, 10 * DAY, heard_at=NOW - 14 * HOUR, moved_at=NOW)
    assert why(silent, NOW) is Stuck.SILENT
    assert since(silent, Stuck.SILENT) == NOW - 14 * HOUR
    never = order(status, 2 * HOUR, submitted_at=NOW - 63 * MINUTE)
    assert why(never, NOW) is None
    assert why(never, NOW + 30 * MINUTE) is Stuck.SILENT


@pytest.mark.parametrize("status", [S.PENDING, S.IN_PROGRESS, S.PROCESSING])
def test_an_order_that_stands_still_much_longer_than_its_service_takes(status: S) -> None:
    def stands_still(days: float, **values: object) -> Stuck | None:
        moved = NOW - days * DAY
        return why(order(status, 50 * DAY, heard_at=NOW, moved_at=moved, **values), NOW)

    assert stands_still(2.9) is None
    assert stands_still(3) is Stuck.SLOW
    assert stands_still(0.9, average_minutes=10) is None
    assert stands_still(1, average_minutes=10) is Stuck.SLOW
    assert stands_still(5.9, average_minutes=2 * 24 * 60) is None
    assert stands_still(6, average_minutes=2 * 24 * 60) is Stuck.SLOW


def test_a_subscription_may_wait_for_posts_as_long_as_it_likes() -> None:
    for status in (S.ACTIVE, S.PAUSED):
        assert why(order(status, 300 * DAY, heard_at=NOW), NOW) is None


def test_between_two_runs_of_a_drip_feed_nothing_moves() -> None:
    drip = build.order(average_minutes=60, fields={Field.RUNS: 5, Field.INTERVAL: 1440})
    assert patience(drip) == 2 * DAY


@pytest.mark.parametrize("status", sorted(FINAL))
def test_an_order_that_has_ended_needs_nobody(status: S) -> None:
    ended = order(status, 300 * DAY)
    assert look_at(ended) is None
    assert why(ended, NOW) is None


spans = st.timedeltas(min_value=timedelta(0), max_value=400 * DAY)
moments = st.none() | spans.map(lambda span: NOW - span)


@given(
    st.sampled_from(S),
    spans,
    moments,
    moments,
    moments,
    st.none() | st.integers(0, 2**31 - 1),
    st.sampled_from([{}, {Field.INTERVAL: 2**31 - 1}, {Field.INTERVAL: 30}]),
)
def test_the_moment_beside_an_order_is_the_moment_from_which_it_counts_as_stuck(
    status: S,
    age: timedelta,
    submitted_at: datetime | None,
    heard_at: datetime | None,
    moved_at: datetime | None,
    average_minutes: int | None,
    fields: dict[Field, int],
) -> None:
    drawn = order(
        status,
        age,
        submitted_at=submitted_at,
        heard_at=heard_at,
        moved_at=moved_at,
        average_minutes=average_minutes,
        fields=fields,
    )
    moment = look_at(drawn)
    assert (why(drawn, NOW) is not None) == (moment is not None and moment <= NOW)
    if moment is not None:
        assert why(drawn, moment) is not None
        assert why(drawn, moment - timedelta(microseconds=1)) is None

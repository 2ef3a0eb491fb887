"""An order moves only along its arrows, ends once, and a panel's riddle never ends it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.form import Field
from bot.domain.order import (
    FINAL,
    RUNNING,
    TRACKED,
    TRANSITIONS,
    Order,
    OrderStatus,
    Report,
    can_ask_cancel,
    can_ask_refill,
    check_after,
    observe,
)
from tests.domain.build import NOW, order

S = OrderStatus

counts = st.none() | st.integers(-(10**6), 10**6)
charges = st.none() | st.decimals(min_value=0, max_value=10**6, places=5)
children = st.lists(st.text(max_size=4), max_size=3).map(tuple)
reports = st.builds(
    Report,
    status=st.none() | st.sampled_from(S),
    word=st.text(max_size=8),
    charge=charges,
    start_count=counts,
    remains=counts,
    children=children,
)
orders = st.builds(
    order,
    st.sampled_from(S),
    units=st.none() | st.integers(1, 10**6),
    charge=charges,
    start_count=counts,
    remains=counts,
    children=children,
)


def test_every_state_has_its_ways_on_and_only_running_ones_have_any() -> None:
    assert set(TRANSITIONS) == set(S)
    assert {status for status, ways in TRANSITIONS.items() if ways} == RUNNING
    assert set(S) == RUNNING | FINAL
    assert not RUNNING & FINAL
    assert TRACKED < RUNNING
    assert all(status not in ways for status, ways in TRANSITIONS.items())
    assert all(status.final is (status in FINAL) for status in S)
    assert all(status.at_panel is (status in TRACKED) for status in S)


def test_what_may_have_been_placed_is_never_queued_again() -> None:
    assert [status for status, ways in TRANSITIONS.items() if S.QUEUED in ways] == [S.SUBMITTING]
    assert TRANSITIONS[S.UNCONFIRMED] == {S.PENDING, S.REJECTED}


def test_rejected_means_never_placed_so_a_tracked_order_cant_be() -> None:
    assert all(S.REJECTED not in TRANSITIONS[status] for status in TRACKED)


def test_every_state_can_be_reached_and_every_order_can_end() -> None:
    reached = {S.QUEUED}
    while more := {way for status in reached for way in TRANSITIONS[status]} - reached:
        reached |= more
    assert reached == set(S)
    assert all(TRANSITIONS[status] & (FINAL | TRACKED) for status in RUNNING)


@given(orders, reports)
def test_a_report_moves_an_order_along_its_arrows_or_not_at_all(known: Order, said: Report) -> None:
    change = observe(known, said, NOW)
    if change is None:
        return
    assert known.status in TRACKED
    assert change.old is known.status
    assert change.status is known.status or change.status in TRANSITIONS[known.status]
    assert (change.finished_at == NOW) is change.status.final
    assert (change.finished_at is None) is not change.status.final


@given(orders, reports)
def test_a_word_nobody_knows_ends_nothing(known: Order, said: Report) -> None:
    riddle = Report(
        status=None,
        word=said.word,
        charge=said.charge,
        start_count=said.start_count,
        remains=said.remains,
        children=said.children,
    )
    change = observe(known, riddle, NOW)
    assert change is None or (change.status is known.status and change.finished_at is None)


@pytest.mark.parametrize("status", sorted(set(S) - TRACKED))
@given(said=reports)
def test_an_order_that_has_ended_or_isnt_placed_hears_no_report(
    status: OrderStatus, said: Report
) -> None:
    assert observe(order(status), said, NOW) is None


@pytest.mark.parametrize("ours", [S.QUEUED, S.SUBMITTING, S.UNCONFIRMED, S.REJECTED])
def test_a_panel_cant_put_an_order_into_a_state_of_ours(ours: OrderStatus) -> None:
    assert observe(order(S.IN_PROGRESS), Report(status=ours), NOW) is None


@given(orders, reports)
def test_what_was_known_isnt_forgotten(known: Order, said: Report) -> None:
    change = observe(known, said, NOW)
    if change is None:
        return
    for fact in ("charge", "start_count", "remains"):
        assert getattr(change, fact) is not None or getattr(known, fact) is None
    assert change.children or not known.children


def test_the_same_report_twice_changes_nothing_the_second_time() -> None:
    said = Report(status=S.PARTIAL, charge=Decimal("0.5"), start_count=10, remains=157)
    change = observe(order(S.IN_PROGRESS), said, NOW)
    assert change is not None
    assert (change.status, change.remains, change.finished_at) == (S.PARTIAL, 157, NOW)
    told = order(S.IN_PROGRESS, charge=change.charge, start_count=10, remains=157)
    assert observe(told, Report(status=S.IN_PROGRESS, remains=157), NOW) is None


_BEGUN = (S.IN_PROGRESS, S.PROCESSING, S.ACTIVE, S.COMPLETED, S.PARTIAL, S.EXPIRED)


@pytest.mark.parametrize("status", sorted(TRACKED | FINAL - {S.REJECTED, S.PENDING}))
def test_an_order_begins_when_it_is_first_seen_at_work(status: OrderStatus) -> None:
    """One that is canceled, fails or is paused before that never began."""
    change = observe(order(S.PENDING), Report(status=status, start_count=1), NOW)
    assert change is not None
    assert change.started_at == (NOW if status in _BEGUN else None)


def test_when_an_order_began_is_said_once() -> None:
    began = NOW - timedelta(hours=1)
    for known in (order(S.PENDING, started_at=began), order(S.PROCESSING, started_at=began)):
        change = observe(known, Report(status=S.COMPLETED), NOW)
        assert change is not None
        assert change.started_at == began


def test_of_an_order_at_work_for_an_unknown_time_nobody_says_when_it_began() -> None:
    change = observe(order(S.IN_PROGRESS), Report(status=S.COMPLETED), NOW)
    assert change is not None
    assert change.started_at is None


def test_nothing_remaining_before_the_start_is_not_believed() -> None:
    assert observe(order(S.PENDING), Report(status=S.PENDING, remains=0), NOW) is None
    assert observe(order(S.PENDING), Report(status=S.PENDING, remains=-5), NOW) is None


@pytest.mark.parametrize(
    ("facts", "delivered"),
    [
        ({"status": S.IN_PROGRESS, "remains": 400}, 600),
        ({"status": S.PARTIAL, "remains": 157}, 843),
        ({"status": S.COMPLETED, "remains": 300}, 1000),
        ({"status": S.COMPLETED, "remains": None}, 1000),
        ({"status": S.PENDING, "remains": None}, None),
        ({"status": S.IN_PROGRESS, "remains": 2000}, None),
        ({"status": S.IN_PROGRESS, "remains": 400, "units": None}, None),
    ],
)
def test_what_was_delivered_so_far(facts: dict[str, object], delivered: int | None) -> None:
    assert order(**facts).delivered == delivered  # type: ignore[arg-type]


def test_an_order_is_for_its_link_or_its_user() -> None:
    assert (
        order(fields={Field.LINK: "https://t.me/a", Field.USERNAME: "b"}).link == "https://t.me/a"
    )
    assert order(fields={Field.USERNAME: "b"}).link == "b"
    assert order().link == ""


ages = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
shortest_waits = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(hours=1))


@given(ages, ages, shortest_waits)
def test_checks_stretch_with_age_between_the_shortest_and_six_hours(
    age: timedelta, older: timedelta, shortest: timedelta
) -> None:
    wait = check_after(age, shortest)
    assert shortest <= wait <= timedelta(hours=6)
    assert check_after(age + older, shortest) >= wait
    assert check_after(timedelta(0), shortest) == shortest


@pytest.mark.parametrize("status", S)
def test_where_refill_and_cancel_can_be_asked(status: OrderStatus) -> None:
    plain, able = order(status), order(status, refill=True, cancel=True)
    done = {S.COMPLETED, S.PARTIAL}
    assert can_ask_refill(able) is (status in done)
    assert not can_ask_refill(plain)
    assert not can_ask_refill(order(status, refill=True, panel_order_id=None))
    assert can_ask_cancel(able) is (status in TRACKED | {S.QUEUED})
    assert can_ask_cancel(plain) is (status is S.QUEUED)

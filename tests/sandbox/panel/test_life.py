"""Orders live by the clock: they wait, progress, end as their fate has it, and cost what they cost."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.panel import Fate, Panel
from bot.sandbox.panel.model import Plan
from bot.sandbox.panel.orders import LONGEST, state_at, times
from tests.sandbox.panel.conftest import Clock, Customer

SUBSCRIPTION: dict[str, Any] = {"username": "ann", "min": 20, "max": 30, "delay": 0}


def _sum_of_movements(panel: Panel) -> Decimal:
    return sum((move.amount for move in panel.movements), Decimal(100))


async def test_an_order_waits_progresses_and_completes(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    order = await customer.order()
    seen: list[tuple[str, int]] = []
    for _ in range(30):
        told = await customer.ask(action="status", order=order)
        seen.append((told["status"], int(told["remains"])))
        clock.now += 10

    words = list(dict.fromkeys(word for word, _remains in seen))
    assert words == ["Pending", "In progress", "Completed"]
    assert all(before >= after for (_, before), (_, after) in pairwise(seen))
    assert len({remains for _, remains in seen}) > 5
    assert seen[0] == ("Pending", 100)
    assert seen[-1] == ("Completed", 0)


@pytest.mark.parametrize(
    ("fate", "status", "remains", "cost"),
    [
        ("complete", "Completed", 0, "0.012"),
        ("partial", "Partial", 40, "0.0072"),
        ("cancel", "Canceled", 100, "0"),
        ("fail", "Fail", 100, "0"),
        ("refund", "Refunded", 100, "0"),
        ("stall", "In progress", 60, "0.012"),
    ],
)
async def test_a_chosen_fate(
    customer: Customer, clock: Clock, fate: str, status: str, remains: int, cost: str
) -> None:
    panel = customer.panel
    panel.fate(1010, fate)
    order = await customer.order()
    assert panel.balance == Decimal("99.988")

    clock.now += 10 * LONGEST

    assert (panel.orders[order].status, panel.orders[order].remains) == (status, remains)
    assert panel.orders[order].state.charge == Decimal(cost)
    assert panel.balance == 100 - Decimal(cost) == _sum_of_movements(panel)


async def test_the_fate_of_one_order(customer: Customer, panel: Panel, clock: Clock) -> None:
    first, second = await customer.order(), await customer.order()
    panel.fate(second, Fate.CANCEL)
    clock.now += LONGEST

    assert panel.orders[first].status == "Completed"
    assert panel.orders[second].status == "Canceled"
    with pytest.raises(ValueError, match="neither an order nor a service"):
        panel.fate(77, "cancel")


async def test_a_package_that_ends_half_done_costs_nothing(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    panel.fate(1005, "partial")
    order = await customer.order(1005)
    clock.now += LONGEST

    assert panel.orders[order].status == "Canceled"
    assert panel.balance == 100


async def test_with_mishaps_most_orders_complete_and_some_do_not(clock: Clock) -> None:
    panel = Panel(clock=clock, mishaps=True)
    fields = {"service": "1010", "link": "https://example.org", "quantity": "100"}
    for _ in range(40):
        panel.add(fields)
    clock.now += LONGEST

    ends = [order.status for order in panel.orders.values()]
    assert set(ends) == {"Completed", "Partial", "Canceled"}
    assert ends.count("Completed") > 25


def test_at_ten_times_the_speed_every_order_ends_within_24_seconds(clock: Clock) -> None:
    panel = Panel(clock=clock, speed=10.0)
    for _ in range(60):
        panel.add({"service": "1010", "link": "https://example.org", "quantity": "100"})
    panel.add(
        {"service": "1020", "username": "ann", "min": "20", "max": "20", "delay": "0", "posts": "2"}
    )
    clock.now += 24

    assert {order.status for order in panel.orders.values() if not order.parent} == {"Completed"}


async def test_a_cancellation_before_the_start_gives_all_the_money_back(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    order = await customer.order()
    await customer.ask(action="cancel", orders=order)
    clock.now += 10
    assert panel.orders[order].status == "Pending"
    clock.now += 10

    assert panel.orders[order].status == "Canceled"
    assert panel.balance == 100


async def test_a_cancellation_in_the_middle_leaves_what_was_delivered(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    order = await customer.order()
    clock.now += 60
    await customer.ask(action="cancel", orders=order)
    clock.now += LONGEST

    told = panel.orders[order]
    assert told.status == "Partial"
    assert isinstance(told.remains, int)
    assert 0 < told.remains < 100
    assert panel.balance == 100 - Decimal("0.00012") * (100 - told.remains)


async def test_a_cancellation_that_comes_too_late_changes_nothing(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    order = await customer.order()
    clock.now += panel.orders[order].plan.duration - 5
    assert (await customer.ask(action="cancel", orders=order))[0]["cancel"] == 1
    clock.now += LONGEST

    assert panel.orders[order].status == "Completed"


async def test_a_drip_feed_has_an_order_for_each_run(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    order = await customer.order(quantity=100, runs=3, interval=60)
    assert await customer.ask(action="status", order=order) == {
        "status": "Pending",
        "runs": "0",
        "orders": [],
    }
    clock.now += 30
    assert (await customer.ask(action="status", order=order))["status"] == "In progress"
    clock.now += LONGEST

    told = await customer.ask(action="status", order=order)
    assert (told["status"], told["runs"]) == ("Completed", "3")
    runs = [panel.orders[str(number)] for number in told["orders"]]
    assert [(run.status, run.charge, run.parent) for run in runs] == [
        ("Completed", Decimal("0.012"), order)
    ] * 3
    assert panel.balance == Decimal("99.964")


async def test_a_cancelled_drip_feed_costs_the_runs_that_began(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    order = await customer.order(quantity=100, runs=10, interval=60)
    clock.now += 60
    await customer.ask(action="cancel", orders=order)
    clock.now += LONGEST

    runs = [panel.orders[number] for number in panel.orders[order].children]
    assert 0 < len(runs) < 10
    assert panel.orders[order].status == "Partial"
    assert panel.balance == 100 - sum(run.state.charge for run in runs)


async def test_a_subscription_orders_for_each_post_until_all_are_served(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    told = await customer.ask(action="add", service=1020, **SUBSCRIPTION, posts=3, old_posts=1)
    number = told["order"]
    assert await customer.ask(action="status", order=number) == {
        "status": "Active",
        "expiry": None,
        "posts": "0",
        "orders": [],
    }
    clock.now += LONGEST

    told = await customer.ask(action="status", order=number)
    assert (told["status"], told["posts"], len(told["orders"])) == ("Completed", "4", 4)
    posts = [panel.orders[str(post)] for post in told["orders"]]
    assert all(20 <= int(post.fields["quantity"]) <= 30 for post in posts)
    spent = sum(Decimal("0.00025") * int(post.fields["quantity"]) for post in posts)
    assert panel.balance == 100 - spent == _sum_of_movements(panel)
    clock.now += LONGEST
    assert {panel.orders[post.id].status for post in posts} == {"Completed"}


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"expiry": "01/07/2030"}, "Expired"), ({}, "Active")],
)
async def test_how_a_subscription_without_a_number_of_posts_ends(
    customer: Customer, clock: Clock, fields: dict[str, str], status: str
) -> None:
    told = await customer.ask(action="add", service=1020, **SUBSCRIPTION, **fields)
    clock.now += 10 * LONGEST

    order = customer.panel.orders[str(told["order"])]
    assert order.status == status
    assert order.children


async def test_a_cancelled_subscription_gets_no_more_posts(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    told = await customer.ask(action="add", service=1020, **SUBSCRIPTION, posts=10)
    clock.now += 40
    await customer.ask(action="cancel", orders=told["order"])
    clock.now += LONGEST

    order = panel.orders[str(told["order"])]
    assert order.status == "Canceled"
    assert 0 < len(order.children) < 10
    assert panel.balance == 100 - sum(panel.orders[post].state.charge for post in order.children)


async def test_no_post_is_served_on_credit(customer: Customer, panel: Panel, clock: Clock) -> None:
    await customer.ask(action="add", service=1020, **SUBSCRIPTION, posts=10)
    panel.set_balance(Decimal("0.02"))
    clock.now += LONGEST

    assert 0 <= panel.balance < Decimal("0.01")


async def test_a_status_set_by_hand_stays(customer: Customer, panel: Panel, clock: Clock) -> None:
    order = await customer.order()
    panel.set_status(order, "Brewing", remains="Unknown")
    clock.now += LONGEST

    told = await customer.ask(action="status", order=order)
    assert (told["status"], told["remains"]) == ("Brewing", "Unknown")
    assert panel.balance == Decimal("99.988")
    panel.set_status(order, "Canceled")
    assert panel.balance == 100
    panel.set_status(order, "Completed", charge=Decimal("0.02"))
    assert panel.balance == Decimal("99.98")


@pytest.mark.parametrize("fate", ["reject", "cancel", "stall"])
async def test_how_a_refill_may_end(customer: Customer, clock: Clock, fate: str) -> None:
    order = await customer.order(1002)
    clock.now += LONGEST
    customer.panel.refill_fate(1002, fate)
    await customer.ask(action="refill", order=order)
    clock.now += LONGEST

    ends = {"reject": "Rejected", "cancel": "Canceled", "stall": "In progress"}
    assert customer.panel.refills["901"].status == ends[fate]
    customer.panel.set_refill_status(901, "Awaiting")
    assert customer.panel.refills["901"].status == "Awaiting"


async def test_a_reset_forgets_everything(customer: Customer, panel: Panel) -> None:
    await customer.order()
    panel.remove_service(1002)
    panel.faults.add("*", "null")

    panel.reset()

    assert not panel.orders
    assert not panel.received
    assert panel.balance == 100
    assert 1002 in panel.services
    assert await customer.order() == "23501"


@given(
    number=st.integers(1, 10_000),
    units=st.integers(1, 100_000),
    fate=st.sampled_from([fate for fate in Fate if fate is not Fate.EXPIRE]),
    cancel=st.none() | st.floats(0, LONGEST),
    moments=st.lists(st.floats(0, 2 * LONGEST), min_size=2, max_size=20),
)
def test_no_life_goes_backwards(
    number: int, units: int, fate: Fate, cancel: float | None, moments: list[float]
) -> None:
    pending, duration = times(number)
    plan = Plan(
        kind="plain",
        units=units,
        charge=Decimal(units) / 1000,
        start_count=0,
        pending=pending,
        duration=duration,
        fate=fate,
    )
    ranks = {"Pending": 0, "In progress": 1}
    states = [state_at(plan, moment, cancel) for moment in sorted(moments)]

    assert duration <= LONGEST
    for before, after in pairwise(states):
        assert ranks.get(before.status, 2) <= ranks.get(after.status, 2)
        assert not before.final or before == after
    for state in states:
        assert isinstance(state.remains, int)
        assert 0 <= state.remains <= units
        assert 0 <= state.charge <= plan.charge

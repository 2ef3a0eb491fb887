"""A panel that ends and is started again goes on as if nothing had been, and gives no id twice."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.sandbox.panel import DIALECTS, Order, Panel
from bot.sandbox.panel.snapshot import restore, snapshot
from tests.sandbox.panel.conftest import Clock

LIKES = {"service": "1010", "link": "https://instagram.com/p/Abc", "quantity": "100"}
LATER = 1_000_000.0


def another(saved: dict[str, Any], speed: float = 1) -> tuple[Panel, Clock]:
    """A panel of another process, on another monotonic clock, with what was written down of the first."""
    clock = Clock(LATER)
    panel = Panel(clock=clock, speed=speed, today=lambda: date(2030, 6, 15))
    restore(panel, json.loads(json.dumps(saved)))
    return panel, clock


def told(orders: dict[str, Order]) -> dict[str, Any]:
    return {number: (order.state, order.children) for number, order in orders.items()}


def test_orders_go_on_where_they_were(panel: Panel, clock: Clock) -> None:
    number = panel.add(LIKES).id
    clock.now += 60
    saved = snapshot(panel)
    then = panel.orders[number].remains
    second, its_clock = another(saved)
    assert second.orders[number].remains == then
    for _ in range(20):
        clock.now += 10
        its_clock.now += 10
        assert told(second.orders) == told(panel.orders)
    assert second.orders[number].status == "Completed"


def test_money_refills_cancellations_and_children_are_kept(panel: Panel, clock: Clock) -> None:
    done = panel.add(LIKES | {"service": "1002"}).id
    panel.add(LIKES | {"runs": "3", "interval": "5"})
    canceled = panel.add(LIKES).id
    panel.cancel(canceled)
    clock.now += 300
    refill = panel.refill(done).id
    second, its_clock = another(snapshot(panel))
    assert second.balance == panel.balance
    assert second.movements == panel.movements
    assert told(second.orders) == told(panel.orders)
    assert second.orders[canceled].status == "Canceled"
    its_clock.now += 100
    assert second.refills[refill].status == "Completed"


def test_another_speed_is_another_speed_from_then_on(panel: Panel, clock: Clock) -> None:
    number = panel.add(LIKES).id
    clock.now += 60
    second, its_clock = another(snapshot(panel), speed=10)
    assert second.now == pytest.approx(panel.now)
    its_clock.now += 10
    clock.now += 100
    assert second.orders[number].remains == panel.orders[number].remains


def test_ids_that_were_given_and_forgotten_are_not_given_again(panel: Panel, clock: Clock) -> None:
    done = panel.add(LIKES | {"service": "1002"}).id
    clock.now += 300
    panel.refill(done)
    saved = snapshot(panel)
    forgotten = {panel.add(LIKES).id for _ in range(20)}
    clock.now += 300
    forgotten_refill = panel.refill(done).id
    second, its_clock = another(saved)
    given = {second.add(LIKES).id for _ in range(20)}
    assert not given & (forgotten | {done})
    its_clock.now += 300
    assert second.refill(done).id != forgotten_refill
    third, _ = another(snapshot(second))
    assert third.add(LIKES).id not in given | forgotten


def test_a_request_that_is_repeated_after_a_restart_is_the_same_order(panel: Panel) -> None:
    panel.dialect = replace(panel.dialect, request_ids=True)
    first = panel.add(LIKES | {"request_id": "one"}).id
    second, _ = another(snapshot(panel))
    second.dialect = panel.dialect
    assert second.add(LIKES | {"request_id": "one"}).id == first
    assert second.add(LIKES | {"request_id": "two"}).id != first


@pytest.mark.parametrize(
    "spoil",
    [
        lambda saved: saved.pop("balance"),
        lambda saved: saved.update(balance="much"),
        lambda saved: saved["orders"][0].pop("plan"),
        lambda saved: saved.update(request_ids={"one": "no such order"}),
    ],
)
def test_what_cannot_be_read_changes_nothing(panel: Panel, spoil: Any) -> None:
    panel.add(LIKES)
    saved = snapshot(panel)
    spoil(saved)
    second = Panel(balance=Decimal(7))
    with pytest.raises(ValueError, match=r"."):
        restore(second, saved)
    assert (second.orders, second.balance) == ({}, Decimal(7))


def test_ids_of_every_dialect_are_kept(clock: Clock) -> None:
    for dialect in DIALECTS.values():
        panel = Panel(clock=clock, dialect=dialect)
        number = panel.add(LIKES).id
        assert list(another(snapshot(panel))[0].orders) == [number]

"""The demo's month of orders: whenever it ends, all of it could have happened, and both panels' accounts agree with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.history import cast, goods, market
from bot.demo.history.lives import Going
from bot.demo.history.market import PRIME, THRIFT
from bot.demo.history.month import Month, month
from bot.demo.history.sketches import Shelf
from bot.domain.answers import check_answers
from bot.domain.form import FORMS, missing
from bot.domain.money import round_charge
from bot.domain.order import OrderStatus
from bot.domain.service import Listing, ServiceType
from bot.domain.stock import Rules, place
from bot.panel.results import Catalogue
from bot.panel.wire.services import read_catalogue
from bot.sandbox.panel import Dialect, Panel, Service, forms
from bot.sandbox.panel.catalogue_answer import services_answer

NOW = datetime(2026, 3, 12, 17, 25, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def shelves(now: datetime, panels: Mapping[str, Panel]) -> list[Shelf]:
    """What both panels sold: from the first day on, and after each change."""
    sold = {name: dict(panel.services) for name, panel in panels.items()}
    for change in market.CHANGES:
        sold[change.panel] = market.earlier(sold[change.panel], change)
    found = [shelf(now - timedelta(days=40), sold)]
    for change in market.CHANGES:
        sold[change.panel] = dict(panels[change.panel].services)
        found.append(shelf(now - change.ago, sold))
    return found


def shelf(since: datetime, sold: Mapping[str, Mapping[int, Service]]) -> Shelf:
    listings: dict[tuple[str, str], Listing] = {}
    for name, services in sold.items():
        catalogue = read_catalogue(services_answer(services.values(), Dialect()))
        assert isinstance(catalogue, Catalogue)
        for service in catalogue.services:
            platform = place(service, Rules()).platform
            listings[name, service.id] = Listing(
                key=len(listings) + 1,
                panel=name,
                platform=platform,
                service=service,
                currency="USD",
            )
    wanted = [
        (listing, weight)
        for (name, service_id), listing in listings.items()
        if (weight := goods.weights(name).get(service_id))
    ]
    return Shelf(since=since, listings=listings, wanted=wanted)


def put_together(now: datetime, seed: int = 1) -> Month:
    panels = {PRIME: Panel(), THRIFT: Panel(services=market.thrift())}
    ann, *others = cast.customers(now)
    return month(Random(seed), now, ann, others, shelves(now, panels), panels)  # noqa: S311


@pytest.fixture(scope="module")
def past() -> Month:
    return put_together(NOW)


@settings(max_examples=6, deadline=None)
@given(now=MOMENTS, seed=st.integers(0, 1000))
def test_whenever_it_ends_it_lies_in_the_past_and_is_paid_for(now: datetime, seed: int) -> None:
    past = put_together(now, seed)
    orders = list(past.orders.values())
    assert [each.id for each in orders] == list(range(1, len(orders) + 1))
    assert orders == sorted(orders, key=lambda each: each.created_at)
    assert all(each.created_at < now for each in orders)
    assert all(each.finished_at < now for each in orders if each.finished_at)
    assert all((each.finished_at is not None) == each.status.final for each in orders)
    for account in past.accounts.values():
        for entry in account.entries.values():
            assert entry.had >= max(entry.order.charge, Decimal("0.3"))


def test_it_is_always_the_same(past: Month) -> None:
    assert put_together(NOW).orders == past.orders


def test_there_is_something_of_everything(past: Month) -> None:
    orders = list(past.orders.values())
    assert 1400 < len(orders) < 1600
    assert {each.service_type for each in orders} == set(ServiceType)
    unseen = {
        OrderStatus.QUEUED,
        OrderStatus.SUBMITTING,
        OrderStatus.PROCESSING,
        OrderStatus.PAUSED,
    }
    assert {each.status for each in orders} == set(OrderStatus) - unseen
    assert {each.panel for each in orders} == {PRIME, THRIFT}
    assert sum(each.stand_in_key is not None for each in orders) == len(past.scenes.moved) == 5
    earlier = [each for each in orders if each.created_at < NOW - timedelta(days=15)]
    assert len(earlier) < len(orders) - len(earlier)


def test_every_order_could_have_been_placed(past: Month) -> None:
    """By our form, and by the panel's own, at the same price."""
    for number, sketch in past.sketched.items():
        order, service = past.orders[number], sketch.listing.service
        kind = order.service_type
        wanted = frozenset(FORMS[kind].optional) & frozenset(order.fields)
        assert missing(kind, order.fields, wanted) is None, order
        assert check_answers(service, order.fields, wanted) == (), order
        entry = past.accounts[order.panel].entries.get(number)
        if entry is None:
            continue
        ticket = forms.read(entry.order.service, entry.order.fields, sketch.at.date())
        assert ticket.charge == entry.order.charge, order


def test_what_the_books_say_is_what_the_panels_have(past: Month) -> None:
    for number, order in past.orders.items():
        entry = past.accounts[order.panel].entries.get(number)
        if order.status in {OrderStatus.REJECTED, OrderStatus.UNCONFIRMED}:
            assert order.panel_order_id is None
            continue
        assert entry is not None
        assert order.panel_order_id == entry.order.id
        assert order.status.final == entry.order.state.final
        if order.charge is not None:
            assert order.charge == round_charge(entry.order.state.charge)
            assert order.remains == entry.order.state.remains


@pytest.mark.parametrize("panel", [PRIME, THRIFT])
def test_the_money_that_was_spent_is_the_money_that_is_gone(past: Month, panel: str) -> None:
    """A subscription that goes on is paid for by the post."""
    spent = Decimal(0)
    for number in past.accounts[panel].entries:
        order, sketch = past.orders[number], past.sketched[number]
        goes_on = isinstance(sketch.life, Going) and order.service_type is ServiceType.SUBSCRIPTIONS
        if not goes_on:
            spent += order.cost or Decimal(0) if order.charge is None else order.charge
    assert spent == -sum(move.amount for move in past.accounts[panel].memory().movements)
    assert spent > 100


def test_what_is_stuck_or_in_doubt_is_so(past: Month) -> None:
    stuck, doubtful = past.order(past.scenes.stuck), past.order(past.scenes.doubtful)
    assert stuck.status is OrderStatus.IN_PROGRESS
    assert stuck.delivered == 1_200
    at_panel = past.accounts[doubtful.panel].entries[doubtful.id].order
    assert doubtful.status is OrderStatus.UNCONFIRMED
    assert at_panel.fields["link"] == doubtful.link
    known = [each for each in past.orders.values() if each.panel_order_id == at_panel.id]
    assert known == []
    assert replace(doubtful, status=OrderStatus.PENDING).cost == at_panel.charge

"""Which service may stand in for another, and for which of its orders."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.form import Answers, Field
from bot.domain.order import Order, OrderStatus
from bot.domain.service import Listing, ServiceType, Unorderable
from bot.domain.stand_in import FOR_GOOD, Misfit, unfit_for_order, unfit_for_service
from tests.domain import build

PANELS = {"main", "spare", "third"}
NOBODY: frozenset[str] = frozenset()
LINK: Answers = {Field.LINK: "https://instagram.com/p/1"}


def listing(panel: str = "spare", **changes: Any) -> Listing:
    outer = {name: changes.pop(name) for name in ("unorderable", "currency") if name in changes}
    facts = {"max": 10_000, "refill": True, "kind": changes.pop("type", ServiceType.DEFAULT)}
    whole: dict[str, Any] = {"currency": "USD", "service": build.service(**(facts | changes))}
    return Listing(key=2, panel=panel, platform="instagram", **(whole | outer))


def order(fields: Answers | None = None, **changes: Any) -> Order:
    facts = {
        "fields": {**LINK, Field.QUANTITY: 1000} if fields is None else fields,
        "rate": Decimal("0.90"),
        "currency": "USD",
        "refill": True,
    }
    return build.order(OrderStatus.SUBMITTING, **(facts | changes))


def unfit(stand_in: Listing, confirmed: Order | None = None) -> Misfit | None:
    return unfit_for_order(confirmed or order(), stand_in, PANELS, NOBODY)


def test_the_same_form_at_another_panel_at_the_same_price_fits() -> None:
    assert unfit(listing()) is None
    assert unfit_for_service(listing("main"), listing(), PANELS) is None


def test_what_is_hidden_from_customers_may_stand_in() -> None:
    assert unfit(listing(unorderable=Unorderable.HIDDEN)) is None
    hidden_heading = listing(unorderable=Unorderable.HIDDEN, rate=Decimal(9_999_999_999_999))
    assert unfit(hidden_heading) is Misfit.NOT_ORDERABLE


@pytest.mark.parametrize(
    ("stand_in", "why"),
    [
        (listing("gone"), Misfit.NO_PANEL),
        (listing(unorderable=Unorderable.GONE), Misfit.NOT_ORDERABLE),
        (listing(unorderable=Unorderable.BLOCKED), Misfit.NOT_ORDERABLE),
        (listing(type=ServiceType.POLL), Misfit.OTHER_FORM),
        (listing(type=None), Misfit.OTHER_FORM),
        (listing(currency="EUR"), Misfit.OTHER_CURRENCY),
        (listing(currency=""), Misfit.OTHER_CURRENCY),
        (listing(rate=Decimal("0.900001")), Misfit.DEARER),
        (listing(refill=False), Misfit.NO_REFILL),
    ],
)
def test_what_is_less_than_was_confirmed_fits_neither_the_service_nor_its_order(
    stand_in: Listing, why: Misfit
) -> None:
    assert unfit(stand_in) is why
    assert unfit_for_service(listing("main"), stand_in, PANELS) is why


def test_currencies_that_nobody_named_are_not_the_same() -> None:
    assert unfit(listing(currency=""), order(currency="")) is Misfit.OTHER_CURRENCY


def test_it_is_the_confirmed_price_that_counts_not_what_the_last_stand_in_costs() -> None:
    at_a_cheap_one = order(panel="third", cost=Decimal("0.10"))
    assert unfit(listing(rate=Decimal("0.80")), at_a_cheap_one) is None


def test_an_order_whose_confirmed_price_is_not_known_goes_nowhere() -> None:
    assert unfit(listing(rate=Decimal(0)), order(rate=None)) is Misfit.DEARER


def test_a_free_order_goes_to_a_free_service_only() -> None:
    free = order(rate=Decimal(0), cost=Decimal(0))
    assert unfit(listing(rate=Decimal("0.0001")), free) is Misfit.DEARER
    assert unfit(listing(rate=Decimal(0)), free) is None


def test_a_subscription_without_an_end_is_compared_by_its_rate() -> None:
    fields: Answers = {Field.USERNAME: "ann", Field.MIN: 20, Field.MAX: 50, Field.DELAY: 0}
    endless = order(fields, service_type=ServiceType.SUBSCRIPTIONS, cost=None, units=None)
    dearer = listing(type=ServiceType.SUBSCRIPTIONS, rate=Decimal(1))
    assert unfit(dearer, endless) is Misfit.DEARER
    assert unfit(listing(type=ServiceType.SUBSCRIPTIONS), endless) is None


@pytest.mark.parametrize(
    ("fields", "stand_in", "fits"),
    [
        ({Field.QUANTITY: 1000}, listing(min=1000, max=1000), True),
        ({Field.QUANTITY: 1000}, listing(min=1001), False),
        ({Field.QUANTITY: 1000}, listing(max=999), False),
        (
            {Field.QUANTITY: 1000, Field.RUNS: 2, Field.INTERVAL: 30},
            listing(dripfeed=True),
            True,
        ),
        ({Field.QUANTITY: 1000, Field.RUNS: 2, Field.INTERVAL: 30}, listing(), False),
        (
            {Field.QUANTITY: 1000, Field.RUNS: 11, Field.INTERVAL: 30},
            listing(dripfeed=True),
            False,
        ),
    ],
)
def test_it_takes_the_answers_as_they_are(fields: Answers, stand_in: Listing, fits: bool) -> None:
    confirmed = order({**LINK, **fields})
    assert unfit(stand_in, confirmed) is (None if fits else Misfit.ANSWERS)


def test_a_list_of_comments_has_to_be_long_enough_for_it() -> None:
    fields: Answers = {**LINK, Field.COMMENTS: ("nice", "wow", "great")}
    confirmed = order(fields, service_type=ServiceType.CUSTOM_COMMENTS)
    comments: dict[str, Any] = {"type": ServiceType.CUSTOM_COMMENTS}
    assert unfit(listing(**comments, min=3), confirmed) is None
    assert unfit(listing(**comments, min=4), confirmed) is Misfit.ANSWERS


def test_a_panel_that_had_the_order_is_not_asked_again() -> None:
    assert unfit(listing(), order(panel="spare")) is Misfit.ASKED_BEFORE
    asked = frozenset({"spare"})
    assert unfit_for_order(order(panel="third"), listing(), PANELS, asked) is Misfit.ASKED_BEFORE


def test_a_service_of_the_same_panel_or_with_another_form_can_never_stand_in() -> None:
    assert unfit_for_service(listing("main"), listing("main"), PANELS) is Misfit.SAME_PANEL
    other = listing(type=ServiceType.PACKAGE)
    assert unfit_for_service(listing("main"), other, PANELS) is Misfit.OTHER_FORM
    assert {Misfit.SAME_PANEL, Misfit.OTHER_FORM} == FOR_GOOD


@pytest.mark.parametrize(
    ("smallest", "largest", "why"),
    [(10_001, 20_000, Misfit.LIMITS), (1, 9, Misfit.LIMITS), (10_000, 20_000, None), (1, 10, None)],
)
def test_limits_that_share_no_quantity_never_fit(
    smallest: int, largest: int, why: Misfit | None
) -> None:
    assert unfit_for_service(listing("main"), listing(min=smallest, max=largest), PANELS) is why


def test_limits_of_packages_mean_nothing() -> None:
    package: dict[str, Any] = {"type": ServiceType.PACKAGE}
    wide = listing(**package, min=1, max=1)
    assert unfit_for_service(listing("main", **package, min=100, max=100), wide, PANELS) is None

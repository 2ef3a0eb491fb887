"""The built-in catalogue has whatever a real one may surprise with."""

from decimal import Decimal
from itertools import groupby

from bot.sandbox.panel.catalogue import CATALOGUE


def test_every_type_is_there_and_one_nobody_knows() -> None:
    types = {service.type for service in CATALOGUE}

    assert len(types) == 17 + 1 + 1
    assert None in types
    assert "Event Quiz" in types


def test_flags_come_in_all_combinations() -> None:
    assert len({(s.dripfeed, s.refill, s.cancel) for s in CATALOGUE}) == 8


def test_ids_are_unique_and_categories_come_back() -> None:
    assert len({service.id for service in CATALOGUE}) == len(CATALOGUE) >= 60
    runs = [category for category, _ in groupby(service.category for service in CATALOGUE)]
    assert len(runs) > len(set(runs))


def test_the_curiosities_are_there() -> None:
    rates = {service.rate for service in CATALOGUE}

    assert {Decimal("0.00"), Decimal("9999999999999.00")} <= rates
    assert any(service.category is None for service in CATALOGUE)
    assert any(service.min == service.max == 1 for service in CATALOGUE)
    assert any(service.max == 2_147_483_647 for service in CATALOGUE)
    assert any("&quot;" in service.name for service in CATALOGUE)
    assert 290 < max(len(service.name.encode()) for service in CATALOGUE) <= 324

"""Types come in many spellings and mean one form; what can't be ordered is known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.service import ServiceType, Unorderable, parse_type, why_unorderable
from tests.domain.build import service


@pytest.mark.parametrize("kind", ServiceType)
def test_every_spelling_of_a_type_is_that_type(kind: ServiceType) -> None:
    name = kind.value
    for spelling in (
        name,
        name.lower(),
        name.upper(),
        f"  {name}\n",
        name.replace(" ", "_").lower(),
        name.replace(" ", "-"),
        name.replace(" ", ""),
        name.replace(" ", " - "),
        name.removesuffix("s"),
        name + "s" * (not name.endswith("s")),
    ):
        assert parse_type(spelling) is kind, spelling


@pytest.mark.parametrize("missing", [None, "", "  "])
def test_no_type_is_the_default_one(missing: str | None) -> None:
    assert parse_type(missing) is ServiceType.DEFAULT


@pytest.mark.parametrize("riddle", ["Story Poll", "12", "-", "Custom", "Default Package"])
def test_a_type_nobody_knows_is_not_taken_for_another(riddle: str) -> None:
    assert parse_type(riddle) is None


@given(st.text())
def test_any_word_is_a_type_or_unknown(text: str) -> None:
    assert parse_type(text) in {None, *ServiceType}


def test_why_a_service_cant_be_ordered() -> None:
    assert why_unorderable(service()) is None
    assert why_unorderable(service(rate=Decimal(0))) is None
    assert why_unorderable(service(min=5, max=5)) is None
    assert why_unorderable(service(rate=Decimal("9999999999999.00"))) is Unorderable.HEADING
    assert why_unorderable(service(None)) is Unorderable.UNKNOWN_TYPE
    assert why_unorderable(service(min=6, max=5)) is Unorderable.NO_RANGE

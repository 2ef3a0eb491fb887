"""Money is exact: what is rounded is rounded on purpose, never to the user's gain twice."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import from_micros, round_charge, round_refund, to_micros

amounts = st.decimals(
    min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False, places=9
)
micros = st.integers(-(2**62), 2**62)


@given(micros)
def test_what_a_row_holds_comes_back(amount: int) -> None:
    assert to_micros(from_micros(amount)) == amount


@given(micros)
def test_an_amount_reads_like_money(amount: int) -> None:
    assert "E" not in str(from_micros(amount))


@given(amounts)
def test_a_charge_is_rounded_up_and_a_refund_down_by_less_than_a_micro_unit(
    amount: Decimal,
) -> None:
    charge, refund = round_charge(amount), round_refund(amount)
    assert refund <= amount <= charge
    assert charge - refund in {Decimal(0), Decimal("0.000001")}
    assert to_micros(charge) - to_micros(refund) in {0, 1}


@given(amounts)
def test_rounding_twice_changes_nothing(amount: Decimal) -> None:
    assert round_charge(round_charge(amount)) == round_charge(amount)
    assert round_refund(round_refund(amount)) == round_refund(amount)


def test_an_amount_that_wasnt_rounded_isnt_stored() -> None:
    with pytest.raises(ValueError, match="rounded"):
        to_micros(Decimal("0.0000001"))


def test_examples() -> None:
    assert round_charge(Decimal("0.0000011")) == Decimal("0.000002")
    assert round_refund(Decimal("0.0000019")) == Decimal("0.000001")
    assert to_micros(Decimal("0.27819")) == 278_190
    assert str(from_micros(100_000_000)) == "100"
    assert str(from_micros(-1)) == "-0.000001"

"""A day is read in the usual notations and written in the wire's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Problem, ShopError
from bot.domain.expiry import parse_expiry
from tests.domain.build import TODAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2026", "31/12/2026"),
        ("31.12.2026", "31/12/2026"),
        ("1.4.2026", "01/04/2026"),
        ("2026-04-01", "01/04/2026"),
        (" 1 / 4 / 2026 ", "01/04/2026"),
        ("٣١/١٢/٢٠٢٦", "31/12/2026"),
        ("15/03/2026", "15/03/2026"),
    ],
)
def test_a_day_is_read(text: str, day: str) -> None:
    assert parse_expiry(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Problem.EMPTY),
        ("tomorrow", Problem.NOT_A_DATE),
        ("31/02/2027", Problem.NOT_A_DATE),
        ("12/31/2026", Problem.NOT_A_DATE),
        ("1/1/26", Problem.NOT_A_DATE),
        ("0/0/0000", Problem.NOT_A_DATE),
        ("14/03/2026", Problem.DATE_PAST),
    ],
)
def test_what_is_no_day_to_come_is_refused(text: str, why: Problem) -> None:
    with pytest.raises(ShopError) as refused:
        parse_expiry(text, TODAY)
    assert refused.value.problem is why


@given(st.dates(min_value=TODAY), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"]))
def test_every_coming_day_is_read_in_every_notation(day: date, notation: str) -> None:
    assert parse_expiry(day.strftime(notation), TODAY) == day.strftime("%d/%m/%Y")

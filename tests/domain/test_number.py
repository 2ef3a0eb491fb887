"""Numbers as people write them; what may mean two things is asked again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Problem, ShopError
from bot.domain.number import parse_number, parse_within


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("500", 500),
        (" 500 ", 500),
        ("0", 0),
        ("1 000", 1000),
        ("1\u00a0000", 1000),
        ("1\u202f000\u202f000", 1_000_000),
        ("1,000", 1000),
        ("1.000", 1000),
        ("1'000", 1000),
        ("1,000,000", 1_000_000),
        ("1k", 1000),
        ("2.5K", 2500),
        ("2,5 k", 2500),
        ("1.25m", 1_250_000),
        ("3M", 3_000_000),
        ("5 тыс.", 5000),
        ("10к", 10_000),
        ("1 млн", 1_000_000),
        ("١٠٠٠", 1000),
        ("۲۵۰", 250),
        ("١٬٠٠٠", 1000),
        ("１０００", 1000),
    ],
)
def test_a_number_is_read(text: str, number: int) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["many", "10 20", "1 0000", "1,000.000", "0.500", "1.5", "-5", "1.000k", "10²", "½", "1e3", "5 k k", "9" * 5000],
)  # fmt: skip
def test_what_is_no_whole_number_or_may_be_two_is_refused(text: str) -> None:
    with pytest.raises(ShopError) as refused:
        parse_number(text)
    assert refused.value.problem is Problem.NOT_A_NUMBER


def test_the_limit_that_was_broken_is_named() -> None:
    with pytest.raises(ShopError) as below:
        parse_within("9", 10, 1000)
    assert (below.value.problem, below.value.details) == (Problem.BELOW_MIN, {"minimum": 10})
    with pytest.raises(ShopError) as above:
        parse_within("1001", 10, 1000)
    assert (above.value.problem, above.value.details) == (Problem.ABOVE_MAX, {"maximum": 1000})


@given(st.integers(0, 10**9), st.sampled_from(["", " ", ",", ".", "'", "\u00a0"]))
def test_every_grouping_is_read_back(number: int, separator: str) -> None:
    assert parse_number(f"{number:,}".replace(",", separator)) == number


@given(st.text(alphabet=st.characters() | st.sampled_from("0123456789 .,km")))
def test_any_text_gives_a_number_or_a_reason(text: str) -> None:
    try:
        number = parse_number(text)
    except ShopError:
        return
    assert number >= 0

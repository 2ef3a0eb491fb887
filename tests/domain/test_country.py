"""A country is found by code, flag or name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.country import CODES, parse_country
from bot.domain.errors import Problem, ShopError


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"),
        ("us", "US"),
        (" de ", "DE"),
        ("🇫🇷", "FR"),
        ("UK", "GB"),
        ("usa", "US"),
        ("United States", "US"),
        ("Germany", "DE"),
        ("Россия", "RU"),
        ("сша", "US"),
        ("South  Korea", "KR"),
        ("WW", "WW"),
        ("worldwide", "WW"),
        ("весь мир", "WW"),
    ],
)
def test_a_country_is_understood(text: str, code: str) -> None:
    assert parse_country(text) == code


@pytest.mark.parametrize("text", ["", "XX", "Atlantis", "U S", "🇽🇽", "USA, UK"])
def test_an_unknown_country_is_asked_again(text: str) -> None:
    with pytest.raises(ShopError) as refused:
        parse_country(text)
    assert refused.value.problem is Problem.NOT_A_COUNTRY


def test_all_of_iso_is_there_and_the_whole_world() -> None:
    assert len(CODES) == 249 + 1


@given(st.text())
def test_any_text_gives_a_code_or_a_reason(text: str) -> None:
    try:
        code = parse_country(text)
    except ShopError:
        return
    assert code in CODES

"""Words to keep services out by, as people type them."""

import pytest

from bot.domain.blocked import parse_word
from bot.domain.errors import Problem, ShopError
from tests.domain.build import problem


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Casino", "casino"),
        ("  No   Refill ", "no refill"),
        ("КАЗИНО", "казино"),
        ("a:b", "a:b"),
        ("\u202eword\u202c", "word"),
        ("я" * 30, "я" * 30),
        ("100%", "100%"),
    ],
)
def test_a_word_or_phrase(typed: str, word: str) -> None:
    assert parse_word(typed) == word


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", (Problem.EMPTY, {})),
        (" \n ", (Problem.EMPTY, {})),
        ("one, two", (Problem.ONE_WORD, {})),
        ("one\ntwo", (Problem.ONE_WORD, {})),
        ("one; two", (Problem.ONE_WORD, {})),
        ("я" * 31, (Problem.TOO_LONG, {"maximum": 30})),
        ("x" * 61, (Problem.TOO_LONG, {"maximum": 30})),
    ],
)
def test_what_is_no_word(typed: str, wrong: tuple[Problem, dict[str, object]]) -> None:
    with pytest.raises(ShopError) as refused:
        parse_word(typed)
    assert problem(refused.value) == wrong

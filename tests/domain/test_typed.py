"""Hidden characters don't reach a panel; everything people see does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.typed import lines, visible, visible_word

weird = st.text(alphabet=st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("plain", "plain"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\tb", "a b"),
        ("pay\u202eme\u2069", "payme"),
        ("\ufeffhead", "head"),
        ("nul\x00l", "null"),
        ("half \ud83d", "half "),
        ("👨‍👩‍👧 می‌خواهم", "👨‍👩‍👧 می‌خواهم"),
    ],
)
def test_what_cant_be_seen_is_taken_out(typed: str, seen: str) -> None:
    assert visible(typed) == seen


def test_a_name_or_link_has_no_formatting_character_at_all() -> None:
    assert visible_word(" \u200fanna\u200d\u00ad ") == "anna"


def test_lines_keep_their_numbers() -> None:
    assert lines("one\n\n  two \r\n\u2029 three") == [(1, "one"), (3, "two"), (5, "three")]


@given(weird)
def test_looking_twice_changes_nothing(text: str) -> None:
    once = visible(text)
    assert visible(once) == once
    once.encode()
    assert once.splitlines() == once.removesuffix("\n").split("\n") or not once

"""What owners look for in the log."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.journal_search import DAYS, LogWanted, log_wanted, parse, read_day

NOW = datetime(2030, 3, 15, 13, 45, tzinfo=UTC)


def at(day: int, month: int = 3) -> datetime:
    return datetime(2030, month, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "since", "before"),
    [
        ("", None, None),
        ("0", at(15), None),
        ("1", at(14), at(15)),
        ("7", at(8), None),
        ("30", at(13, 2), None),
        ("2030-02-28", at(28, 2), at(1)),
    ],
)
def test_when_is_so_many_days_of_utc(
    when: str, since: datetime | None, before: datetime | None
) -> None:
    assert LogWanted(when=when).span(NOW) == (since, before)


@pytest.mark.parametrize("word", ["31.12.2030", "31/12/2030", "2030-12-31", "31-12-2030"])
def test_a_day_in_any_spelling(word: str) -> None:
    assert read_day(word) == date(2030, 12, 31)


@pytest.mark.parametrize("word", ["31.2.2030", "1.1.1999", "9999-12-31", "12.2030", "x", ""])
def test_what_is_no_day(word: str) -> None:
    assert read_day(word) is None


def test_words_combine() -> None:
    found, names = parse("Olga 1.3.2030 Заказы", {"заказы": "order"})
    assert found == LogWanted(kind="order", when="2030-03-01")
    assert names == ("Olga",)
    assert parse("#15", {})[0] == parse("15", {})[0] == LogWanted(kind="order", number=15)


def test_a_search_is_read_again_as_it_was_kept() -> None:
    for search in (LogWanted(), LogWanted(actor_id=2**53, kind="user", number=2**53, when="7")):
        assert log_wanted(search.words()) == search


def test_a_button_changes_one_thing_and_a_forged_one_nothing() -> None:
    before = LogWanted(actor_id=1, kind="order", number=15, when="0")
    assert before.narrowed("who", "") == LogWanted(kind="order", number=15, when="0")
    assert before.narrowed("what", "user") == LogWanted(actor_id=1, kind="user", when="0")
    assert all(before.narrowed("when", when).when == when for when in DAYS)
    for what, word in (("who", "x"), ("what", "x"), ("when", "8"), ("x", "")):
        assert before.narrowed(what, word) == before


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read(text: str) -> None:
    found, _ = parse(text, {})
    assert log_wanted(found.words()) == found
    found.span(NOW)

"""What operators type to find orders."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.link import clean_link, same_link_key
from bot.domain.order_search import (
    AGES,
    LOOK,
    STATES,
    Wanted,
    link_keys,
    parse,
    read_age,
    span,
    wanted,
)

PANELS = ("Main", "spare")
STATE_WORDS = {"готово": "done", "идут": "running"}


def plain(text: str) -> Wanted:
    typed = parse(text, panels=PANELS, states=STATE_WORDS)
    assert not typed.names
    assert not typed.number
    return typed.wanted


def test_several_words_combine_in_any_order() -> None:
    expected = Wanted(state="running", panel="Main", age=">2d")
    assert plain("running main >2d") == expected
    assert plain("> 2 D  MAIN идут") == expected


def test_a_state_is_named_in_english_or_in_the_readers_own_word() -> None:
    assert plain("done") == plain("Готово") == Wanted(state="done")
    assert plain("look") == Wanted(state=LOOK)


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        (">2d", ">2d"),
        ("<3h", "<3h"),
        (">02w", ">2w"),
        (">2д", ">2d"),
        ("<5ч", "<5h"),
        ("<30м", "<30m"),
    ],
)
def test_an_age(typed: str, age: str) -> None:
    assert read_age(typed) == age


@pytest.mark.parametrize("typed", ["2d", ">d", ">2y", ">2 d x", ">99999d", "", "<b"])
def test_what_is_no_age(typed: str) -> None:
    assert read_age(typed) == ""


def test_how_long_an_age_is() -> None:
    assert [span(age) for age in (">90m", "<3h", ">2d", ">1w")] == [
        timedelta(minutes=90),
        timedelta(hours=3),
        timedelta(days=2),
        timedelta(weeks=1),
    ]
    assert all(read_age(age) == age for age in AGES)


@pytest.mark.parametrize("number", ["15", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "7000000001"])
def test_a_number_may_be_anybodys(number: str) -> None:
    assert parse(number, panels=(), states={}).number == number


def test_a_number_with_a_hash_is_ours() -> None:
    assert plain("#15") == Wanted(numbers=(15,))


def test_everything_else_is_a_part_of_a_name() -> None:
    typed = parse("Ann  María running", panels=PANELS, states={})
    assert typed.names == ("Ann", "María")
    assert typed.wanted == Wanted(state="running")
    assert parse("@ann", panels=PANELS, states={}).names == ("@ann",)


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.instagram.com/p/Abc/?utm_source=x",
        "instagram.com/p/Abc",
        "http://m.instagram.com/p/Abc/",
        "https://instagram.com/p/Abc?igsh=1",
    ],
)
def test_a_link_is_found_in_any_spelling(spelling: str) -> None:
    ordered = same_link_key(clean_link("https://instagram.com/p/Abc", "instagram"))
    found = plain(spelling)
    assert found.link == spelling
    assert ordered in link_keys(found.link)


def test_a_websites_link_keeps_its_query() -> None:
    for platform in ("website", "other"):
        ordered = same_link_key(clean_link("https://example.com/?utm_source=x&a=1", platform))
        assert ordered in link_keys("example.com/?utm_source=x&a=1")


def test_a_search_is_read_again_as_it_was_kept() -> None:
    full = Wanted(
        state="done", panel="main", age="<7d", link="x.com/a", user_id=2**53, numbers=(3, 15)
    )
    for search in (full, Wanted()):
        assert wanted(search.words()) == search


def test_a_button_changes_one_thing_and_a_forged_one_nothing() -> None:
    before = Wanted(state="done", panel="main", numbers=(1, 2))
    assert before.narrowed("state", "running").state == "running"
    assert before.narrowed("state", "") == Wanted(panel="main", numbers=(1, 2))
    assert before.narrowed("age", ">3d").age == ">3d"
    assert before.narrowed("panel", "").panel == ""
    assert before.narrowed("user", "77").user_id == 77
    for what, word in (("state", "x"), ("age", "soon"), ("user", "-1"), ("user", "٣"), ("x", "y")):
        assert before.narrowed(what, word) == before


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read(text: str) -> None:
    typed = parse(text, panels=PANELS, states=STATE_WORDS)
    assert wanted(typed.wanted.words()) == typed.wanted
    if typed.wanted.age:
        assert span(typed.wanted.age) >= timedelta(0)
    assert typed.wanted.state in {"", LOOK, *STATES}

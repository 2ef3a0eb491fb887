"""Pasted lists: one entry a line for the panel, and the line that is wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Problem, ShopError
from bot.domain.lists import (
    MAX_LINE,
    MAX_LINES,
    parse_groups,
    parse_hashtag,
    parse_hashtags,
    parse_lines,
    parse_phrase,
    parse_usernames,
)
from tests.domain.build import problem

pasted = st.text(alphabet=st.characters(exclude_categories=()) | st.sampled_from("\n\r,#@ /."))


def test_comments_stay_as_they_were_written() -> None:
    assert parse_lines("1. Nice!\r\n\n  2. Wow, great 🔥 \n") == ("1. Nice!", "2. Wow, great 🔥")


@pytest.mark.parametrize("nothing", ["", " \n\t\n", "\u200b"])
def test_a_list_of_nothing_is_asked_again(nothing: str) -> None:
    for parse in (parse_lines, parse_hashtags):
        with pytest.raises(ShopError) as refused:
            parse(nothing)
        assert refused.value.problem is Problem.EMPTY


def test_a_list_has_a_limit_and_so_has_a_line() -> None:
    with pytest.raises(ShopError) as many:
        parse_lines("x\n" * (MAX_LINES + 1))
    assert problem(many.value) == (
        Problem.TOO_MANY_LINES,
        {"maximum": MAX_LINES, "count": MAX_LINES + 1},
    )
    with pytest.raises(ShopError) as long:
        parse_lines("x" * (MAX_LINE + 1))
    assert problem(long.value) == (Problem.TOO_LONG, {"maximum": MAX_LINE})
    assert len(parse_lines("x\n" * MAX_LINES)) == MAX_LINES


def test_names_may_come_as_lines_with_at_by_commas_or_as_profile_links() -> None:
    text = "anna\n@boris\n\nhttps://instagram.com/clara/?hl=en\ndan, @eve; fay\n@gus @hal"
    assert parse_usernames(text, "instagram") == (
        "anna", "boris", "clara", "dan", "eve", "fay", "gus", "hal",
    )  # fmt: skip


def test_the_wrong_name_is_told_by_its_line() -> None:
    with pytest.raises(ShopError) as refused:
        parse_usernames("anna\n\nnot a name\nboris", "instagram")
    assert problem(refused.value) == (Problem.BAD_LINE, {"line": 3, "text": "not a name"})


def test_hashtags_lose_their_mark() -> None:
    assert parse_hashtags("#summer\nsea\n#sun #sand, #sky") == (
        "summer",
        "sea",
        "sun",
        "sand",
        "sky",
    )


def test_a_hashtag_has_no_blank() -> None:
    with pytest.raises(ShopError) as refused:
        parse_hashtags("#sea\nnew york")
    assert problem(refused.value) == (Problem.BAD_LINE, {"line": 2, "text": "new york"})


def test_groups_are_links_names_or_whatever_the_panel_sells_in_this_form() -> None:
    assert parse_groups("t.me/club?utm_source=x\n@chat\nbest sea views", "telegram") == (
        "https://t.me/club",
        "https://t.me/chat",
        "best sea views",
    )
    with pytest.raises(ShopError) as refused:
        parse_groups("@chat\nt.me/a b", "telegram")
    assert problem(refused.value) == (Problem.BAD_LINE, {"line": 2, "text": "t.me/a b"})


def test_one_hashtag_or_one_search_phrase() -> None:
    assert parse_hashtag(" #summer ") == "summer"
    assert parse_hashtag("how to  cook rice") == "how to cook rice"
    with pytest.raises(ShopError) as refused:
        parse_hashtag("#one\n#two")
    assert refused.value.problem is Problem.NOT_A_HASHTAG
    with pytest.raises(ShopError) as empty:
        parse_hashtag(" # ")
    assert empty.value.problem is Problem.EMPTY


def test_a_phrase_is_one_line_of_at_most_200_characters() -> None:
    assert parse_phrase("buy\nflowers") == "buy flowers"
    with pytest.raises(ShopError) as refused:
        parse_phrase("x" * 201)
    assert problem(refused.value) == (Problem.TOO_LONG, {"maximum": 200})


@given(pasted)
def test_no_entry_of_any_list_breaks_the_wire(text: str) -> None:
    parsers = (
        parse_lines,
        parse_hashtags,
        lambda typed: parse_usernames(typed, "telegram"),
        lambda typed: parse_groups(typed, "telegram"),
    )
    for parse in parsers:
        try:
            entries = parse(text)
        except ShopError:
            continue
        assert entries
        for entry in entries:
            assert entry == entry.strip() != ""
            assert len(entry.splitlines()) == 1
            assert len(entry) <= 2 * MAX_LINE
            entry.encode()
        assert parse("\n".join(entries)) == entries

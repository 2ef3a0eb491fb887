import pytest

from bot.domain.broadcast_links import (
    MAX_LINKS,
    MAX_TEXT,
    TypedLink,
    platform_called,
    typed_links,
)
from bot.domain.errors import Problem, ShopError


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://example.com", "https://example.com"),
        ("http://example.com/a?utm_source=bot#x", "http://example.com/a?utm_source=bot#x"),
        ("HTTPS://Example.com:8443/", "HTTPS://Example.com:8443/"),
        ("t.me/telegram", "https://t.me/telegram"),
        ("example.com", "https://example.com"),
        ("пример.рф/страница", "https://пример.рф/страница"),
        ("@telegram", "https://t.me/telegram"),
        ("tg://resolve?domain=telegram", "tg://resolve?domain=telegram"),
        ("https://user.example.com/@name", "https://user.example.com/@name"),
    ],
)
def test_an_address_leads_out_of_the_bot(typed: str, url: str) -> None:
    assert typed_links(f"Look | {typed}") == [TypedLink(1, "Look", url, "")]


@pytest.mark.parametrize("typed", ["1010", "Instagram", "X (Twitter)", "likes", "order"])
def test_what_is_no_address_is_looked_for_in_the_shop(typed: str) -> None:
    assert typed_links(f"🛒 Order | {typed}") == [TypedLink(1, "🛒 Order", "", typed)]


def test_several_lines_are_several_buttons_and_empty_ones_are_none() -> None:
    links = typed_links("One | t.me/one\n\n  Two|two  | t.me/two ")
    assert [(link.line, link.text) for link in links] == [(1, "One"), (3, "Two|two")]


@pytest.mark.parametrize(
    "line",
    [
        "https://example.com",
        "Look |",
        "| https://example.com",
        " | ",
        "Look | javascript://alert(1)",
        "Look | ftp://example.com/x",
        "Look | https://localhost",
        "Look | https://",
        "Look | https://user:password@example.com",
        "Look | https://exam ple.com",
        "Look | foo/bar",
        "Look | t.me/" + "a" * 2000,
        "L" * (MAX_TEXT + 1) + " | https://example.com",
        "\u200b | https://example.com",
    ],
)
def test_a_line_that_makes_no_button_is_named(line: str) -> None:
    with pytest.raises(ShopError) as refused:
        typed_links(f"Good | https://example.com\n{line}")
    assert refused.value.problem is Problem.BAD_LINE
    assert refused.value.details["line"] == 2


def test_nothing_and_too_much_are_refused() -> None:
    with pytest.raises(ShopError) as refused:
        typed_links(" \n ")
    assert refused.value.problem is Problem.EMPTY
    assert len(typed_links("a | t.me/abc\n" * MAX_LINKS)) == MAX_LINKS
    with pytest.raises(ShopError) as refused:
        typed_links("a | t.me/abc\n" * (MAX_LINKS + 1))
    assert refused.value.problem is Problem.TOO_MANY_LINES


def test_platforms_go_by_key_and_title_in_any_case() -> None:
    assert platform_called("INSTAGRAM") == "instagram"
    assert platform_called("x (twitter)") == "x"
    assert platform_called("vk") == "vk"
    assert platform_called("nowhere") is None

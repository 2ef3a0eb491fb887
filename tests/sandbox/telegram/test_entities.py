"""HTML is parsed as strictly as Telegram does it, and shown again as safe HTML."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.telegram.autolinks import with_automatic
from bot.sandbox.telegram.entities import MarkupError, parse_html, utf16_length
from bot.sandbox.telegram.rendering import render_html

REFUSED = [
    ("<abac>", 'Unsupported start tag "abac" at byte offset 0'),
    ("🏟 🏟&lt;<abac>", 'Unsupported start tag "abac" at byte offset 13'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
    ("x <b", "Unclosed start tag at byte offset 2"),
    ("<i   =a>", 'Empty attribute name in the tag "i" at byte offset 0'),
    ("<i a = ", 'Unclosed start tag "i" at byte offset 0'),
    ("<i a = x,", "Unexpected end of name token at byte offset 7"),
    ('<a href="x>', "Unclosed start tag at byte offset 0"),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("é</", "Unexpected end tag at byte offset 2"),
    ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
    (
        "<i>a</em>",
        'Unmatched end tag at byte offset 4, expected "</i>", found "</em>"',
    ),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("markup", "complaint"), REFUSED)
def test_markup_that_telegram_refuses(markup: str, complaint: str) -> None:
    with pytest.raises(MarkupError) as refused:
        parse_html(markup)
    assert str(refused.value) == complaint


def entity(kind: str, offset: int, length: int, **details: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **details}


PARSED = [
    ("plain > text", "plain > text", []),
    ("&lt;&gt;&amp;&quot;&#39;&#x41;", "<>&\"'A", []),
    ("&nbsp;&laquo;&#1234567;& &", "&nbsp;&laquo;&#1234567;& &", []),
    ("<b>x</b>", "x", [entity("bold", 0, 1)]),
    ("<STRONG >x</Strong>", "x", [entity("bold", 0, 1)]),
    ("<b>x</>", "x", [entity("bold", 0, 1)]),
    ("😀<i>😀</i>", "😀😀", [entity("italic", 2, 2)]),
    ("<b></b>x", "x", []),
    ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
    ("<u>a</u><s>b</s>", "ab", [entity("underline", 0, 1), entity("strikethrough", 1, 1)]),
    ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
    ("<code>a&lt;</code>", "a<", [entity("code", 0, 2)]),
    ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
    (
        '<pre><code class="language-python">a</code></pre>',
        "a",
        [entity("pre", 0, 1, language="python")],
    ),
    ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
    (
        "<a href='https://example.com/?a=1&amp;b=2'>a</a>",
        "a",
        [entity("text_link", 0, 1, url="https://example.com/?a=1&b=2")],
    ),
    ("<a>example.com</a>", "example.com", [entity("text_link", 0, 11, url="http://example.com")]),
    ("<a href='nothing'>a</a>", "a", []),
    ("<a href='javascript:alert(1)'>a</a>", "a", []),
]


@pytest.mark.parametrize(("markup", "text", "entities"), PARSED)
def test_markup_that_telegram_takes(markup: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(markup) == (text, entities)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("😀 /order@desk_bot now", [("bot_command", 3, 15)]),
        ("and/or 1/2 path/to", []),
        ("see https://example.com/a?b=1.", [("url", 4, 25)]),
        ("mail ann@example.com or @ann_b", [("email", 5, 15), ("mention", 24, 6)]),
        ("#tag #1", [("hashtag", 0, 4)]),
    ],
)
def test_telegram_finds_links_by_itself(text: str, kinds: list[tuple[str, int, int]]) -> None:
    found = with_automatic(text, ())
    assert [(e["type"], e["offset"], e["length"]) for e in found] == kinds


def test_nothing_is_found_inside_code() -> None:
    text, entities = parse_html("<code>/start</code> /start")
    kinds = [(e["type"], e["offset"]) for e in with_automatic(text, entities)]
    assert kinds == [("code", 0), ("bot_command", 7)]


@pytest.mark.parametrize(
    "markup",
    [
        "a &lt;b&gt; &amp; c",
        "<b>a<i>b</i></b><u>c</u>",
        "😀<s>😀</s>",
        "<tg-spoiler>a</tg-spoiler>",
        "<blockquote expandable>a</blockquote>",
        '<pre><code class="language-python">a</code></pre>',
        '<a href="https://example.com/?a=1&amp;b=2">a</a>',
    ],
)
def test_what_was_parsed_is_shown_as_it_was_written(markup: str) -> None:
    assert render_html(*parse_html(markup)) == markup


def test_crossing_entities_are_shown_well_nested() -> None:
    crossing = [entity("bold", 0, 2), entity("italic", 1, 2)]
    assert render_html("abc", crossing) == "<b>a<i>b</i></b><i>c</i>"


def test_an_address_becomes_a_link_but_never_a_script() -> None:
    link = [entity("text_link", 0, 1, url="javascript:alert(1)")]
    assert render_html("x", link) == '<a href="#">x</a>'
    assert render_html("example.com", with_automatic("example.com", ())) == (
        '<a href="http://example.com">example.com</a>'
    )


MARKUP = st.text(alphabet="<>/bi a=\"'&;é😀x", max_size=40)


@given(MARKUP)
def test_any_markup_is_either_refused_or_fits_its_text(markup: str) -> None:
    try:
        text, entities = parse_html(markup)
    except MarkupError:
        return
    assert all(e["offset"] + e["length"] <= utf16_length(text) for e in entities)
    assert parse_html(render_html(text, entities))[0] == text

"""Whatever a panel or a person wrote can be shown, and is cut between characters."""

import html

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.views.text import clip, clip_utf16, esc

FAMILY = "👨‍👩‍👧‍👦"
FLAG = "🇺🇦"

anything = st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("e\u0301‍🇺🇦👩👧️🏽<&"))


def graphemes(text: str) -> list[str]:
    return list(regex.findall(r"\X", text))


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Followers", 9, "Followers"),
        ("Followers", 5, "Foll…"),
        ("Real followers", 6, "Real…"),
        (FAMILY * 3, 2, FAMILY + "…"),
        (FLAG * 3, 3, FLAG * 3),
        (FLAG * 3, 2, FLAG + "…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("", 3, ""),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_long_name_is_cut_where_a_reader_sees_a_character_end(
    text: str, limit: int, shown: str
) -> None:
    assert clip(text, limit) == shown


def test_what_telegram_counts_is_utf16_units() -> None:
    assert clip_utf16("😀😀😀", 6) == "😀😀😀"
    assert clip_utf16("😀😀😀", 5) == "😀😀…"
    assert clip_utf16("😀😀😀", 4) == "😀…"


@given(anything, st.integers(0, 40))
def test_a_cut_text_fits_and_breaks_no_character(text: str, limit: int) -> None:
    for cut, size in (
        (clip(text, limit), len(graphemes(clip(text, limit)))),
        (clip_utf16(text, limit), len(clip_utf16(text, limit).encode("utf-16-le")) // 2),
    ):
        assert size <= limit
        kept = cut if cut == text else cut.removesuffix("…")
        assert text.startswith(kept)
        assert graphemes(kept) == graphemes(text)[: len(graphemes(kept))]


def test_markup_in_a_name_is_shown_as_it_is() -> None:
    assert esc("<b>R30</b> & \"more\" 'x'") == "&lt;b&gt;R30&lt;/b&gt; &amp; \"more\" 'x'"


def test_nothing_hidden_gets_into_the_chat() -> None:
    assert esc("safe\u202egnp.exe\u2066\x00\x07\ud83d") == "safegnp.exe"


def test_lines_and_emoji_stay() -> None:
    assert esc(f"one\r\ntwo\u2028three {FAMILY}") == f"one\ntwo\nthree {FAMILY}"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_can_be_sent_and_read_back(text: str) -> None:
    shown = esc(text)
    shown.encode()
    assert "<" not in shown
    assert esc(html.unescape(shown)) == shown

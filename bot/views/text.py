"""Other people's words made fit to show: cut where a reader sees a character end, escaped, nothing hidden in them."""

import html
from collections.abc import Callable

import regex

from bot.domain.typed import visible

_ELLIPSIS = "…"
_SPARE_UNITS = 60
_GRAPHEME = regex.compile(r"\X")


def esc(text: str) -> str:
    """For Telegram's HTML, outside of attributes: without controls, direction overrides and halves of characters."""
    return html.escape(visible(text), quote=False)


def clip(text: str, limit: int) -> str:
    """At most `limit` characters as a reader counts them; a flag or a family is one.

    A long text of nothing but families is cut earlier, so that it can't outgrow a message.
    """
    if len(text) > limit:  # a grapheme has at least one character
        text = _clip(text, limit, lambda _: 1)
    return clip_utf16(text, _SPARE_UNITS + 2 * limit)


def clip_utf16(text: str, units: int) -> str:
    """At most `units` UTF-16 code units, in which Telegram counts."""
    return text if _utf16(text) <= units else _clip(text, units, _utf16)


def _utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _clip(text: str, limit: int, measure: Callable[[str], int]) -> str:
    """The longest beginning that fits together with the ellipsis; `measure` tells the size of one grapheme."""
    room = limit - measure(_ELLIPSIS)
    used = end = 0
    for grapheme in _GRAPHEME.finditer(text):
        used += measure(grapheme.group())
        if used > limit:
            return text[:end].rstrip() + _ELLIPSIS if room >= 0 else ""
        if used <= room:
            end = grapheme.end()
    return text

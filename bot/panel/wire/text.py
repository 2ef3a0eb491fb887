"""Names, descriptions and sentences of panels, made fit to show: plain text, without markup and without tricks.

Emoji stay whole, joiners, variation selectors and flag tags included; marks that reorder text don't.
"""

import html
import re

from bot.panel.wire.body import Json

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_LINE_TAG = re.compile(r"<(?:br|hr|/?p|/?div|/?li|/?ul|/?ol|/?tr|/?h[1-6])\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
# Only real tags: names say "<HQ>" and "1 < 2" too.
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|center|code|del|em|font|head|html|i|img|ins|label|mark|meta|pre|s|small|span"
    r"|strike|strong|sub|sup|table|tbody|td|th|thead|title|tt|u)\b[^<>]*>|<!--.*?-->|<!doctype[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_LINE_END = re.compile("\r\n|[\r\n\u2028\u2029\u0085]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# Nearly all names have none of these and need no more than a look.
_SPECIAL = re.compile(
    "[&<\x00-\x1f\x7f-\xa0\xad\u2000-\u200b\u2028-\u202f\u205f-\u2069\u3000\ufeff\ufff9-\ufffb\ud800-\udfff]|  "
)
_BLANKS = re.compile(r"[^\S\n]+")
_MANY_LINES = re.compile(r"\n{3,}")


def paragraphs(value: Json) -> str:
    """Plain text of many lines; "" for what isn't text."""
    if not isinstance(value, str):
        return ""
    if not _SPECIAL.search(value):
        return value.strip()
    text = _unescape(_unescape(value))
    if "<" in text:
        text = _TAG.sub("", _LINE_TAG.sub("\n", _HIDDEN.sub("", text)))
    text = _CONTROL.sub("", _LINE_END.sub("\n", text))
    lines = (line.strip() for line in _BLANKS.sub(" ", text).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def line(value: Json, limit: int | None = None) -> str:
    """The same on one line; numbers are written out. Cut to `limit` characters."""
    text = " ".join(paragraphs(value if isinstance(value, str) else _scalar(value)).split())
    if limit is None or len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + "…"


def _scalar(value: Json) -> str:
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return str(value)


def _unescape(text: str) -> str:
    """Only entities with a semicolon: "&copy=2" is part of a link."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text) if "&" in text else text

"""Telegram's HTML dialect: text and entities out of markup.

Offsets and lengths of entities count UTF-16 code units, the offsets in complaints count UTF-8
bytes, as Telegram does both.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

Entity = dict[str, Any]

_TAGS = {
    "a": "text_link",
    "b": "bold",
    "blockquote": "blockquote",
    "code": "code",
    "del": "strikethrough",
    "em": "italic",
    "i": "italic",
    "ins": "underline",
    "pre": "pre",
    "s": "strikethrough",
    "span": "spoiler",
    "strike": "strikethrough",
    "strong": "bold",
    "tg-emoji": "custom_emoji",
    "tg-spoiler": "spoiler",
    "u": "underline",
}
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_SPACES = " \t\n\r\f\v"
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")
_MAX_CODE_POINT = 0x10FFFF


class MarkupError(ValueError):
    """What follows “can't parse entities: ” in Telegram's answer."""


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    index: int


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """Text and entities; raises MarkupError with Telegram's own sentence."""
    return _Parser(markup).run()


class _Parser:
    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._at = 0
        self._text: list[str] = []
        self._offset = 0
        self._stack: list[_Open] = []
        self._entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._markup):
            if self._markup.startswith("</", self._at):
                self._close_tag()
            elif self._markup[self._at] == "<":
                self._open_tag()
            else:
                self._character()
        if self._stack:
            tag = self._stack[-1].tag
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{tag}"')
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self._text), self._entities

    def _byte(self, index: int) -> int:
        return len(self._markup[:index].encode("utf-8", "surrogatepass"))

    def _peek(self) -> str:
        return self._markup[self._at : self._at + 1]

    def _take_until(self, stop: str) -> str:
        start = self._at
        while self._peek() and self._peek() not in stop:
            self._at += 1
        return self._markup[start : self._at]

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in _SPACES:
            self._at += 1

    def _character(self) -> None:
        found = _CHARACTER.match(self._markup, self._at)
        piece = found.group() if found else self._markup[self._at]
        self._at += len(piece)
        shown = _unescaped(piece) if found else piece
        self._text.append(shown)
        self._offset += utf16_length(shown)

    def _open_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._take_until(_SPACES + ">").lower()
        if not self._peek():
            raise MarkupError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _TAGS:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(tag, begin)
        self._at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
            )
        self._stack.append(_Open(tag, attributes, self._offset, len(self._text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                return attributes
            name = self._take_until(_SPACES + "=>").lower()
            if not self._peek():
                raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
            if not name:
                raise MarkupError(
                    f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}'
                )
            self._skip_spaces()
            if self._peek() != "=":
                attributes[name] = ""
                continue
            self._at += 1
            self._skip_spaces()
            attributes[name] = self._attribute_value(tag, begin)

    def _attribute_value(self, tag: str, begin: int) -> str:
        quote = self._peek()
        if not quote:
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        if quote not in "\"'":
            return self._token()
        self._at += 1
        value = self._take_until(quote)
        if not self._peek():
            raise MarkupError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        self._at += 1
        return _CHARACTER.sub(lambda found: _unescaped(found.group()), value)

    def _token(self) -> str:
        begin = self._at
        found = _TOKEN.match(self._markup, begin)
        value = found.group() if found else ""
        self._at += len(value)
        if not self._peek() or self._peek() not in _SPACES + ">":
            raise MarkupError(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return value.lower()

    def _close_tag(self) -> None:
        begin = self._at
        if not self._stack:
            raise MarkupError(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self._at += 2
        tag = self._take_until(_SPACES + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise MarkupError(f"Unclosed end tag at byte offset {self._byte(begin)}")
        opened = self._stack.pop()
        if tag and tag != opened.tag:
            raise MarkupError(
                f"Unmatched end tag at byte offset {self._byte(begin)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        self._at += 1
        self._add(opened)

    def _add(self, opened: _Open) -> None:
        length = self._offset - opened.offset
        if not length or self._is_language_of_pre(opened):
            return
        shown = "".join(self._text[opened.index :])
        details = _details(opened, shown)
        if details is None:
            return
        self._entities.append(
            {"type": _TAGS[opened.tag], "offset": opened.offset, "length": length, **details}
        )

    def _is_language_of_pre(self, opened: _Open) -> bool:
        """``<pre><code class="language-x">`` is one entity: the code tag only names x."""
        outer = self._stack[-1] if self._stack else None
        if opened.tag != "code" or outer is None or outer.tag != "pre":
            return False
        language = opened.attributes.get("class", "")
        if language.startswith("language-") and outer.offset == opened.offset:
            outer.attributes["language"] = language.removeprefix("language-")
        return True


def _unescaped(reference: str) -> str:
    if not reference.startswith("&#"):
        return html.unescape(reference)
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    is_character = 0 < code <= _MAX_CODE_POINT and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else reference


def _details(opened: _Open, shown: str) -> dict[str, Any] | None:
    """What the entity carries beside its place; None when it comes to nothing."""
    if opened.tag == "a":
        return _link(opened.attributes.get("href") or shown)
    if opened.tag == "pre" and opened.attributes.get("language"):
        return {"language": opened.attributes["language"]}
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        return {"type": "expandable_blockquote"}
    if opened.tag == "tg-emoji":
        return {"custom_emoji_id": opened.attributes.get("emoji-id", "")}
    return {}


def _link(url: str) -> dict[str, Any] | None:
    if found := _USER_LINK.fullmatch(url):
        return {"type": "text_mention", "user": {"id": int(found.group(1))}}
    if re.match(r"(?:https?|tg|ton|mailto|tel):", url, re.IGNORECASE):
        return {"url": url}
    if re.fullmatch(r"[^\s/:]+\.[^\s/:]+(?:/\S*)?", url):
        return {"url": f"http://{url}"}
    return None

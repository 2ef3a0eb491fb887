"""What people type or paste, without what can't be seen: a hidden character would travel to the panel unnoticed."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

# Controls, marks that turn the reading direction round, zero-width blanks, halves of a character. The joiners stay:
# emoji and several scripts need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """`text` without controls and direction overrides; every kind of line end is a newline, a tab is a blank."""
    return _HIDDEN.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", " ")


def visible_word(text: str) -> str:
    """For names and links: stripped, and without any formatting character."""
    kept = (c for c in visible(text) if unicodedata.category(c) != "Cf")
    return "".join(kept).strip()


def lines(text: str) -> list[tuple[int, str]]:
    """The lines that aren't empty, stripped, each with its number in `text`, from 1."""
    numbered = enumerate((line.strip() for line in visible(text).split("\n")), start=1)
    return [(number, line) for number, line in numbered if line]

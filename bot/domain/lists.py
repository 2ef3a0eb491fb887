"""Answers in words: phrases, and lists. A list is one entry a line on the wire, so no entry holds a newline."""

import re
from collections.abc import Callable

from bot.domain.errors import Problem, ShopError
from bot.domain.link import clean_link
from bot.domain.typed import lines, visible
from bot.domain.username import parse_username

MAX_LINE = 1000
MAX_LINES = 10_000
MAX_TAG = 200

_SHOWN_OF_BAD_LINE = 60

# Names and tags hold no blank and no comma, so several may share a line.
_BETWEEN = re.compile(r"[,;]+|\s+(?=[#@])")


def parse_lines(text: str) -> tuple[str, ...]:
    """Comments or keywords: every line as it is, numbering and all. ShopError: EMPTY, TOO_LONG, TOO_MANY_LINES."""
    found = tuple(line for _, line in _checked(lines(text)))
    if any(len(line) > MAX_LINE for line in found):
        raise ShopError(Problem.TOO_LONG, maximum=MAX_LINE)
    return found


def parse_usernames(text: str, platform: str) -> tuple[str, ...]:
    """Bare names. ShopError: EMPTY, TOO_MANY_LINES, BAD_LINE."""
    return _each(_split(text), lambda entry: parse_username(entry, platform))


def parse_hashtags(text: str) -> tuple[str, ...]:
    """Tags without their #. ShopError: EMPTY, TOO_MANY_LINES, BAD_LINE."""
    return _each(_split(text), _tag)


def parse_groups(text: str, platform: str) -> tuple[str, ...]:
    """Groups by link, @name or invitation; a plain word stays, for panels sell other things in this form (keywords)."""

    def group(entry: str) -> str:
        if "/" in entry or entry.startswith("@"):
            return clean_link(entry, platform)
        if len(entry) > MAX_LINE:
            raise ShopError(Problem.TOO_LONG, maximum=MAX_LINE)
        return entry

    return _each(lines(text), group)


def parse_phrase(text: str) -> str:
    """One search phrase, on one line. ShopError: EMPTY, TOO_LONG."""
    phrase = " ".join(visible(text).split())
    if not phrase:
        raise ShopError(Problem.EMPTY)
    if len(phrase) > MAX_TAG:
        raise ShopError(Problem.TOO_LONG, maximum=MAX_TAG)
    return phrase


def parse_hashtag(text: str) -> str:
    """One hashtag without its #, or one phrase: panels sell both in this form. ShopError: NOT_A_HASHTAG too, for several."""
    if len(lines(text)) > 1:
        raise ShopError(Problem.NOT_A_HASHTAG)
    return parse_phrase(re.sub(r"^[#\s]+", "", visible(text)))


def _tag(entry: str) -> str:
    tag = entry.lstrip("#").strip()
    if not tag or len(tag) > MAX_TAG or re.search(r"\s", tag):
        raise ShopError(Problem.NOT_A_HASHTAG)
    return tag


def _split(text: str) -> list[tuple[int, str]]:
    return [
        (number, entry.strip())
        for number, line in lines(text)
        for entry in _BETWEEN.split(line)
        if entry.strip()
    ]


def _checked(numbered: list[tuple[int, str]]) -> list[tuple[int, str]]:
    if not numbered:
        raise ShopError(Problem.EMPTY)
    if len(numbered) > MAX_LINES:
        raise ShopError(Problem.TOO_MANY_LINES, maximum=MAX_LINES, count=len(numbered))
    return numbered


def _each(numbered: list[tuple[int, str]], parse: Callable[[str], str]) -> tuple[str, ...]:
    found = []
    for number, entry in _checked(numbered):
        try:
            found.append(parse(entry))
        except ShopError as error:
            shown = entry[:_SHOWN_OF_BAD_LINE]
            raise ShopError(Problem.BAD_LINE, line=number, text=shown) from error
    return tuple(found)

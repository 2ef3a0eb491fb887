"""Words that keep services out of the shop."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import Problem, ShopError
from bot.domain.service import Listing
from bot.domain.typed import visible

_LONGEST = 30
"""Characters of a word, so that a button can carry it."""


@dataclass(frozen=True, slots=True)
class BlockedWord:
    """Added in the chat; case folded."""

    id: int
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Each with how many services have it. `settled`: those of the settings, which the chat can't change."""

    settled: Sequence[tuple[str, int]]
    added: Sequence[tuple[BlockedWord, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a word would hide: `count` services of the `total` that can be ordered now, such as `samples`."""

    word: str
    count: int
    total: int
    samples: Sequence[Listing]


def parse_word(text: str) -> str:
    """A word or phrase, case folded. ShopError: EMPTY, ONE_WORD, TOO_LONG."""
    shown = visible(text).strip()
    if re.search(r"[,;\n]", shown):
        raise ShopError(Problem.ONE_WORD)
    word = " ".join(shown.casefold().split())
    if not word:
        raise ShopError(Problem.EMPTY)
    if len(word.encode()) > 2 * _LONGEST:
        raise ShopError(Problem.TOO_LONG, maximum=_LONGEST)
    return word

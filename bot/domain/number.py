"""Whole numbers as people write them: "1 000", "1,000", "2.5k", "١٠٠٠"."""

import re

from bot.domain.errors import Problem, ShopError
from bot.domain.typed import visible_word

_LONGEST = 24
_PLAIN = re.compile(r"\d+")
# One separator throughout and groups of three: "10 20" is two numbers, and nobody orders "1.5".
_GROUPED = re.compile(r"[^\W\D0]\d{0,2}(?:([ ,.'’_٬])\d{3})(?:\1\d{3})*")
# Two decimals at most, for "1.000k" may mean a thousand or a million.
_SHORT = re.compile(r"(\d+)(?:[.,٫](\d{1,2}))? ?(k|к|тыс\.?|m|м|млн\.?)")
_THOUSAND = frozenset({"k", "к", "тыс"})


def parse_number(text: str) -> int:
    """ShopError: EMPTY, NOT_A_NUMBER."""
    word = re.sub(r"\s", " ", visible_word(text)).casefold()
    if not word:
        raise ShopError(Problem.EMPTY)
    if len(word) > _LONGEST:
        raise ShopError(Problem.NOT_A_NUMBER)
    if _PLAIN.fullmatch(word):
        return int(word)
    if _GROUPED.fullmatch(word):
        return int(re.sub(r"\D", "", word))
    if short := _SHORT.fullmatch(word):
        thousands = short[3].rstrip(".") in _THOUSAND
        decimals = short[2] or ""
        hundredths = int(short[1] + decimals.ljust(2, "0"))
        return hundredths * (10 if thousands else 10_000)
    raise ShopError(Problem.NOT_A_NUMBER)


def parse_within(text: str, minimum: int, maximum: int) -> int:
    """A number within both limits. ShopError: BELOW_MIN, ABOVE_MAX too."""
    return within(parse_number(text), minimum, maximum)


def within(number: int, minimum: int, maximum: int) -> int:
    if number < minimum:
        raise ShopError(Problem.BELOW_MIN, minimum=minimum)
    if number > maximum:
        raise ShopError(Problem.ABOVE_MAX, maximum=maximum)
    return number

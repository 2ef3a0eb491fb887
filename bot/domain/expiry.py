"""The day a subscription ends, on the wire as dd/mm/YYYY."""

import re
from datetime import date

from bot.domain.errors import Problem, ShopError
from bot.domain.typed import visible_word

_DAY_FIRST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def parse_expiry(text: str, today: date) -> str:
    """ShopError: EMPTY, NOT_A_DATE, DATE_PAST."""
    word = re.sub(r"\s", "", visible_word(text))
    if not word:
        raise ShopError(Problem.EMPTY)
    if found := _DAY_FIRST.fullmatch(word):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(word):
        year, month, day = map(int, found.groups())
    else:
        raise ShopError(Problem.NOT_A_DATE)
    try:
        expiry = date(year, month, day)
    except ValueError as error:
        raise ShopError(Problem.NOT_A_DATE) from error
    if expiry < today:
        raise ShopError(Problem.DATE_PAST)
    return f"{day:02}/{month:02}/{year:04}"

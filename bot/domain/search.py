"""What an operator looks for in a long list: kept in the books, for a button can't carry it.

`words` is the search itself, in the form of the list it is for. Each operator has their own, so what one narrows down or
ticks changes nothing for another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """What is looked through."""

    ORDERS = "orders"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """`picked`: what was ticked of what was found."""

    id: int
    user_id: int
    words: Mapping[str, str]
    picked: tuple[int, ...] = ()

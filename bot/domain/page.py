"""A page of a list that may be long: it is found by the entry beside it, never by counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """`before` and `after`: whether the list goes on in that direction."""

    items: Sequence[T]
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What follows the entry `at`, or with `back` what goes before it; 0: the beginning of the list."""

    at: int = 0
    back: bool = False

    @classmethod
    def of(cls, number: int) -> "Place":
        """From a button: a negative number leads back."""
        return cls(at=abs(number), back=number < 0)

    def page(self, found: Sequence[T], size: int) -> Page[T]:
        """`found`: one more than `size`, if there are as many, going away from here."""
        items = found[:size]
        more = len(found) > size
        if self.back:
            return Page(items=items[::-1], before=more, after=True)
        return Page(items=items, before=self.at != 0, after=more)

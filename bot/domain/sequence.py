"""Places in a list that keeps its order with few writes: numbers with room between them.

What stands in the right order keeps its number, also when something before it is taken out; only what came or was moved
gets one, between its neighbours. Where there is no room left, all are numbered anew.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

STEP = 1024
_FARTHEST = 2**31 - 1


def numbers(known: Mapping[str, int], order: Sequence[str]) -> dict[str, int]:
    """The numbers that must be written so that all of `order` (each once) stand in it; `known` are those written now."""
    stay = _in_order([known.get(name) for name in order])
    found = _between(known, order, stay)
    if found is None:
        found = {name: STEP * place for place, name in enumerate(order)}
    return {name: number for name, number in found.items() if known.get(name) != number}


def _in_order(have: Sequence[int | None]) -> list[int]:
    """Where the longest rising run of numbers stands; what has none isn't in it."""
    ends: list[int] = []  # the smallest number that a run of this length ends with …
    places: list[int] = []  # … and where that stands
    before: list[int | None] = [None] * len(have)
    for place, number in enumerate(have):
        if number is None:
            continue
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
        before[place] = places[length - 1] if length else None
    run = []
    at = places[-1] if places else None
    while at is not None:
        run.append(at)
        at = before[at]
    return run[::-1]


def _between(
    known: Mapping[str, int], order: Sequence[str], stay: Sequence[int]
) -> dict[str, int] | None:
    """Numbers for whoever stands between those that stay; None if they don't fit."""
    if not stay:
        return None
    found: dict[str, int] = {}
    first, last = stay[0], stay[-1]
    for back, name in enumerate(reversed(order[:first]), 1):
        found[name] = known[order[first]] - STEP * back
    for forth, name in enumerate(order[last + 1 :], 1):
        found[name] = known[order[last]] + STEP * forth
    for left, right in pairwise(stay):
        low, high, count = known[order[left]], known[order[right]], right - left - 1
        if high - low <= count:
            return None
        for place in range(1, count + 1):
            found[order[left + place]] = low + (high - low) * place // (count + 1)
    if any(abs(number) > _FARTHEST for number in found.values()):
        return None
    return found

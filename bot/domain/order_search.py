"""What operators look for among all orders: typed as words in any order, or put together from buttons.

    @ann running main >2d        her running orders at the panel main, older than two days
    #15   15   instagram.com/p/abc   Ann        our order; any number; a link in any spelling; a part of a name

Who a name is and what a number stands for only the books know (`usecases.finding`).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.errors import ShopError
from bot.domain.link import clean_link, same_link_key
from bot.domain.order import RUNNING, OrderStatus
from bot.domain.platform import OTHER, WEBSITE

LOOK = "look"
"""The state of what somebody should have a look at."""

_S = OrderStatus
STATES: Mapping[str, frozenset[OrderStatus]] = {
    "running": RUNNING,
    "unsent": frozenset({_S.QUEUED, _S.SUBMITTING}),
    "unconfirmed": frozenset({_S.UNCONFIRMED}),
    "done": frozenset({_S.COMPLETED, _S.EXPIRED}),
    "partial": frozenset({_S.PARTIAL}),
    "canceled": frozenset({_S.CANCELED}),
    "failed": frozenset({_S.FAILED, _S.REJECTED}),
    "other": frozenset({_S.PARTIAL, _S.CANCELED, _S.FAILED, _S.REJECTED}),
}
"""The words stand in buttons and in the books: a word is never given another meaning."""

AGES = ("<1d", "<7d", ">1d", ">3d", ">7d")
"""Handy ones."""

_AGE = re.compile(r"([<>])\s*([0-9]{1,4})\s*([a-zа-я])(?![^\s])", re.IGNORECASE)
_UNITS = {"m": "m", "м": "m", "h": "h", "ч": "h", "d": "d", "д": "d", "w": "w", "н": "w"}
_SPANS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_MOST_WORDS = 12
_MOST_LETTERS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`state` is LOOK or one of STATES; `age` as in AGES; `link` as it was typed; `numbers` are ours. Empty: all."""

    state: str = ""
    panel: str = ""
    age: str = ""
    link: str = ""
    user_id: int = 0
    numbers: tuple[int, ...] = ()

    def words(self) -> dict[str, str]:
        """For the books; `wanted` reads it again."""
        kept = {
            "state": self.state,
            "panel": self.panel,
            "age": self.age,
            "link": self.link,
            "user": str(self.user_id or ""),
            "numbers": " ".join(map(str, self.numbers)),
        }
        return {name: word for name, word in kept.items() if word}

    def narrowed(self, what: str, word: str) -> "Wanted":
        """With state, panel, age or user changed, or left out; as it is for anything else: a button may be forged."""
        match what:
            case "state" if word in {"", LOOK, *STATES}:
                return replace(self, state=word)
            case "panel":
                return replace(self, panel=word)
            case "age" if not word or read_age(word):
                return replace(self, age=read_age(word))
            case "user" if re.fullmatch(r"[0-9]{0,18}", word):
                return replace(self, user_id=int(word or 0))
            case _:
                return self


def wanted(words: Mapping[str, str]) -> Wanted:
    return Wanted(
        state=words.get("state", ""),
        panel=words.get("panel", ""),
        age=words.get("age", ""),
        link=words.get("link", ""),
        user_id=int(words.get("user", "0")),
        numbers=tuple(map(int, words.get("numbers", "").split())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """`wanted`: what is plain. `number`: ours, a panel's or a person's. `names`: parts of one person's name."""

    wanted: Wanted
    number: str = ""
    names: tuple[str, ...] = ()


def parse(text: str, *, panels: Collection[str], states: Mapping[str, str]) -> Typed:
    """`panels` are named in any case; `states` are the reader's own words for the states, case folded."""
    named = {panel.casefold(): panel for panel in panels}
    found, number, names = Wanted(), "", []
    for word in _words(text):
        folded = word.casefold()
        if folded in states or folded == LOOK or folded in STATES:
            found = replace(found, state=states.get(folded, folded))
        elif age := read_age(word):
            found = replace(found, age=age)
        elif folded in named:
            found = replace(found, panel=named[folded])
        elif re.fullmatch(r"#[0-9]{1,18}", word):
            found = replace(found, numbers=(int(word[1:]),))
        elif _may_be_number(word):
            number = word
        elif link_keys(word) and ("/" in word or "." in word):
            found = replace(found, link=word)
        else:
            names.append(word)
    return Typed(wanted=found, number=number, names=tuple(names))


def _words(text: str) -> list[str]:
    """ "> 2 d" is one word, as ">2d" is."""
    joined = _AGE.sub(lambda age: f" {age[1]}{age[2]}{age[3]} ", text[:_MOST_LETTERS])
    return joined.split()[:_MOST_WORDS]


def _may_be_number(word: str) -> bool:
    """Panels number their orders, or give them names of digits and letters."""
    return bool(
        re.fullmatch(r"[0-9]{1,18}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", word.lower())
    )


def read_age(word: str) -> str:
    """In its one form, as ">2d"; empty if it is none."""
    read = _AGE.fullmatch(word.strip().casefold())
    unit = _UNITS.get(read[3]) if read else None
    return f"{read[1]}{int(read[2])}{unit}" if read and unit else ""


def span(age: str) -> timedelta:
    """How long ">2d" or "<2d" is."""
    return int(age[1:-1]) * _SPANS[age[-1]]


def link_keys(link: str) -> frozenset[str]:
    """The normal forms that an order for this link may have, whatever its service is for; none if it is no link."""
    keys = set()
    for platform in (WEBSITE, OTHER):
        try:
            keys.add(same_link_key(clean_link(link, platform)))
        except ShopError:
            continue
    return frozenset(keys)

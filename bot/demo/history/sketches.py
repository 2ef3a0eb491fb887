"""A month of orders, before anybody has numbered them: by whom, for what, when, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.demo.history import goods, rhythm
from bot.demo.history.cast import Customer
from bot.demo.history.lives import Going, Life, live
from bot.domain.form import Answers, Quote, quote
from bot.domain.service import Listing

ORDERS = 1_480
"""Of whoever it may be, in a month."""

_LAST = timedelta(minutes=1)
_SOONEST, _LATEST = 40.0, 900.0
"""Seconds after which what goes on now is over, long as it may have taken already: nobody watches a demo for days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """`taker`: the stand-in that took it over. `doubtful`: nobody knows whether it is placed."""

    user_id: int
    listing: Listing
    answers: Answers
    at: datetime
    life: Life | Going
    taker: Listing | None = None
    doubtful: bool = False

    @property
    def placed_at(self) -> Listing:
        """The service that the panel was asked for."""
        return self.taker or self.listing

    @property
    def quote(self) -> Quote:
        return quote(self.placed_at.service, self.answers)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was sold from a moment on, by panel and id; `wanted`: how often each is chosen."""

    since: datetime
    listings: Mapping[tuple[str, str], Listing]
    wanted: Sequence[tuple[Listing, float]]


Shelves = Sequence[Shelf]
"""The earliest first."""


def shelf_at(shelves: Shelves, at: datetime) -> Shelf:
    return next(shelf for shelf in reversed(shelves) if shelf.since <= at)


def month(dice: Random, now: datetime, people: list[Customer], shelves: Shelves) -> list[Sketch]:
    """The earliest first."""
    members = [each for each in people if each.member]
    found = []
    for at in rhythm.moments(dice, now - _LAST, ORDERS):
        there = [each for each in members if each.joined < at < each.until]
        if there:
            [each] = dice.choices(there, [each.zeal for each in there])
            found.append(order(dice, each, choose(dice, each, shelves, at), at, now))
    return found


def choose(dice: Random, who: Customer, shelves: Shelves, at: datetime) -> Listing:
    return goods.choose(dice, who, shelf_at(shelves, at).wanted)


def order(dice: Random, who: Customer, listing: Listing, at: datetime, now: datetime) -> Sketch:
    """With whatever becomes of it; what isn't over yet goes on."""
    answers = goods.answer(dice, who, listing, at)
    life: Life | Going = live(dice, listing, answers, quote(listing.service, answers), at)
    if isinstance(life, Life) and life.ended is not None and life.ended >= now:
        life = _going(dice, life, now)
    return Sketch(user_id=who.id, listing=listing, answers=answers, at=at, life=life)


def _going(dice: Random, life: Life, now: datetime) -> Going:
    whole = (life.ended or now) - life.sent
    age = now - life.sent
    return Going(
        sent=life.sent,
        share=min(max(age / whole, 0.04), 0.93),
        left=timedelta(seconds=dice.uniform(_SOONEST, _LATEST)),
        begun=life.begun is not None and life.begun < now,
        heard=age / 40,
        moved=age / 40,
    )

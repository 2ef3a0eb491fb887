"""A month of the shop, put together: orders, what was asked about them, and both panels' accounts, all in agreement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from bot.demo.history import books, sketches
from bot.demo.history.accounts import Account, Deposit
from bot.demo.history.cast import DAYS, Customer
from bot.demo.history.lives import Life
from bot.demo.history.market import PRIME, THRIFT
from bot.demo.history.requests import Requests, requests, under_way
from bot.demo.history.scenes import Scenes, broke, scenes
from bot.demo.history.sketches import Shelves, Sketch
from bot.domain.order import Order, OrderStatus
from bot.sandbox.panel import Panel
from bot.sandbox.panel.core import FIRST_ORDER

_ONE_DAY = 24 * 60 * 60
_FIRST_ORDERS = {PRIME: FIRST_ORDER, THRIFT: 880_142}
_LEFT = {PRIME: Decimal("412.60"), THRIFT: Decimal("96.45")}
"""What the accounts have now, about."""

_EMPTY, LOW = Decimal("0.31"), Decimal("14.20")
"""What the first one had when it could pay for nothing more, and when operators were told that it runs low."""

LOW_AGO = timedelta(hours=27)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """`orders` by their numbers; `sketched` are what they were made from; `keys`: ours, of the services."""

    now: datetime
    scenes: Scenes
    orders: Mapping[int, Order]
    sketched: Mapping[int, Sketch]
    accounts: Mapping[str, Account]
    requests: Requests
    keys: Mapping[tuple[str, str], int]

    def number(self, wanted: Sketch) -> int:
        return next(number for number, each in self.sketched.items() if each is wanted)

    def order(self, wanted: Sketch) -> Order:
        return self.orders[self.number(wanted)]


def month(  # noqa: PLR0917
    dice: Random,
    now: datetime,
    ann: Customer,
    people: list[Customer],
    shelves: Shelves,
    panels: Mapping[str, Panel],
) -> Month:
    played = scenes(dice, now, ann, people, shelves)
    by_chance = sketches.month(dice, now, people, shelves)
    every = [*(each for each in by_chance if not _fell_out(each, now)), *played.all]
    sketched = dict(enumerate(sorted(every, key=lambda each: each.at), start=1))
    accounts = {name: _account(name, panel, now, sketched) for name, panel in panels.items()}
    orders = {
        number: books.order(number, each, accounts[each.placed_at.panel].entries.get(number), now)
        for number, each in sketched.items()
    }
    found = Month(
        now=now,
        scenes=played,
        orders=orders,
        sketched=sketched,
        accounts=accounts,
        requests=requests(dice, orders.values(), accounts, now),
        keys={name: listing.key for name, listing in shelves[-1].listings.items()},
    )
    refilled = found.order(played.asked_about)
    found.requests.refills.append(under_way(refilled, accounts[refilled.panel], now))
    return found


def _fell_out(sketch: Sketch, now: datetime) -> bool:
    """While the first panel's account was empty, it took no orders."""
    since, until = broke(now)
    return sketch.listing.panel == PRIME and since <= sketch.at < until


def _account(name: str, panel: Panel, now: datetime, sketched: Mapping[int, Sketch]) -> Account:
    account = Account(panel, now, (DAYS + 1) * _ONE_DAY * panel.speed, _FIRST_ORDERS[name])
    deposits = [Deposit(until=now, least=_LEFT[name])]
    if name == PRIME:
        used_up = Deposit(until=broke(now)[0], least=_EMPTY)
        deposits = [used_up, Deposit(until=now - LOW_AGO, least=LOW), *deposits]
    taken = [(number, each) for number, each in sketched.items() if _took(name, each)]
    account.enter(taken, deposits)
    return account


def _took(panel: str, sketch: Sketch) -> bool:
    refused = isinstance(sketch.life, Life) and sketch.life.status is OrderStatus.REJECTED
    return sketch.placed_at.panel == panel and not refused

"""What becomes of an order, and how long it takes: of most what was hoped for, of some less, of a few nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.domain.form import FORMS, Answers, Counting, Field, Quote
from bot.domain.order import OrderStatus
from bot.domain.service import Listing, ServiceType
from bot.sandbox.panel import Fate

_S = OrderStatus
_SENT_AFTER = timedelta(seconds=2)
_LONGEST = timedelta(days=3)
_STEP = 10
"""What is delivered of an order is so many times something, so that no charge is cut to a fraction of a micro-unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """`delivered`: of what is counted; None: all of it. `reason`: why the panel refused it."""

    status: OrderStatus
    sent: datetime
    begun: datetime | None = None
    ended: datetime | None = None
    delivered: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """An order that the panel works on: `left` is how long still, at speed 1, `fate` how it ends. Not `begun`: it waits.

    `heard`: how long ago its panel told of it, and `moved` when that was something new.
    """

    sent: datetime
    share: float
    left: timedelta
    begun: bool = True
    fate: Fate = Fate.COMPLETE
    heard: timedelta = timedelta(seconds=6)
    moved: timedelta = timedelta(seconds=20)


def live(dice: Random, listing: Listing, answers: Answers, quote: Quote, at: datetime) -> Life:
    """From `at` on, when it was confirmed."""
    chance = dice.random()
    units = None if Field.RUNS in answers else quote.units
    sent = at + _SENT_AFTER * dice.uniform(0.4, 1.6)
    begun = sent + _until_begun(dice)
    if listing.service.type is ServiceType.SUBSCRIPTIONS:
        ended = begun + timedelta(days=dice.uniform(1.5, 5))
        status = _S.EXPIRED if Field.EXPIRY in answers else _S.COMPLETED
        return Life(status=status, sent=sent, begun=begun, ended=ended)
    hoped = Life(
        status=_S.COMPLETED, sent=sent, begun=begun, ended=begun + _lasts(dice, listing, answers)
    )
    for least, outcome in _OUTCOMES:
        if chance >= least:
            return outcome(dice, listing, units, hoped)
    return hoped


def _until_begun(dice: Random) -> timedelta:
    return timedelta(minutes=min(dice.lognormvariate(1.1, 0.9), 240))


def _lasts(dice: Random, listing: Listing, answers: Answers) -> timedelta:
    """About what its service takes on average, and a drip-feed as long as its pauses are."""
    usual = listing.service.average_minutes or 8 + int(listing.service.id) * 37 % 150
    minutes = usual * dice.lognormvariate(-0.25, 0.55)
    runs, interval = answers.get(Field.RUNS, 1), answers.get(Field.INTERVAL, 0)
    if isinstance(runs, int) and isinstance(interval, int):
        minutes += interval * (runs - 1)
    return min(timedelta(minutes=minutes), _LONGEST)


def _rejected(dice: Random, listing: Listing, _: int | None, life: Life) -> Life:
    reasons = ["You have active order with this link. Please wait until order being completed."]
    if FORMS[listing.service.type or ServiceType.DEFAULT].counting is Counting.QUANTITY:
        reasons.append("Bad link")
    ended = life.sent + timedelta(seconds=1)
    return Life(status=_S.REJECTED, sent=life.sent, ended=ended, reason=dice.choice(reasons))


def _failed(_: Random, _listing: Listing, _units: int | None, life: Life) -> Life:
    return replace(life, status=_S.FAILED, delivered=0)


def _canceled(dice: Random, _listing: Listing, _: int | None, life: Life) -> Life:
    ended = life.sent + timedelta(minutes=dice.uniform(15, 400))
    return Life(status=_S.CANCELED, sent=life.sent, ended=ended, delivered=0)


def _partial(dice: Random, _: Listing, units: int | None, life: Life) -> Life:
    """Only what is counted can come in part."""
    if not units or units < 2 * _STEP:
        return life
    came = int(units * dice.uniform(0.25, 0.95)) // _STEP * _STEP
    return replace(life, status=_S.PARTIAL, delivered=max(came, _STEP))


_Outcome = Callable[[Random, Listing, int | None, Life], Life]
"""With how much can be delivered in part, if it can."""

_OUTCOMES: tuple[tuple[float, _Outcome], ...] = (
    (0.978, _rejected),
    (0.968, _failed),
    (0.932, _canceled),
    (0.875, _partial),
)
"""From which chance on."""

"""What every use case works with: the books, the panels, the clock, and whom to wake."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.language import ENGLISH, Languages
from bot.panel import Panel
from storage.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long things wait. `first_check` is how soon after placing a status is asked for; it stretches with age.

    `retry` is the pause after a panel couldn't be reached or asked us to wait; `parked` that of an order which waits for
    an operator. `grace` is how long an unconfirmed order's "not placed" stays locked after its attempt.
    `patience` is how long a person waits for a panel's answer before they are told that it is busy.
    `unheard` is how long an order may wait for its panel before operators hear of it, whatever the reason;
    `calm` how long a panel must answer before it counts as up again.
    `poll`, `balance` and `sync` are how often due orders, balances and catalogues are looked at.
    """

    first_check: timedelta = timedelta(minutes=1)
    retry: timedelta = timedelta(seconds=20)
    parked: timedelta = timedelta(minutes=5)
    grace: timedelta = timedelta(minutes=10)
    lease: timedelta = timedelta(minutes=3)
    patience: timedelta = timedelta(seconds=8)
    unheard: timedelta = timedelta(minutes=30)
    calm: timedelta = timedelta(minutes=5)
    poll: timedelta = timedelta(seconds=10)
    balance: timedelta = timedelta(minutes=10)
    sync: timedelta = timedelta(minutes=30)


@dataclass(slots=True)
class Wake:
    """Somebody has something to do now: a panel's lane, the sender of notices, or that of broadcasts and who
    shows how they go."""

    lanes: Mapping[str, asyncio.Event]
    outbox: asyncio.Event = field(default_factory=asyncio.Event)
    broadcasts: asyncio.Event = field(default_factory=asyncio.Event)
    progress: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`epoch` is the number of this run of the bot; attempts of earlier runs are over, whatever came of them.

    `started_at` is when it began.
    """

    storage: Storage
    panels: Mapping[str, Panel]
    clock: Callable[[], datetime]
    epoch: int
    started_at: datetime
    wake: Wake
    pace: Pace = Pace()
    languages: Languages = ENGLISH
    low_balance: Decimal | None = None
    blocked_words: tuple[str, ...] = ()

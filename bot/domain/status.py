"""How the bot and its panels are: what operators see at a glance when something seems wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The database: its engine and version, the newest migration it has seen, and its size in bytes."""

    engine: str
    version: str
    step: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The process. `lag`: how late the event loop was just now; `memory` in bytes, None where it can't be known."""

    bot: str
    python: str
    telegram: str
    since: datetime
    lag: timedelta
    memory: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelStatus:
    """The last hour's exchanges; `answering` is None if there was none. `lacking` are capabilities by their stable names."""

    name: str
    exchanges: int
    failures: int
    median: timedelta | None
    most: timedelta | None
    answering: bool | None
    lacking: tuple[str, ...]
    balance: Decimal | None
    currency: str
    balance_at: datetime | None
    synced_at: datetime | None


class Queue(StrEnum):
    """What may wait for the bot; only `TO_DECIDE` and `GIVEN_UP` wait for people."""

    TO_SEND = "to_send"  # orders
    BEING_SENT = "being_sent"
    TO_DECIDE = "to_decide"
    TO_CHECK = "to_check"
    REFILLS = "refills"  # to send or to check
    CANCELLATIONS = "cancellations"  # to send
    TO_TELL = "to_tell"  # notices
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`since`: of the one that waits longest; None where nothing does."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A bug. `times`: how often the same place failed, of the incidents still kept, `first` when it did at first."""

    number: int
    at: datetime
    place: str
    error: str
    trace: str
    times: int = 1
    first: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`incidents`: the last ones, of each place one; none for who may not see them."""

    now: datetime
    running: Running
    books: Books
    panels: tuple[PanelStatus, ...]
    queues: dict[Queue, Waiting]
    incidents: tuple[Incident, ...]

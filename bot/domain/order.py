"""A confirmed request to a panel, and the states it lives through.

    queued ─────→ submitting ──→ pending ⇄ in_progress ⇄ processing ──→ completed | partial | canceled | failed
      │ ↑             │ │           ⇅ active ⇄ paused (subscriptions) ─→ expired | completed | canceled
      │ └─ surely ────┘ ├─→ rejected
      │    not sent     └─→ unconfirmed ──→ pending | rejected     (an operator decides, nobody else)
      └─→ canceled  (by its owner, before anything was sent)

Every arrow is load-bearing. `submitting → queued` only when nothing can have been ordered, for the same panel or for a
stand-in's; `unconfirmed → queued` doesn't exist, for that would send `add` twice. A word of the panel that nobody knows
changes nothing: the order is polled on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.domain.form import Answers, Field
from bot.domain.service import ServiceType


class OrderStatus(StrEnum):
    QUEUED = "queued"  # confirmed; waits for its turn at the panel
    SUBMITTING = "submitting"  # an attempt is written down; `add` may be on its way
    UNCONFIRMED = "unconfirmed"  # `add` got no trustworthy answer
    REJECTED = "rejected"  # surely not placed
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    PROCESSING = "processing"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    PARTIAL = "partial"
    CANCELED = "canceled"
    FAILED = "failed"
    EXPIRED = "expired"

    @property
    def final(self) -> bool:
        return self in FINAL

    @property
    def at_panel(self) -> bool:
        """The panel has it and works on it."""
        return self in TRACKED


_S = OrderStatus
TRACKED = frozenset({_S.PENDING, _S.IN_PROGRESS, _S.PROCESSING, _S.ACTIVE, _S.PAUSED})
FINAL = frozenset(
    {_S.REJECTED, _S.COMPLETED, _S.PARTIAL, _S.CANCELED, _S.FAILED, _S.EXPIRED},
)
RUNNING = frozenset(_S) - FINAL
_BEGUN = frozenset({_S.IN_PROGRESS, _S.PROCESSING, _S.ACTIVE, _S.COMPLETED, _S.PARTIAL, _S.EXPIRED})
_TAKEN_BACK = frozenset({_S.CANCELED, _S.FAILED})
_REPORTED = TRACKED | (FINAL - {_S.REJECTED})

TRANSITIONS: Mapping[OrderStatus, frozenset[OrderStatus]] = {
    _S.QUEUED: frozenset({_S.SUBMITTING, _S.CANCELED}),
    _S.SUBMITTING: frozenset({_S.QUEUED, _S.PENDING, _S.REJECTED, _S.UNCONFIRMED}),
    _S.UNCONFIRMED: frozenset({_S.PENDING, _S.REJECTED}),
    **{status: _REPORTED - {status} for status in TRACKED},
    **{status: frozenset() for status in FINAL},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`cost` is what we expect the panel to take, `charge` what it says it took; both in `currency`.

    `units` is what was asked for (None: a package or a subscription); `waits`: queued, for its panel takes no orders now;
    `reason`: why it was refused, in the panel's words, where that is its owner's to mend.
    `rate` is its service's as confirmed. `listing_key` and `service_name` are of the service that was confirmed; where
    another took it over (`stand_in_key`), panel, `service_id` and `cost` are that one's.
    `message_id` is the card in its owner's chat. `started_at`: when the panel was first seen to have begun.
    `average_minutes`: what its service took on average when it was ordered. `heard_at`: when its panel last told how it is;
    `moved_at`: when that was something new.
    """

    id: int
    user_id: int
    panel: str
    listing_key: int
    service_id: str
    service_name: str
    service_type: ServiceType
    platform: str
    fields: Answers
    units: int | None
    cost: Decimal | None
    currency: str
    status: OrderStatus
    rate: Decimal | None = None
    stand_in_key: int | None = None
    reason: str = ""
    waits: bool = False
    panel_order_id: str | None = None
    charge: Decimal | None = None
    start_count: int | None = None
    remains: int | None = None
    children: tuple[str, ...] = ()
    refill: bool = False
    cancel: bool = False
    message_id: int | None = None
    created_at: datetime
    submitted_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    average_minutes: int | None = None
    heard_at: datetime | None = None
    moved_at: datetime | None = None

    @property
    def link(self) -> str:
        """What the order is for: its link, or a subscription's user name."""
        return str(self.fields.get(Field.LINK) or self.fields.get(Field.USERNAME) or "")

    @property
    def key_at_panel(self) -> int:
        """Our key of the service that its panel is asked for."""
        return self.listing_key if self.stand_in_key is None else self.stand_in_key

    @property
    def delivered(self) -> int | None:
        """Units delivered so far, where it can be known."""
        if self.units is None:
            return None
        if self.status is OrderStatus.COMPLETED:
            return self.units
        if self.remains is None or not 0 <= self.remains <= self.units:
            return None
        if self.remains == 0 and self.status in _TAKEN_BACK:
            return None  # said of orders that never began, too
        return self.units - self.remains


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a panel says about an order. `status` is None for a word that nobody knows; `word` is how it was said."""

    status: OrderStatus | None
    word: str = ""
    charge: Decimal | None = None
    currency: str = ""
    start_count: int | None = None
    remains: int | None = None
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a report changes. `old` guards the update: if the order has moved on meanwhile, nothing is written."""

    old: OrderStatus
    status: OrderStatus
    charge: Decimal | None
    start_count: int | None
    remains: int | None
    children: tuple[str, ...]
    started_at: datetime | None
    finished_at: datetime | None


def observe(order: Order, report: Report, now: datetime) -> Change | None:
    """What `report` changes about a tracked order; None when it says nothing that we didn't know."""
    if not order.status.at_panel:
        return None
    status = report.status if report.status in _REPORTED else order.status
    change = Change(
        old=order.status,
        status=status,
        charge=order.charge if report.charge is None else report.charge,
        start_count=order.start_count if report.start_count is None else report.start_count,
        remains=_remains(order, status, report.remains),
        children=report.children or order.children,
        started_at=_started(order, status, now),
        finished_at=now if status.final else None,
    )
    known = (order.status, order.charge, order.start_count, order.remains, order.children)
    told = (status, change.charge, change.start_count, change.remains, change.children)
    return None if known == told else change


def _started(order: Order, status: OrderStatus, now: datetime) -> datetime | None:
    """Of an order that was seen at work before, it is known already, or never will be."""
    if order.started_at is not None or order.status in _BEGUN:
        return order.started_at
    return now if status in _BEGUN else None


def _remains(order: Order, status: OrderStatus, remains: int | None) -> int | None:
    """Panels say 0 for an order they haven't begun, and nothing sensible for one that is done."""
    if status is OrderStatus.PENDING and remains == 0:
        return order.remains
    if remains is None or remains < 0:
        return order.remains
    return remains


def check_after(age: timedelta, shortest: timedelta) -> timedelta:
    """How long to wait for the next status check: `shortest` at first, then a twentieth of the age, six hours at most."""
    return min(max(shortest, age / 20), timedelta(hours=6))


def can_ask_refill(order: Order) -> bool:
    """A refill is for what was delivered and dropped since."""
    delivered = order.status in {OrderStatus.COMPLETED, OrderStatus.PARTIAL}
    return order.refill and delivered and order.panel_order_id is not None


def can_ask_cancel(order: Order) -> bool:
    """Before it was sent its owner may always take an order back; afterwards only where the service allows it."""
    if order.status is OrderStatus.QUEUED:
        return True
    return order.cancel and order.status.at_panel

"""Refills and cancellations: requests to the panel about an order. Neither is ever sent twice by itself.

    refill:        queued → submitting → pending ⇄ in_progress → completed | rejected | canceled
                            submitting → refused | unknown      queued ← surely not sent
    cancellation:  queued → submitting → requested → done | too_late
                            submitting → refused | unknown      queued ← surely not sent

`requested` is no cancellation yet: only the order's later status says whether it happened (`done`) or the order finished
all the same (`too_late`). `unknown` means that the request may have arrived; asking again is left to the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.order import OrderStatus


class RefillStatus(StrEnum):
    QUEUED = "queued"
    SUBMITTING = "submitting"
    REFUSED = "refused"  # the panel didn't take the request
    UNKNOWN = "unknown"
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    REJECTED = "rejected"  # the panel took it, and decided against it
    CANCELED = "canceled"

    @property
    def open(self) -> bool:
        return self in OPEN_REFILLS


_R = RefillStatus
OPEN_REFILLS = frozenset({_R.QUEUED, _R.SUBMITTING, _R.PENDING, _R.IN_PROGRESS})
TRACKED_REFILLS = frozenset({_R.PENDING, _R.IN_PROGRESS})
_REFILL_ENDS = frozenset({_R.COMPLETED, _R.REJECTED, _R.CANCELED})
REFILL_TRANSITIONS: Mapping[RefillStatus, frozenset[RefillStatus]] = {
    _R.QUEUED: frozenset({_R.SUBMITTING}),
    _R.SUBMITTING: frozenset({_R.QUEUED, _R.PENDING, _R.REFUSED, _R.UNKNOWN}),
    _R.PENDING: _REFILL_ENDS | {_R.IN_PROGRESS},
    _R.IN_PROGRESS: _REFILL_ENDS | {_R.PENDING},
    **{status: frozenset() for status in (*_REFILL_ENDS, _R.REFUSED, _R.UNKNOWN)},
}


class CancellationStatus(StrEnum):
    QUEUED = "queued"
    SUBMITTING = "submitting"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    REQUESTED = "requested"
    DONE = "done"
    TOO_LATE = "too_late"

    @property
    def open(self) -> bool:
        return self in OPEN_CANCELLATIONS


_C = CancellationStatus
OPEN_CANCELLATIONS = frozenset({_C.QUEUED, _C.SUBMITTING, _C.REQUESTED})
CANCELLATION_TRANSITIONS: Mapping[CancellationStatus, frozenset[CancellationStatus]] = {
    _C.QUEUED: frozenset({_C.SUBMITTING, _C.TOO_LATE}),
    _C.SUBMITTING: frozenset({_C.QUEUED, _C.REQUESTED, _C.REFUSED, _C.UNKNOWN}),
    _C.REQUESTED: frozenset({_C.DONE, _C.TOO_LATE}),
    **{status: frozenset() for status in (_C.REFUSED, _C.UNKNOWN, _C.DONE, _C.TOO_LATE)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refill:
    """`user_id` asked for it: the order's owner, or an operator. `reason` is the panel's own sentence for a refusal.

    `quiet`: it was one of many, and whoever asked looks at them together.
    """

    id: int
    order_id: int
    user_id: int
    panel: str
    status: RefillStatus
    panel_refill_id: str | None = None
    reason: str = ""
    quiet: bool = False
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """As `Refill`."""

    id: int
    order_id: int
    user_id: int
    panel: str
    status: CancellationStatus
    reason: str = ""
    quiet: bool = False
    created_at: datetime


def settle_cancellation(ended: OrderStatus) -> CancellationStatus:
    """What an open cancellation came to, once its order ended."""
    taken_back = {OrderStatus.CANCELED, OrderStatus.PARTIAL, OrderStatus.FAILED}
    return CancellationStatus.DONE if ended in taken_back else CancellationStatus.TOO_LATE

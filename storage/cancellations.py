"""Cancellation requests: like refills, one open for an order at a time."""

from bot.domain.refill import (
    CANCELLATION_TRANSITIONS,
    OPEN_CANCELLATIONS,
    Cancellation,
    CancellationStatus,
)
from storage.requests import Requests
from storage.tables.orders import cancellations


class Cancellations(Requests[Cancellation, CancellationStatus]):
    table = cancellations
    kind = Cancellation
    transitions = CANCELLATION_TRANSITIONS
    queued = CancellationStatus.QUEUED
    opened = OPEN_CANCELLATIONS
    tracked = frozenset()

"""Refill requests. `open_for` holds the order's number while a request is open: there is one at a time."""

from bot.domain.refill import (
    OPEN_REFILLS,
    REFILL_TRANSITIONS,
    TRACKED_REFILLS,
    Refill,
    RefillStatus,
)
from storage.requests import Requests
from storage.tables.orders import refills


class Refills(Requests[Refill, RefillStatus]):
    table = refills
    kind = Refill
    transitions = REFILL_TRANSITIONS
    queued = RefillStatus.QUEUED
    opened = OPEN_REFILLS
    tracked = TRACKED_REFILLS

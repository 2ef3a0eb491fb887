"""Who did what, when, to what: written in the transaction that does it, and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What is written down, of what operators do. `subject` of an entry is what it was done to."""

    INVITED = "invited"  # nobody yet; the link isn't kept readable
    ORDER_FOUND = "order_found"  # subject: order; panel_order
    ORDER_NOT_PLACED = "order_not_placed"  # subject: order
    TICKET_TAKEN = "ticket_taken"  # subject: ticket
    TICKET_CLOSED = "ticket_closed"  # subject: ticket
    TICKET_REOPENED = "ticket_reopened"  # subject: ticket


class Kind(StrEnum):
    """What a subject is."""

    ORDER = "order"
    USER = "user"
    SERVICE = "service"  # our key
    TICKET = "ticket"
    SHOP = "shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`number` tells which order, user or service; 0 where the kind says all. `details` are small facts for the reader."""

    id: int
    at: datetime
    actor_id: int
    act: Act
    kind: Kind
    number: int
    details: Mapping[str, str]

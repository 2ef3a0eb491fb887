"""Who did what, when, to what: written in the transaction that does it, and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What is written down, of what operators do. `subject` of an entry is what it was done to."""

    INVITED = "invited"  # nobody yet; the link isn't kept readable
    INVITE_REVOKED = "invite_revoked"  # invited_by: who had made it
    USER_BLOCKED = "user_blocked"  # subject: user
    USER_UNBLOCKED = "user_unblocked"  # subject: user
    APPOINTED = "appointed"  # subject: user; rights
    RIGHTS_CHANGED = "rights_changed"  # subject: user; rights
    DISMISSED = "dismissed"  # subject: user
    ORDER_TAKEN_BACK = "order_taken_back"  # subject: order
    ORDER_CANCEL_ASKED = "order_cancel_asked"  # subject: order
    ORDER_REFILL_ASKED = "order_refill_asked"  # subject: order
    ORDER_FOUND = "order_found"  # subject: order; panel_order
    ORDER_NOT_PLACED = "order_not_placed"  # subject: order
    BROADCAST_STARTED = "broadcast_started"  # subject: broadcast; people
    BROADCAST_PAUSED = "broadcast_paused"  # subject: broadcast
    BROADCAST_RESUMED = "broadcast_resumed"  # subject: broadcast
    BROADCAST_STOPPED = "broadcast_stopped"  # subject: broadcast
    STAND_IN_ADDED = "stand_in_added"  # subject: service; panel, service: of what stands in
    STAND_IN_REMOVED = "stand_in_removed"  # subject: service; panel, service
    STAND_IN_MOVED_UP = "stand_in_moved_up"  # subject: service; panel, service
    TICKET_TAKEN = "ticket_taken"  # subject: ticket
    TICKET_CLOSED = "ticket_closed"  # subject: ticket
    TICKET_REOPENED = "ticket_reopened"  # subject: ticket
    ROOM_OPENED = "room_opened"  # title
    ROOM_CLOSED = "room_closed"  # title
    ROOM_LANGUAGE = "room_language"  # language
    NEWS_HEARD = "news_heard"  # stream, way: how soon they themselves hear of it
    SERVICE_HIDDEN = "service_hidden"  # subject: service
    SERVICE_SHOWN = "service_shown"  # subject: service
    SERVICE_PINNED = "service_pinned"  # subject: service
    SERVICE_UNPINNED = "service_unpinned"  # subject: service
    CATEGORY_HIDDEN = "category_hidden"  # subject: a service of it; panel, category
    CATEGORY_SHOWN = "category_shown"  # subject: a service of it; panel, category
    CATEGORY_PINNED = "category_pinned"  # subject: a service of it; panel, category
    CATEGORY_UNPINNED = "category_unpinned"  # subject: a service of it; panel, category
    TYPE_MAPPED = "type_mapped"  # panel, type (the panel's word), form
    TYPE_UNMAPPED = "type_unmapped"  # panel, type
    WORD_BLOCKED = "word_blocked"  # word
    WORD_UNBLOCKED = "word_unblocked"  # word
    NEWS_ROUTED = "news_routed"  # stream, where, way: for all


class Kind(StrEnum):
    """What a subject is."""

    ORDER = "order"
    USER = "user"
    SERVICE = "service"  # our key
    TICKET = "ticket"
    BROADCAST = "broadcast"
    SHOP = "shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`number` tells which one; 0 where the kind says all. `details` are small facts for the reader."""

    id: int
    at: datetime
    actor_id: int
    act: Act
    kind: Kind
    number: int
    details: Mapping[str, str]

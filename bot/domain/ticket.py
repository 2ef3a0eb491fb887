"""A question that somebody asks whoever runs the shop, and the states it lives through.

    open ⇄ answered      the person writes → open; an operator answers → answered
      │       │
      └→ closed ←┘       by an operator, by the person, or by itself once nobody answers an answer
           │
           └→ open       the person writes within `REOPENS_WITHIN` (later it is another question), or an operator reopens it
           └→ answered   an operator answers after all

What was said stands in entries, in the order in which it came; each is carried to the other side by the bot. The person is
never shown who of the operators said or did something.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

MOST_WAITING = 3
"""Questions of one person that may wait for an answer at once."""

MOST_A_MINUTE = 20
"""Messages of one person; two albums."""

REOPENS_WITHIN = timedelta(days=14)
CLOSES_AFTER = timedelta(days=7)
"""An answer that nobody answers has settled the question."""

KEPT = 300
"""Characters of a message that the ticket's history keeps; the whole stands in the chats."""


class TicketStatus(StrEnum):
    OPEN = "open"  # operators have something to answer
    ANSWERED = "answered"
    CLOSED = "closed"


class Side(StrEnum):
    PERSON = "person"
    STAFF = "staff"
    NOBODY = "nobody"  # it happened by itself


class What(StrEnum):
    """What an entry is: a message of some kind, or something that was done."""

    TEXT = "text"
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    FILE = "file"
    STICKER = "sticker"
    OTHER = "other"  # a place, a contact, a poll
    CLOSED = "closed"
    REOPENED = "reopened"

    @property
    def done(self) -> bool:
        """Something that was done, no message."""
        return self in {What.CLOSED, What.REOPENED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that somebody sent, where it stands. `text` is its text or caption, for a file its name.

    `album` is Telegram's mark of messages that were sent as one.
    """

    chat_id: int
    message_id: int
    what: What = What.TEXT
    text: str = ""
    album: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`author_id` is 0 for what happened by itself. `message_id` is None for what was done."""

    id: int
    ticket_id: int
    at: datetime
    side: Side
    author_id: int
    what: What
    text: str = ""
    chat_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """`order_id`: the order it is about. `waiting_since`: the person waits for an answer; kept if closed without one.

    `taken_by`: the operator who takes care of it. `changed_at`: when something was said or done last.
    """

    id: int
    user_id: int
    order_id: int | None
    status: TicketStatus
    opened_at: datetime
    changed_at: datetime
    waiting_since: datetime | None
    closed_at: datetime | None = None
    taken_by: int | None = None


def takes_words(ticket: Ticket, now: datetime) -> bool:
    """Whether what its person writes belongs to this question, and not to another."""
    return ticket.closed_at is None or now - ticket.closed_at <= REOPENS_WITHIN


def asked(ticket: Ticket, now: datetime) -> Ticket:
    """The person wrote."""
    return replace(
        ticket,
        status=TicketStatus.OPEN,
        waiting_since=ticket.waiting_since or now,
        closed_at=None,
        changed_at=now,
    )


def answered(ticket: Ticket, now: datetime) -> Ticket:
    """An operator wrote."""
    return replace(
        ticket,
        status=TicketStatus.ANSWERED,
        waiting_since=None,
        closed_at=None,
        changed_at=now,
    )


def closed(ticket: Ticket, now: datetime) -> Ticket:
    return replace(ticket, status=TicketStatus.CLOSED, closed_at=now, changed_at=now)


def taken(ticket: Ticket, operator: int) -> Ticket:
    return replace(ticket, taken_by=operator)


def reopened(ticket: Ticket, now: datetime) -> Ticket:
    """As it was before it was closed."""
    status = TicketStatus.ANSWERED if ticket.waiting_since is None else TicketStatus.OPEN
    return replace(ticket, status=status, closed_at=None, changed_at=now)


def is_for_person(entry: Entry) -> bool:
    """What the person is to get: answers, and that an operator closed their question."""
    return entry.side is Side.STAFF and entry.what is not What.REOPENED


def is_for_staff(entry: Entry) -> bool:
    """What operators are to get: all messages; what was done is seen on the ticket."""
    return not entry.what.done


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A message in some chat that belongs to a ticket: who answers it writes into the ticket.

    `entry_id`: the entry that stands there. `head`: it introduces what follows (to operators the ticket, once a chat; to the
    person the answers from `entry_id` on). `shown`: the state of the ticket that a head shows.
    """

    chat_id: int
    message_id: int
    ticket_id: int
    entry_id: int | None = None
    head: bool = False
    shown: str = ""

    def side(self, ticket: Ticket) -> Side:
        """Whose chat it stands in."""
        return Side.PERSON if self.chat_id == ticket.user_id else Side.STAFF

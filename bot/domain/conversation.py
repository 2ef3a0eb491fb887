"""A question with all that operators see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.order import Order
from bot.domain.ticket import Entry, Ticket
from bot.domain.user import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """`names`: the first names of whoever said or did something, and of who takes care of it, by id."""

    ticket: Ticket
    person: User
    order: Order | None = None
    entries: Sequence[Entry] = ()
    names: Mapping[int, str] = field(default_factory=dict)

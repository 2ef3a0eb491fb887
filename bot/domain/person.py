"""Who somebody is to the shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.invitation import Invitation
from bot.domain.user import User

LATELY = timedelta(days=30)
"""What people do is told of so long: it tells more than all of it, and is looked up as quickly after years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`orders` and `running` count up to `listing.COUNTED`; `spent`: by currency, LATELY.

    `invited_by`: None if it isn't known.
    """

    user: User
    since: datetime
    seen: datetime
    invited_by: User | None
    orders: int
    running: int
    spent: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvitations:
    """A page of those that nobody has used, the newest first; `makers` by their ids."""

    shown: Sequence[Invitation]
    makers: Mapping[int, User]
    page: int
    total: int

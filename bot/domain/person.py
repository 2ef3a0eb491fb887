"""Who somebody is to the shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.invitation import Invitation
from bot.domain.user import User

LATELY = timedelta(days=30)
BUSY = timedelta(days=7)
"""So long ago still counts for what somebody spends, and for who orders most. What was before tells less of them, and
would be looked up more slowly every year.
"""


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

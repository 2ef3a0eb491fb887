"""What operators ask at a glance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.service import Unorderable


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One panel's money. `trouble`: why the balance couldn't be read now; `balance` is the last known then.

    `lasts` is how long it lasts at the rate of the last seven days; None if nothing was spent.
    """

    panel: str
    balance: Decimal | None
    balance_at: datetime | None
    currency: str
    today: Decimal
    week: Decimal
    lasts: timedelta | None
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueState:
    """`synced`: when each panel's list was last read whole."""

    synced: Mapping[str, datetime | None]
    platforms: Mapping[str, int]
    types: Mapping[str, int]
    unorderable: Mapping[tuple[str, Unorderable], int]

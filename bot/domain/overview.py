"""What operators ask at a glance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.change import ChangeKind
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
class News:
    """What changed since an operator looked last (`looked_at`; None: never), by panel. `newest` is the last batch counted.

    `earlier`: whether there are changes that they have seen already.
    """

    counts: Mapping[tuple[str, ChangeKind], int]
    newest: int
    looked_at: datetime | None
    earlier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueState:
    """`synced`: when each panel's list was last read whole. `types` as the panels write them.

    `riddles`: how many types nobody knows or chose a form for. `words`: how many words hide services.
    """

    synced: Mapping[str, datetime | None]
    news: News
    platforms: Mapping[str, int]
    types: Mapping[str, int]
    unorderable: Mapping[tuple[str, Unorderable], int]
    riddles: int
    words: int
    hidden: int
    pinned: int

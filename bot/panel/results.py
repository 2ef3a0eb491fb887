"""What a panel answers, typed. Amounts are in the account's currency, ids are opaque strings."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain.refill import RefillStatus
from bot.domain.service import Service
from bot.panel.errors import Evidence


class Capability(StrEnum):
    """What some panels lack. The value is a stable name, fit for a row."""

    MULTI_STATUS = "multi_status"
    REFILL = "refill"
    MULTI_REFILL = "multi_refill"
    REFILL_STATUS = "refill_status"
    MULTI_REFILL_STATUS = "multi_refill_status"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything a panel sells, in its own order, each id once.

    `skipped` holds the ids of entries that couldn't be read ("" where not even the id could): they were there, so they
    are not gone.
    """

    services: tuple[Service, ...]
    skipped: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Fit to conclude from what is absent; an empty or mostly unreadable catalogue isn't."""
        return len(self.services) > len(self.skipped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An order that was placed. Whether its id was seen before is for the caller to check."""

    order_id: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillReport:
    """`status` is None for a word that nobody knows: keep asking. `word` is how it was said."""

    status: RefillStatus | None
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """`currency` is "" where the panel doesn't name one."""

    amount: Decimal
    currency: str = ""

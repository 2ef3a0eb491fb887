"""What a sync brought: services that came, went or came back, and those whose price or limits are others now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.service import Listing, Service


class ChangeKind(StrEnum):
    NEW = "new"
    BACK = "back"  # it was gone
    GONE = "gone"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    LIMITS = "limits"


LISTS: Mapping[ChangeKind, tuple[ChangeKind, ...]] = {
    ChangeKind.NEW: (ChangeKind.NEW, ChangeKind.BACK),
    ChangeKind.GONE: (ChangeKind.GONE,),
    ChangeKind.DEARER: (ChangeKind.DEARER,),
    ChangeKind.CHEAPER: (ChangeKind.CHEAPER,),
    ChangeKind.LIMITS: (ChangeKind.LIMITS,),
}
"""The lists in which operators see them, and what each holds."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is compared of a service."""

    rate: Decimal
    min: int
    max: int

    @classmethod
    def of(cls, service: Service) -> "Offer":
        return cls(service.rate, service.min, service.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One service, by its panel's id. `before` is None for what is new, `after` for what is gone."""

    service_id: str
    kind: ChangeKind
    before: Offer | None = None
    after: Offer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A change in the books, beside the service as it is now."""

    change: Change
    listing: Listing
    at: datetime


def kinds_of(before: Offer, after: Offer) -> list[ChangeKind]:
    """How a service that stays has changed."""
    found = []
    if after.rate > before.rate:
        found.append(ChangeKind.DEARER)
    elif after.rate < before.rate:
        found.append(ChangeKind.CHEAPER)
    if (after.min, after.max) != (before.min, before.max):
        found.append(ChangeKind.LIMITS)
    return found


def percent(before: Decimal, after: Decimal) -> Decimal | None:
    """By how much a price rose or fell; None where it was nothing."""
    if before == 0:
        return None
    return (after - before) * 100 / before

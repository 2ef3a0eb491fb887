"""Services that stand in for another, at other panels: chosen by operators, never guessed.

A stand-in takes over an order that was surely refused, on the terms that were confirmed: it asks the same form and takes
the same answers, costs no more in the same currency, and keeps the promise of a refill. An order is taken to each panel
once at most, so a panel that refused it is never asked about it again.
"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum, auto

from bot.domain.answers import check_answers
from bot.domain.form import FORMS, Answers, Counting
from bot.domain.order import Order
from bot.domain.service import Listing, Unorderable, why_unorderable

MOST = 8
"""Stand-ins of one service."""


class Misfit(StrEnum):
    """Why a service can't stand in for another, or for an order of it."""

    SAME_PANEL = auto()
    OTHER_FORM = auto()
    NO_PANEL = auto()  # its panel isn't in the settings
    NOT_ORDERABLE = auto()
    OTHER_CURRENCY = auto()  # or one of the two isn't known
    DEARER = auto()
    NO_REFILL = auto()  # which was promised
    LIMITS = auto()  # no quantity suits both
    ANSWERS = auto()  # it doesn't take what was answered
    ASKED_BEFORE = auto()  # its panel had the order already


ORDERABLE = frozenset({None, Unorderable.HIDDEN})
"""What is hidden from customers may stand in: a second panel's services are often hidden for nothing else."""

FOR_GOOD = frozenset({Misfit.SAME_PANEL, Misfit.OTHER_FORM})
"""What no change of price or limits mends: such a service can't be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A service that stands in, or could; `misfit`: why it wouldn't now."""

    listing: Listing
    misfit: Misfit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIns:
    """A service and what stands in for it, or could; the first to be asked first."""

    service: Listing
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """An order was taken away from `panel`, which refused it for `service_id` and said `said`; `step` counts from 1."""

    order_id: int
    panel: str
    step: int
    service_id: str
    said: str
    at: datetime


def unfit_for_service(
    service: Listing, stand_in: Listing, panels: Collection[str]
) -> Misfit | None:
    """Why `stand_in` takes over no order of `service` as both are now; `panels` are those in the settings."""
    if stand_in.panel == service.panel:
        return Misfit.SAME_PANEL
    offer, wanted = stand_in.service, service.service
    if offer.type is None or offer.type is not wanted.type:
        return Misfit.OTHER_FORM
    terms = _Terms(service.currency, wanted.rate, refill=wanted.refill)
    misfit = _unavailable(stand_in, panels) or _worse(stand_in, terms)
    if misfit is None and FORMS[offer.type].counting is not Counting.FLAT:
        return None if offer.min <= wanted.max and wanted.min <= offer.max else Misfit.LIMITS
    return misfit


def unfit_for_order(
    order: Order, stand_in: Listing, panels: Collection[str], asked: AbstractSet[str]
) -> Misfit | None:
    """Why `stand_in` can't take this order over; None if it can. `asked`: the panels that had it already.

    Prices are compared by their rates: of the same answers to the same form, the lower rate is never the higher price.
    """
    if stand_in.panel in asked or stand_in.panel == order.panel:
        return Misfit.ASKED_BEFORE
    if stand_in.service.type is not order.service_type:
        return Misfit.OTHER_FORM
    terms = _Terms(order.currency, order.rate, refill=order.refill)
    misfit = _unavailable(stand_in, panels) or _worse(stand_in, terms)
    if misfit is None and not _takes(stand_in, order.fields):
        return Misfit.ANSWERS
    return misfit


@dataclass(frozen=True, slots=True)
class _Terms:
    """What was confirmed, or would be. `rate` is None for an order that is older than our knowledge of it."""

    currency: str
    rate: Decimal | None
    refill: bool


def _unavailable(stand_in: Listing, panels: Collection[str]) -> Misfit | None:
    if stand_in.panel not in panels:
        return Misfit.NO_PANEL
    if stand_in.unorderable not in ORDERABLE or why_unorderable(stand_in.service) is not None:
        return Misfit.NOT_ORDERABLE
    return None


def _worse(stand_in: Listing, terms: _Terms) -> Misfit | None:
    if not stand_in.currency or stand_in.currency != terms.currency:
        return Misfit.OTHER_CURRENCY
    if terms.rate is None or stand_in.service.rate > terms.rate:
        return Misfit.DEARER
    if terms.refill and not stand_in.service.refill:
        return Misfit.NO_REFILL
    return None


def _takes(stand_in: Listing, fields: Answers) -> bool:
    kind = stand_in.service.type
    if kind is None:
        return False
    wanted = frozenset(FORMS[kind].optional) & frozenset(fields)
    return not check_answers(stand_in.service, fields, wanted)

"""What operators do to many orders at once, and to which of them it can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.order import Order, OrderStatus, can_ask_cancel, can_ask_refill

MOST = 500
"""Orders at once: more than anybody means to, and few enough for everybody else to be served meanwhile."""


class Deed(StrEnum):
    REFRESH = "refresh"  # the panel is asked how they are
    CANCEL = "cancel"  # taken back, or the panel is asked to
    REFILL = "refill"


class Unable(StrEnum):
    """Why it can't be done to an order."""

    PANEL_GONE = "panel_gone"  # its panel isn't in the settings
    ENDED = "ended"
    NOT_SENT = "not_sent"
    BEING_SENT = "being_sent"  # or nobody knows whether it was
    NOT_DONE = "not_done"  # there is nothing to refill yet
    NOT_OFFERED = "not_offered"  # by its service, or by its panel
    ASKED = "asked"  # already


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What stands around an order. `takes`: its panel is known to take such requests; `asked`: one is open."""

    at_hand: bool = True
    takes: bool = True
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be done: to the orders `able`, of which `unsent` are simply taken back."""

    deed: Deed
    able: Sequence[int]
    unsent: int = 0
    unable: Mapping[Unable, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`asked`: requests that are on their way now; `taken_back`: orders that weren't sent yet."""

    deed: Deed
    asked: int = 0
    taken_back: int = 0
    unable: Mapping[Unable, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What has come of it: how many requests are in each state, and the panels' commonest reasons for a no.

    `taken_back`: orders that were canceled before they were sent, or without a request.
    """

    deed: Deed
    states: Mapping[str, int]
    taken_back: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)


def why_not(deed: Deed, order: Order, setting: Setting) -> Unable | None:
    """None if it can be done."""
    if deed is Deed.CANCEL and order.status is OrderStatus.QUEUED:
        return None
    if not setting.at_hand:
        return Unable.PANEL_GONE
    match deed:
        case Deed.REFRESH:
            return _not_refreshed(order)
        case Deed.CANCEL:
            return _not_canceled(order, setting)
        case Deed.REFILL:
            return _not_refilled(order, setting)


def _not_refreshed(order: Order) -> Unable | None:
    if order.status.at_panel:
        return None
    if order.status.final:
        return Unable.ENDED
    return Unable.NOT_SENT if order.status is OrderStatus.QUEUED else Unable.BEING_SENT


def _not_canceled(order: Order, setting: Setting) -> Unable | None:
    if order.status.final:
        return Unable.ENDED
    if not order.status.at_panel:
        return Unable.BEING_SENT
    if not can_ask_cancel(order) or not setting.takes:
        return Unable.NOT_OFFERED
    return Unable.ASKED if setting.asked else None


def _not_refilled(order: Order, setting: Setting) -> Unable | None:
    if not order.refill or not setting.takes:
        return Unable.NOT_OFFERED
    if not order.status.final:
        return Unable.NOT_DONE
    if not can_ask_refill(order):
        return Unable.ENDED
    return Unable.ASKED if setting.asked else None

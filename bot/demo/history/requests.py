"""Refills and cancellations that were asked for in the month, by the orders' owners and by operators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.demo.history.accounts import Account
from bot.demo.history.cast import MAX, OLGA
from bot.domain.journal import Act
from bot.domain.order import Order, OrderStatus, can_ask_refill
from bot.domain.refill import CancellationStatus, RefillStatus
from bot.sandbox.panel.model import Refill, RefillFate

_REFILLED, _SAID_NO, _GAVE_UP, _TOO_LATE = 0.16, 0.2, 0.6, 0.02
"""Shares: of what could be refilled; of refills that were refused; of canceled orders; of those done all the same."""

_EARLY = "The order was completed or refill was requested less than 24 hours ago"
_BY_OPERATORS = 0.1
_TOO_SOON = timedelta(days=1)
_ASKED_AGO, _SOON = timedelta(minutes=9), timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Requests:
    """Rows, and what of it operators did: who, when, what, and to which order."""

    refills: list[dict[str, Any]] = field(default_factory=list)
    cancellations: list[dict[str, Any]] = field(default_factory=list)
    deeds: list[tuple[int, datetime, Act, int]] = field(default_factory=list)


def requests(
    dice: Random, orders: Iterable[Order], accounts: Mapping[str, Account], now: datetime
) -> Requests:
    found = Requests()
    for order in orders:
        _cancel(dice, found, order)
        if (asked := _asked(dice, order)) and asked < now:
            _refill(dice, found, order, asked, accounts[order.panel])
    for rows in (found.refills, found.cancellations):
        rows.sort(key=lambda row: row["created_at"])
    return found


def under_way(order: Order, account: Account, now: datetime) -> dict[str, Any]:
    """A refill that its owner asked for some minutes ago, and that the panel does soon."""
    refill = _taken(order, account, now + _SOON, RefillFate.COMPLETE)
    row = _row(order, order.user_id, now - _ASKED_AGO, RefillStatus.PENDING)
    told = {"panel_refill_id": refill.id, "reason": ""}
    return {**row, **told, "open_for": order.id, "next_check_at": now}


def _asked(dice: Random, order: Order) -> datetime | None:
    """When somebody asked for a refill, if anybody did."""
    ended = order.finished_at
    if ended is None or not can_ask_refill(order) or dice.random() >= _REFILLED:
        return None
    return ended + timedelta(hours=dice.uniform(0.3, 90))


def _refill(dice: Random, found: Requests, order: Order, at: datetime, account: Account) -> None:
    who = _who(dice, order)
    if order.finished_at and at - order.finished_at < _TOO_SOON:
        told = {"panel_refill_id": None, "reason": _EARLY}
        found.refills.append(_row(order, who, at, RefillStatus.REFUSED) | told)
    else:
        refused = dice.random() < _SAID_NO
        fate = RefillFate.REJECT if refused else RefillFate.COMPLETE
        status = RefillStatus.REJECTED if refused else RefillStatus.COMPLETED
        told = {"panel_refill_id": _taken(order, account, at, fate).id, "reason": ""}
        found.refills.append(_row(order, who, at, status) | told)
    if who != order.user_id:
        found.deeds.append((who, at, Act.ORDER_REFILL_ASKED, order.id))


def _taken(order: Order, account: Account, at: datetime, fate: RefillFate) -> Refill:
    """The panel took the request."""
    return account.refill(order.panel_order_id or "", at, fate)


def _cancel(dice: Random, found: Requests, order: Order) -> None:
    sent, ended = order.submitted_at, order.finished_at
    if not order.cancel or sent is None or ended is None:
        return
    canceled = order.status is OrderStatus.CANCELED
    if dice.random() >= (_GAVE_UP if canceled else _TOO_LATE):
        return
    at = sent + (ended - sent) * dice.uniform(0.3, 0.8)
    status = CancellationStatus.DONE if canceled else CancellationStatus.TOO_LATE
    who = _who(dice, order)
    found.cancellations.append(_row(order, who, at, status) | {"reason": ""})
    if who != order.user_id:
        found.deeds.append((who, at, Act.ORDER_CANCEL_ASKED, order.id))


def _who(dice: Random, order: Order) -> int:
    return dice.choice((OLGA, MAX, MAX)) if dice.random() < _BY_OPERATORS else order.user_id


def _row(
    order: Order, who: int, at: datetime, status: RefillStatus | CancellationStatus
) -> dict[str, Any]:
    return {
        "order_id": order.id,
        "user_id": who,
        "panel": order.panel,
        "status": status,
        "created_at": at,
        "next_check_at": None,
        "open_for": None,
    }

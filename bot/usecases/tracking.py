"""Asks the panels how their orders are, a hundred at a time, and tells what changed.

A claim moves an order's next check on by a lease, so a crash or a second copy asks again later and never twice at once.
One panel's trouble is that panel's alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.domain.errors import Problem, ShopError
from bot.domain.order import Change, Order, Report, check_after, observe
from bot.domain.staff import Right, may
from bot.panel import PanelError
from bot.usecases import balances, cancelling, telling
from bot.usecases.desk import Desk
from bot.usecases.waiting import soon
from storage.storage import Transaction

_log = structlog.get_logger(__name__)

BATCH = 100


async def poll(desk: Desk, panel: str) -> bool:
    """Ask for the orders that are due at this panel; whether there may be more of them."""
    async with desk.storage.transaction() as tx:
        due = await tx.orders.claim_due(panel, desk.clock(), lease=desk.pace.lease, limit=BATCH)
    if not due:
        return False
    ids = [order.panel_order_id for order in due if order.panel_order_id is not None]
    try:
        answers = await desk.panels[panel].statuses(ids)
    except PanelError as error:
        _log.warning("Statuses can't be read", panel=panel, orders=len(due), error=str(error))
        await _later(desk, due, error)
        return False
    await _note(desk, panel, due, answers)
    return len(due) == BATCH


async def refresh(desk: Desk, user_id: int, order_id: int) -> Order:
    """Ask for one order now, for its owner or an operator; raises PANEL_BUSY if its panel doesn't answer."""
    async with desk.storage.transaction() as tx:
        order = await tx.orders.get(order_id)
        rights = await tx.staff.rights(user_id)
    if order is None or (order.user_id != user_id and not may(rights, Right.ORDERS)):
        raise ShopError(Problem.ORDER_UNKNOWN)
    if not order.status.at_panel or order.panel_order_id is None:
        return order
    panel = desk.panels.get(order.panel)
    if panel is None:
        raise ShopError(Problem.PANEL_BUSY)
    try:
        report = await soon(desk, panel.status(order.panel_order_id))
    except PanelError as error:
        _log.warning("A status can't be read", order=order.id, error=str(error))
        raise ShopError(Problem.PANEL_BUSY) from None
    async with desk.storage.transaction() as tx:
        await _take(desk, tx, [(order, report)], desk.clock())
        fresh = await tx.orders.get(order_id)
    desk.wake.outbox.set()
    return fresh or order


async def _later(desk: Desk, due: list[Order], error: PanelError) -> None:
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await tx.orders.reschedule([order.id for order in due], now + desk.pace.retry)
        await balances.note_trouble(tx, error, now)
    desk.wake.outbox.set()


async def _note(
    desk: Desk, panel: str, due: list[Order], answers: Mapping[str, Report | PanelError]
) -> None:
    """All changes of a batch in one transaction; an order the panel said nothing sensible about is asked for again."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        told = []
        for order in due:
            answer = answers.get(order.panel_order_id or "")
            if isinstance(answer, Report):
                told.append((order, answer))
                continue
            _log.warning("No status for an order", order=order.id, said=str(answer))
            await tx.orders.reschedule([order.id], now + _pause(desk, order, now))
        await _take(desk, tx, told, now)
        await balances.note_answering(desk, tx, panel, now)
    desk.wake.outbox.set()


async def _take(
    desk: Desk, tx: Transaction, told: Sequence[tuple[Order, Report]], now: datetime
) -> None:
    """Most reports say nothing new: those are written down together."""
    nothing_new = []
    for order, report in told:
        if report.status is None:
            _log.warning("A status nobody knows", order=order.id, word=report.word)
        change = observe(order, report, now)
        if change is None:
            nothing_new.append((order, now + _pause(desk, order, now)))
        else:
            await apply(desk, tx, order, change, now)
    await tx.orders.heard(nothing_new, now)


async def apply(desk: Desk, tx: Transaction, order: Order, change: Change, now: datetime) -> None:
    """Write a change and tell it, unless the order has moved on meanwhile."""
    next_check = None if change.status.final else now + _pause(desk, order, now)
    if not await tx.orders.apply(order, change, next_check, now=now):
        return
    fresh = await tx.orders.get(order.id)
    if fresh is None:
        return
    if not fresh.status.final:
        await telling.card(tx, fresh, now)
        return
    await telling.news(tx, fresh, now)
    await cancelling.settle(tx, fresh, now)


def _pause(desk: Desk, order: Order, now: datetime) -> timedelta:
    return check_after(now - order.created_at, desk.pace.first_check)

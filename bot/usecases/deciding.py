"""Unconfirmed orders: `add` may have happened. The evidence is put before an operator, who decides; nobody else does.

None of the evidence decides alone: the balance is blurred by other movements, an id in an error may be an older order's.
"It wasn't placed" stays locked until the attempt's time-out and a grace have passed: a panel may be slow to show an order.
"""

from datetime import datetime, timedelta

import structlog

from bot.domain.errors import Problem, ShopError
from bot.domain.evidence import Attempt, Case
from bot.domain.journal import Act, Kind
from bot.domain.order import Order, OrderStatus, Report
from bot.domain.staff import Right
from bot.panel import PanelError, PanelRejected, Reason
from bot.usecases import telling
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from bot.usecases.waiting import soon
from storage.storage import Transaction

_log = structlog.get_logger(__name__)

_NO_SUCH_ORDER = frozenset({Reason.BAD_ORDER, Reason.UNKNOWN})


async def case(desk: Desk, operator: int, order_id: int) -> Case:
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.ORDERS)
        order = await _undecided(tx, order_id)
        attempt = await tx.attempts.last(order.id)
        hints = await tx.attempts.hints(order.id)
    left = _locked_until(desk, order, attempt) - desk.clock()
    return Case(
        order=order,
        attempt=attempt,
        hints=hints,
        unlocks_in=left if left > timedelta(0) else None,
    )


async def look_up(desk: Desk, operator: int, order_id: int, panel_order_id: str) -> Report:
    """What the panel says about the id an operator gave, which no other order of ours has."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.ORDERS)
        order = await _undecided(tx, order_id)
        await _must_be_free(tx, order, panel_order_id)
    panel = desk.panels.get(order.panel)
    if panel is None:
        raise ShopError(Problem.PANEL_BUSY)
    try:
        return await soon(desk, panel.status(panel_order_id))
    except PanelError as error:
        if isinstance(error, PanelRejected) and error.reason in _NO_SUCH_ORDER:
            raise ShopError(Problem.PANEL_ORDER_UNKNOWN, id=panel_order_id) from None
        _log.warning("A status can't be read", order=order.id, error=str(error))
        raise ShopError(Problem.PANEL_BUSY) from None


async def it_is(desk: Desk, operator: int, order_id: int, panel_order_id: str) -> Order:
    """The order is the panel's `panel_order_id`; checked with the panel once more before it is written."""
    await look_up(desk, operator, order_id, panel_order_id)
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        placed = await tx.orders.place(
            order_id, OrderStatus.UNCONFIRMED, panel_order_id, reason="", next_check_at=now
        )
        if placed is None:
            order = await _undecided(tx, order_id)
            await _must_be_free(tx, order, panel_order_id)
            raise ShopError(Problem.NOT_UNCONFIRMED)
        await telling.news(tx, placed, now)
        details = {"panel_order": panel_order_id}
        await tx.journal.add(
            operator, Act.ORDER_FOUND, now, kind=Kind.ORDER, number=order_id, details=details
        )
    desk.wake.outbox.set()
    return placed


async def not_placed(desk: Desk, operator: int, order_id: int) -> Order:
    """The panel never took it: rejected, its owner told."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.ORDERS)
        now = desk.clock()
        order = await _undecided(tx, order_id)
        left = _locked_until(desk, order, await tx.attempts.last(order.id)) - now
        if left > timedelta(0):
            raise ShopError(Problem.TOO_EARLY, minutes=int(left.total_seconds() // 60) + 1)
        rejected = await tx.orders.move(
            order.id, OrderStatus.UNCONFIRMED, OrderStatus.REJECTED, finished_at=now
        )
        if rejected is None:
            raise ShopError(Problem.NOT_UNCONFIRMED)
        await telling.news(tx, rejected, now)
        await tx.journal.add(operator, Act.ORDER_NOT_PLACED, now, kind=Kind.ORDER, number=order_id)
    desk.wake.outbox.set()
    return rejected


async def _must_be_free(tx: Transaction, order: Order, panel_order_id: str) -> None:
    taken = await tx.orders.at_panel(order.panel, panel_order_id)
    if taken is not None:
        raise ShopError(Problem.PANEL_ORDER_TAKEN, id=panel_order_id, order=taken.id)


async def _undecided(tx: Transaction, order_id: int) -> Order:
    order = await tx.orders.get(order_id)
    if order is None or order.status is not OrderStatus.UNCONFIRMED:
        raise ShopError(Problem.NOT_UNCONFIRMED)
    return order


def _locked_until(desk: Desk, order: Order, attempt: Attempt | None) -> datetime:
    started = order.created_at if attempt is None else attempt.ended_at or attempt.started_at
    return started + desk.pace.grace

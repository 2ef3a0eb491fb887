"""Cancellations. Before an order was sent its owner takes it back at once; afterwards the panel is asked.

The panel's yes means *requested*: what it came to is told by the order's own status (`tracking`), never taken for granted.
"""

from datetime import datetime

import structlog

from bot.domain.errors import Problem, ShopError
from bot.domain.order import Order, OrderStatus, can_ask_cancel
from bot.domain.refill import Cancellation, CancellationStatus, settle_cancellation
from bot.panel import (
    Capability,
    PanelError,
    PanelRejected,
    PanelUnavailable,
    PanelUndetermined,
    Refusal,
)
from bot.usecases import balances, telling
from bot.usecases.desk import Desk
from storage.storage import Transaction

_log = structlog.get_logger(__name__)


async def ask(desk: Desk, user_id: int, order_id: int, *, update_id: int | None = None) -> Order:
    """Take this user's order back, or ask its panel to; the order as it is then. An update that comes twice asks once."""
    async with desk.storage.transaction() as tx:
        order = await tx.orders.owned(order_id, user_id)
        if order is None:
            raise ShopError(Problem.ORDER_UNKNOWN)
        now = desk.clock()
        if update_id is None or await tx.users.first_time(update_id, now):
            order = await _ask(desk, tx, order, now)
        await telling.card(tx, order, now)
    if order.panel in desk.wake.lanes:
        desk.wake.lanes[order.panel].set()
    desk.wake.outbox.set()
    return order


async def _ask(desk: Desk, tx: Transaction, order: Order, now: datetime) -> Order:
    if order.status is OrderStatus.QUEUED:
        return await _take_back(desk, tx, order, now)
    await _request(desk, tx, order, now)
    return order


async def _take_back(desk: Desk, tx: Transaction, order: Order, now: datetime) -> Order:
    taken = await tx.orders.move(
        order.id,
        OrderStatus.QUEUED,
        OrderStatus.CANCELED,
        waits=False,
        finished_at=now,
        next_check_at=None,
    )
    if taken is None:
        raise ShopError(Problem.ORDER_RUNNING)
    await telling.news(desk, tx, taken, now)
    return taken


async def _request(desk: Desk, tx: Transaction, order: Order, now: datetime) -> None:
    if order.status in {OrderStatus.SUBMITTING, OrderStatus.UNCONFIRMED}:
        raise ShopError(Problem.ORDER_RUNNING)
    panel = desk.panels.get(order.panel)
    if not can_ask_cancel(order) or panel is None or Capability.CANCEL in panel.lacking:
        raise ShopError(Problem.NOT_CANCELABLE)
    request = await tx.cancellations.open(
        order_id=order.id, user_id=order.user_id, panel=order.panel, now=now
    )
    if request is None:
        raise ShopError(Problem.ALREADY_ASKED)


async def settle(tx: Transaction, order: Order, now: datetime) -> None:
    """What was requested has come to its end, with its order."""
    request = await tx.cancellations.last(order.id)
    if request is not None and request.status is CancellationStatus.REQUESTED:
        await _end(tx, request, order, settle_cancellation(order.status), now)


async def _end(
    tx: Transaction, request: Cancellation, order: Order, outcome: CancellationStatus, now: datetime
) -> None:
    """That the order was taken back is its own news; only that it wasn't is told here."""
    ended = await tx.cancellations.move(request.id, request.status, outcome)
    if ended is None:
        return
    await telling.card(tx, order, now)
    if settle_cancellation(order.status) is CancellationStatus.TOO_LATE:
        await telling.cancellation(tx, ended, now)


async def recover(desk: Desk, panel: str | None = None) -> None:
    """Requests left in the middle of being sent may have arrived: they aren't sent again. As `submitting.recover`."""
    async with desk.storage.transaction() as tx:
        for request in await tx.cancellations.in_status(CancellationStatus.SUBMITTING, panel):
            await _settle(tx, request, CancellationStatus.UNKNOWN, "", desk.clock())


async def submit_next(desk: Desk, panel: str) -> bool:
    """Send the cancellation that is due first at this panel; False if none is."""
    await recover(desk, panel)
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        due = await tx.cancellations.next_queued(panel, now)
        order = None if due is None else await tx.orders.get(due.order_id)
        if due is None or order is None:
            return False
        if not order.status.at_panel or order.panel_order_id is None:
            await _end(tx, due, order, CancellationStatus.TOO_LATE, now)
            return True
        request = await tx.cancellations.move(
            due.id, CancellationStatus.QUEUED, CancellationStatus.SUBMITTING
        )
    if request is not None:
        await _send(desk, request, order.panel_order_id)
        desk.wake.outbox.set()
    return True


async def _send(desk: Desk, request: Cancellation, panel_order_id: str) -> None:
    status, reason = CancellationStatus.REQUESTED, ""
    trouble: PanelError | None = None
    try:
        answers = await desk.panels[request.panel].cancel([panel_order_id])
        refusal = answers.get(panel_order_id)
        if refusal is not None:
            raise refusal
    except PanelUnavailable as error:
        status, trouble = CancellationStatus.QUEUED, error
    except PanelRejected as error:
        status, reason, trouble = _refused(error)
    except PanelUndetermined as error:
        _log.error("A cancellation may have been requested", request=request.id, error=str(error))
        status = CancellationStatus.UNKNOWN
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        if trouble is not None:
            await balances.note_trouble(desk, tx, trouble, now)
        if status.open:
            await tx.cancellations.move(
                request.id, request.status, status, next_check_at=now + desk.pace.retry
            )
            await tx.orders.reschedule([request.order_id], now)
            await tx.outbox.put_card(request.user_id, request.order_id, now)
            await _settle_if_ended(tx, request.order_id, now)
        else:
            await _settle(tx, request, status, reason, now)


async def _settle_if_ended(tx: Transaction, order_id: int, now: datetime) -> None:
    """The order may have ended while the request was on its way; nobody asks for its status any more."""
    order = await tx.orders.get(order_id)
    if order is not None and order.status.final:
        await settle(tx, order, now)


def _refused(error: PanelRejected) -> tuple[CancellationStatus, str, PanelError]:
    if error.kind is Refusal.PASSING:
        return CancellationStatus.QUEUED, "", error
    reason = error.text if error.kind is Refusal.USER else ""
    return CancellationStatus.REFUSED, reason, error


async def _settle(
    tx: Transaction, request: Cancellation, status: CancellationStatus, reason: str, now: datetime
) -> None:
    settled = await tx.cancellations.move(
        request.id, request.status, status, reason=reason, next_check_at=None
    )
    if settled is not None:
        await telling.cancellation(tx, settled, now)
        await tx.outbox.put_card(request.user_id, request.order_id, now)

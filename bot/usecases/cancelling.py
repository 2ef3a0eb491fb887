"""Cancellations. Before an order was sent its owner takes it back at once; afterwards the panel is asked.

The panel's yes means *requested*: what it came to is told by the order's own status (`tracking`), never taken for granted.
"""

from datetime import datetime

from bot.domain.errors import Problem, ShopError
from bot.domain.order import Order, OrderStatus, can_ask_cancel
from bot.domain.refill import Cancellation, CancellationStatus, settle_cancellation
from bot.panel import Capability, Panel
from bot.usecases import balances, telling
from bot.usecases.asking import Fate, once
from bot.usecases.desk import Desk
from storage.storage import Transaction

_S = CancellationStatus


async def ask(desk: Desk, user_id: int, order_id: int, *, update_id: int | None = None) -> Order:
    """Take this user's order back, or ask its panel to; the order as it is then. An update that comes twice asks once."""
    async with desk.storage.transaction() as tx:
        order = await tx.orders.owned(order_id, user_id)
        if order is None:
            raise ShopError(Problem.ORDER_UNKNOWN)
        now = desk.clock()
        if update_id is None or await tx.users.first_time(update_id, now):
            order = await begin(desk, tx, order, now, asked_by=user_id)
        await telling.card(tx, order, now)
    if order.panel in desk.wake.lanes:
        desk.wake.lanes[order.panel].set()
    desk.wake.outbox.set()
    return order


async def begin(
    desk: Desk, tx: Transaction, order: Order, now: datetime, *, asked_by: int, quiet: bool = False
) -> Order:
    """The order taken back, if it wasn't sent, else with a request for its panel. `quiet`: nobody is told how it ends."""
    if order.status is OrderStatus.QUEUED:
        taken = await take_back(tx, order, now)
        if taken is None:
            raise ShopError(Problem.ORDER_RUNNING)
        return taken
    await _request(desk, tx, order, now, asked_by=asked_by, quiet=quiet)
    return order


async def take_back(tx: Transaction, order: Order, now: datetime) -> Order | None:
    """Cancel an order that wasn't sent; None if it is on its way by now."""
    taken = await tx.orders.move(
        order.id,
        OrderStatus.QUEUED,
        OrderStatus.CANCELED,
        waits=False,
        finished_at=now,
        next_check_at=None,
    )
    if taken is not None:
        await telling.news(tx, taken, now)
    return taken


async def _request(
    desk: Desk, tx: Transaction, order: Order, now: datetime, *, asked_by: int, quiet: bool
) -> None:
    if order.status in {OrderStatus.SUBMITTING, OrderStatus.UNCONFIRMED}:
        raise ShopError(Problem.ORDER_RUNNING)
    panel = desk.panels.get(order.panel)
    if not can_ask_cancel(order) or panel is None or Capability.CANCEL in panel.lacking:
        raise ShopError(Problem.NOT_CANCELABLE)
    request = await tx.cancellations.open(
        order_id=order.id, user_id=asked_by, panel=order.panel, now=now, quiet=quiet
    )
    if request is None:
        raise ShopError(Problem.ALREADY_ASKED)


async def settle(tx: Transaction, order: Order, now: datetime) -> None:
    """What was requested has come to its end, with its order."""
    request = await tx.cancellations.last(order.id)
    if request is not None and request.status is _S.REQUESTED:
        await _end(tx, request, order, settle_cancellation(order.status), now)


async def _end(
    tx: Transaction, request: Cancellation, order: Order, outcome: CancellationStatus, now: datetime
) -> None:
    """That the order was taken back is its own news; only that it wasn't is told here."""
    ended = await tx.cancellations.move(request.id, request.status, outcome)
    if ended is None:
        return
    await telling.card(tx, order, now)
    if settle_cancellation(order.status) is _S.TOO_LATE:
        await telling.cancellation(tx, ended, now)


async def recover(desk: Desk, panel: str | None = None) -> None:
    """Requests left in the middle of being sent may have arrived: they aren't sent again. As `submitting.recover`."""
    async with desk.storage.transaction() as tx:
        for request in await tx.cancellations.in_status(_S.SUBMITTING, panel):
            await _settle(tx, request, _S.UNKNOWN, "", desk.clock())


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
            await _end(tx, due, order, _S.TOO_LATE, now)
            return True
        request = await tx.cancellations.move(due.id, _S.QUEUED, _S.SUBMITTING)
    if request is not None:
        await _send(desk, request, order.panel_order_id)
        desk.wake.outbox.set()
    return True


async def _send(desk: Desk, request: Cancellation, panel_order_id: str) -> None:
    asked = await once(_cancel(desk.panels[request.panel], panel_order_id))
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        if asked.trouble is not None:
            await balances.note_trouble(tx, asked.trouble, now)
        match asked.fate:
            case Fate.TAKEN:
                await _moved(desk, tx, request, _S.REQUESTED, now)
            case Fate.LATER:
                await _moved(desk, tx, request, _S.QUEUED, now)
            case Fate.REFUSED:
                await _settle(tx, request, _S.REFUSED, asked.reason, now)
            case Fate.UNKNOWN:
                await _settle(tx, request, _S.UNKNOWN, "", now)


async def _cancel(panel: Panel, panel_order_id: str) -> None:
    refusal = (await panel.cancel([panel_order_id])).get(panel_order_id)
    if refusal is not None:
        raise refusal


async def _moved(
    desk: Desk, tx: Transaction, request: Cancellation, status: CancellationStatus, now: datetime
) -> None:
    """Still open. The order may have ended while the request was on its way; then nobody asks for its status any more."""
    due_at = now + desk.pace.retry
    await tx.cancellations.move(request.id, request.status, status, next_check_at=due_at)
    await tx.orders.reschedule([request.order_id], now)
    order = await tx.orders.get(request.order_id)
    if order is None:
        return
    await telling.card(tx, order, now)
    if order.status.final:
        await settle(tx, order, now)


async def _settle(
    tx: Transaction, request: Cancellation, status: CancellationStatus, reason: str, now: datetime
) -> None:
    settled = await tx.cancellations.move(
        request.id, request.status, status, reason=reason, next_check_at=None
    )
    if settled is not None:
        await telling.cancellation(tx, settled, now)
        await telling.card_of(tx, request.order_id, now)

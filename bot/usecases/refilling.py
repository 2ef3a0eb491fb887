"""Refills: asked for by the order's owner, sent once, followed until the panel decides."""

from datetime import datetime
from typing import Any

import structlog

from bot.domain.errors import Problem, ShopError
from bot.domain.order import Order, can_ask_refill, check_after
from bot.domain.refill import Refill, RefillStatus
from bot.panel import Capability, PanelError, PanelRejected, RefillReport, Refusal
from bot.usecases import balances, telling
from bot.usecases.asking import Fate, once
from bot.usecases.desk import Desk
from storage.storage import Transaction

_log = structlog.get_logger(__name__)

_S = RefillStatus
_BATCH = 100


async def ask(desk: Desk, user_id: int, order_id: int, *, update_id: int | None = None) -> Refill:
    """A refill request for this user's order. An update that comes twice finds the request it made itself."""
    async with desk.storage.transaction() as tx:
        order = await tx.orders.owned(order_id, user_id)
        if order is None:
            raise ShopError(Problem.ORDER_UNKNOWN)
        now = desk.clock()
        request = None
        if update_id is not None and not await tx.users.first_time(update_id, now):
            request = await tx.refills.last(order.id)
        if request is None:
            request = await begin(desk, tx, order, now, asked_by=user_id)
        await telling.card(tx, order, now)
    desk.wake.lanes[request.panel].set()
    desk.wake.outbox.set()
    return request


async def begin(
    desk: Desk, tx: Transaction, order: Order, now: datetime, *, asked_by: int, quiet: bool = False
) -> Refill:
    """A request for its panel; raises ALREADY_ASKED if one is open. `quiet`: nobody is told how it ends."""
    panel = desk.panels.get(order.panel)
    if not can_ask_refill(order) or panel is None or Capability.REFILL in panel.lacking:
        raise ShopError(Problem.NOT_REFILLABLE)
    request = await tx.refills.open(
        order_id=order.id, user_id=asked_by, panel=order.panel, now=now, quiet=quiet
    )
    if request is None:
        raise ShopError(Problem.ALREADY_ASKED)
    return request


async def recover(desk: Desk, panel: str | None = None) -> None:
    """Requests left in the middle of being sent may have arrived: they aren't sent again. As `submitting.recover`."""
    async with desk.storage.transaction() as tx:
        for request in await tx.refills.in_status(_S.SUBMITTING, panel):
            await _settle(tx, request, _S.UNKNOWN, "", desk.clock())


async def submit_next(desk: Desk, panel: str) -> bool:
    """Send the refill request that is due first at this panel; False if none is."""
    await recover(desk, panel)
    async with desk.storage.transaction() as tx:
        due = await tx.refills.next_queued(panel, desk.clock())
        order = None if due is None else await tx.orders.get(due.order_id)
        if due is None or order is None or order.panel_order_id is None:
            return False
        request = await tx.refills.move(due.id, _S.QUEUED, _S.SUBMITTING)
    if request is not None:
        await _send(desk, request, order.panel_order_id)
        desk.wake.outbox.set()
    return True


async def _send(desk: Desk, request: Refill, panel_order_id: str) -> None:
    asked = await once(desk.panels[request.panel].refill(panel_order_id))
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        if asked.trouble is not None:
            await balances.note_trouble(tx, asked.trouble, now)
        match asked.fate:
            case Fate.TAKEN:
                await _taken(desk, tx, request, asked.answer or None, now)
            case Fate.LATER:
                due_at = now + desk.pace.retry
                await tx.refills.move(request.id, request.status, _S.QUEUED, next_check_at=due_at)
            case Fate.REFUSED:
                await _settle(tx, request, _S.REFUSED, asked.reason, now)
            case Fate.UNKNOWN:
                await _settle(tx, request, _S.UNKNOWN, "", now)


async def _taken(
    desk: Desk, tx: Transaction, request: Refill, panel_refill_id: str | None, now: datetime
) -> None:
    """Without an id its end can't be learnt, so it doesn't stand in the way of a later request."""
    followed: dict[str, Any] = {"open_for": None, "next_check_at": None}
    if panel_refill_id is not None:
        due_at = now + desk.pace.first_check
        followed = {"panel_refill_id": panel_refill_id, "next_check_at": due_at}
    await tx.refills.move(request.id, request.status, _S.PENDING, **followed)
    await telling.card_of(tx, request.order_id, now)


async def poll(desk: Desk, panel: str) -> bool:
    """Ask for the refills that are due at this panel; whether there may be more of them."""
    async with desk.storage.transaction() as tx:
        due = await tx.refills.claim_due(panel, desk.clock(), lease=desk.pace.lease, limit=_BATCH)
    ids = [request.panel_refill_id for request in due if request.panel_refill_id is not None]
    if not ids:
        return False
    try:
        answers = await desk.panels[panel].refill_statuses(ids)
    except PanelError as error:
        _log.warning("Refill statuses can't be read", panel=panel, error=str(error))
        await _not_followed(desk, due, error)
        return False
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        for request in due:
            answer = answers.get(request.panel_refill_id or "")
            await _take(desk, tx, request, answer, now)
    desk.wake.outbox.set()
    return len(due) == _BATCH


async def _not_followed(desk: Desk, due: list[Refill], error: PanelError) -> None:
    """Where a panel can't tell how refills are, they stand in the way of no later request."""
    async with desk.storage.transaction() as tx:
        await balances.note_trouble(tx, error, desk.clock())
        if isinstance(error, PanelRejected) and error.kind is Refusal.CAPABILITY:
            for request in due:
                await tx.refills.let_go(request.id)
    desk.wake.outbox.set()


async def _take(
    desk: Desk,
    tx: Transaction,
    request: Refill,
    answer: RefillReport | PanelError | None,
    now: datetime,
) -> None:
    status = answer.status if isinstance(answer, RefillReport) else None
    due_at = now + check_after(now - request.created_at, desk.pace.first_check)
    if status is None or status is request.status:
        await tx.refills.reschedule(request.id, due_at)
        return
    if status.open:
        await tx.refills.move(request.id, request.status, status, next_check_at=due_at)
        await telling.card_of(tx, request.order_id, now)
        return
    await _settle(tx, request, status, "", now)


async def _settle(
    tx: Transaction, request: Refill, status: RefillStatus, reason: str, now: datetime
) -> None:
    """The request has come to its end; its owner is told."""
    settled = await tx.refills.move(
        request.id, request.status, status, reason=reason, next_check_at=None
    )
    if settled is not None:
        await telling.refill(tx, settled, now)
        await telling.card_of(tx, request.order_id, now)

"""Sends queued orders to their panel: one `add` at a time per account, and never the same twice by itself.

The attempt is committed before the first byte leaves; then `add`, outside any transaction; then what came of it:

    surely not sent, or the panel is busy     queued again, later
    refused, and it is the operators' to mend parked: queued, its owner told that it waits
    refused                                   rejected, its owner told why
    refused in words nobody knows             rejected if the balance didn't move, else unconfirmed
    anything else                             unconfirmed; operators decide (`deciding`)

An order found `submitting` when the bot starts was being sent when it died: unconfirmed, never queued again.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import structlog

from bot.domain.money import round_refund
from bot.domain.notice import AlertKind
from bot.domain.order import Order, OrderStatus
from bot.domain.service import Listing
from bot.panel import (
    Added,
    Evidence,
    PanelError,
    PanelRejected,
    PanelUnavailable,
    PanelUndetermined,
    Reason,
    Refusal,
)
from bot.usecases import balances, catalogue, telling
from bot.usecases.desk import Desk
from storage.storage import Transaction

_log = structlog.get_logger(__name__)

_PARKING = frozenset({Reason.NO_FUNDS, Reason.BAD_KEY, Reason.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    id: int
    order: Order
    balance_before: Decimal | None


async def recover(desk: Desk) -> int:
    """Orders that were being sent when an earlier run ended become unconfirmed; how many."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        left = await tx.orders.in_status(OrderStatus.SUBMITTING)
        for order in left:
            attempt = await tx.attempts.last(order.id)
            if attempt is not None and attempt.ended_at is None:
                await tx.attempts.end(attempt.id, outcome="the bot stopped while sending", now=now)
            await _unconfirm(desk, tx, order, now)
    return len(left)


async def submit_next(desk: Desk, panel: str) -> bool:
    """Send the order that is due first at this panel; False if none is. Only one runs per panel account."""
    async with desk.storage.transaction() as tx:
        due = await tx.orders.next_queued(panel, desk.clock())
        listing = None if due is None else await tx.catalogue.get(due.listing_key)
    if due is None or listing is None:
        return False
    try:
        balance = await balances.read(desk, panel)
    except PanelRejected as error:
        if error.kind is not Refusal.CAPABILITY:
            await _hold_back(desk, due, error)
            return True
        before = None
    except PanelError as error:
        await _hold_back(desk, due, error)
        return True
    else:
        before = round_refund(balance.amount)
    attempt = await _begin(desk, due, before)
    if attempt is not None:
        await _send(desk, attempt, listing)
    return True


async def _begin(desk: Desk, due: Order, balance_before: Decimal | None) -> _Attempt | None:
    """The attempt, written down; None if the order was taken back meanwhile."""
    async with desk.storage.transaction() as tx:
        order = await tx.orders.move(due.id, OrderStatus.QUEUED, OrderStatus.SUBMITTING)
        if order is None:
            return None
        attempt_id = await tx.attempts.begin(
            order.id, epoch=desk.epoch, balance_before=balance_before, now=desk.clock()
        )
        return _Attempt(id=attempt_id, order=order, balance_before=balance_before)


async def _send(desk: Desk, attempt: _Attempt, listing: Listing) -> None:
    order = attempt.order
    log = _log.bind(order=order.id, panel=order.panel)
    try:
        added = await desk.panels[order.panel].add(
            order.service_id,
            order.service_type,
            order.fields,
            minimum=listing.service.min,
            request_id=f"{order.id}-{order.created_at:%Y%m%d%H%M%S}",
        )
    except PanelUnavailable as error:
        log.warning("The order wasn't sent", error=str(error))
        await _settle_unsent(desk, attempt, error)
    except PanelRejected as error:
        log.warning("The panel refused the order", error=str(error))
        await _settle_refused(desk, attempt, error)
    except PanelUndetermined as error:
        log.warning("The order may have been placed", error=str(error))
        await _settle_unconfirmed(desk, attempt, error)
    except Exception:
        await _settle_bug(desk, attempt)
        raise
    else:
        log.info("The order is placed", panel_order=added.order_id)
        await _settle_placed(desk, attempt, added)
    finally:
        desk.wake.outbox.set()


async def _settle_placed(desk: Desk, attempt: _Attempt, added: Added) -> None:
    """An id that another order has already is no answer: then the order is unconfirmed."""
    order = attempt.order
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        placed = await tx.orders.place(
            order.id,
            OrderStatus.SUBMITTING,
            added.order_id,
            reason="",
            waits=False,
            submitted_at=now,
            next_check_at=now + desk.pace.first_check,
        )
        outcome = "placed" if placed else f"answered the id of another order, {added.order_id}"
        await _end(tx, attempt, outcome, added.evidence, now)
        if placed is None:
            await _unconfirm(desk, tx, order, now)
            return
        await telling.card(tx, placed, now)
        for over in (AlertKind.NO_FUNDS, AlertKind.PANEL_REFUSES):
            await telling.cleared(desk, tx, over, order.panel, now)


async def _settle_unsent(desk: Desk, attempt: _Attempt, error: PanelError) -> None:
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await _end(tx, attempt, "not sent", error.evidence, now)
        await tx.orders.move(attempt.order.id, OrderStatus.SUBMITTING, OrderStatus.QUEUED)
        await _wait(desk, tx, attempt.order, error, now)


async def _settle_refused(desk: Desk, attempt: _Attempt, error: PanelRejected) -> None:
    if error.kind is Refusal.PASSING or error.reason in _PARKING:
        await _settle_unsent(desk, attempt, error)
        return
    if error.kind is Refusal.UNKNOWN:
        after = await _balance_now(desk, attempt.order.panel)
        if after is None or after != attempt.balance_before:
            await _settle_unconfirmed(desk, attempt, error, balance_after=after)
            return
    await _settle_rejected(desk, attempt, error)
    if error.reason is Reason.BAD_SERVICE:
        await catalogue.sync(desk, attempt.order.panel)


async def _settle_rejected(desk: Desk, attempt: _Attempt, error: PanelRejected) -> None:
    """The owner reads the panel's reason where it is theirs to mend; everything else is for operators."""
    order, theirs = attempt.order, error.kind is Refusal.USER
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await _end(tx, attempt, "refused", error.evidence, now, hint=error.order_id)
        rejected = await tx.orders.move(
            order.id,
            OrderStatus.SUBMITTING,
            OrderStatus.REJECTED,
            reason=error.text if theirs else "",
            waits=False,
            finished_at=now,
            next_check_at=None,
        )
        if rejected is not None:
            await telling.news(desk, tx, rejected, now)
        if not theirs:
            details = {"reason": error.text, "order": str(order.id)}
            await telling.alert(
                desk,
                tx,
                AlertKind.PANEL_REFUSES,
                order.panel,
                now,
                details=details,
            )


async def _settle_unconfirmed(
    desk: Desk,
    attempt: _Attempt,
    error: PanelRejected | PanelUndetermined,
    *,
    balance_after: Decimal | None = None,
) -> None:
    after = balance_after
    if after is None:
        after = await _balance_now(desk, attempt.order.panel)
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await _end(tx, attempt, str(error), error.evidence, now, hint=error.order_id, after=after)
        await _unconfirm(desk, tx, attempt.order, now)


async def _settle_bug(desk: Desk, attempt: _Attempt) -> None:
    """An error of ours, on the way or after: what the panel did isn't known."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await tx.attempts.end(attempt.id, outcome="an error inside the bot", now=now)
        await _unconfirm(desk, tx, attempt.order, now)


async def _unconfirm(desk: Desk, tx: Transaction, order: Order, now: datetime) -> None:
    unconfirmed = await tx.orders.move(
        order.id,
        OrderStatus.SUBMITTING,
        OrderStatus.UNCONFIRMED,
        waits=False,
        submitted_at=now,
        next_check_at=None,
    )
    if unconfirmed is not None:
        await telling.unconfirmed(desk, tx, unconfirmed, now)


async def _hold_back(desk: Desk, due: Order, error: PanelError) -> None:
    """The panel can't take orders now; nothing was sent."""
    async with desk.storage.transaction() as tx:
        await _wait(desk, tx, due, error, desk.clock())
    desk.wake.outbox.set()


async def _wait(
    desk: Desk, tx: Transaction, order: Order, error: PanelError, now: datetime
) -> None:
    pause = desk.pace.retry
    if isinstance(error, PanelRejected) and error.reason in _PARKING:
        pause = desk.pace.parked
    parked = await tx.orders.park(order.id, until=now + pause)
    await balances.note_trouble(desk, tx, error, now)
    if parked is not None and not order.waits:
        await telling.card(tx, parked, now)


async def _balance_now(desk: Desk, panel: str) -> Decimal | None:
    try:
        return round_refund((await balances.read(desk, panel)).amount)
    except PanelError as error:
        _log.warning("The balance can't be read as evidence", panel=panel, error=str(error))
        return None


async def _end(
    tx: Transaction,
    attempt: _Attempt,
    outcome: str,
    evidence: Evidence,
    now: datetime,
    *,
    hint: str | None = None,
    after: Decimal | None = None,
) -> None:
    await tx.attempts.end(
        attempt.id,
        outcome=outcome,
        http_status=evidence.http_status,
        answer=evidence.body,
        hinted_order_id=hint,
        balance_after=after,
        now=now,
    )

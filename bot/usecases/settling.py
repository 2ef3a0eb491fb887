"""What came of an attempt to send an order, written down: `submitting` decides, this tells everybody.

The evidence is written before the balance is read for comparison, so that nothing of it is lost however long that takes.
An order that isn't being sent any more when its answer comes is left as it is: somebody has decided meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import structlog

from bot.domain.money import round_refund
from bot.domain.notice import AlertKind
from bot.domain.order import Order, OrderStatus
from bot.domain.service import ServiceType
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
from bot.usecases import balances, handing_over, telling
from bot.usecases.desk import Desk
from storage.storage import Transaction

_log = structlog.get_logger(__name__)

_PARKING = frozenset({Reason.NO_FUNDS, Reason.BAD_KEY, Reason.SUSPENDED})
_LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """An attempt under way: its number, its order, and what the account held just before."""

    id: int
    order: Order
    balance_before: Decimal | None


async def placed(desk: Desk, sending: Sending, added: Added) -> None:
    """An id that another order has already is no answer: then the order is unconfirmed."""
    order = sending.order
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        written = await tx.orders.place(
            order.id,
            OrderStatus.SUBMITTING,
            added.order_id,
            at=order.panel,
            reason="",
            waits=False,
            submitted_at=now,
            next_check_at=now + desk.pace.first_check,
        )
        if written is None:
            await _not_written(tx, sending, added, now)
            return
        await _end(tx, sending, "placed", added.evidence, now)
        await telling.card(tx, written, now)
        await telling.cleared(tx, AlertKind.PANEL_REFUSES, order.panel, now)
        await balances.note_flowing(tx, order.panel, now)


async def _not_written(tx: Transaction, sending: Sending, added: Added, now: datetime) -> None:
    holder = await tx.orders.at_panel(sending.order.panel, added.order_id)
    if holder is not None and holder.id == sending.order.id:
        return  # written before, by a try that didn't learn of it
    if holder is not None:
        outcome = f"answered the id of another order, {added.order_id}"
        await _end(tx, sending, outcome, added.evidence, now)
        await unconfirm(tx, sending.order, now)
        return
    _log.error("An answer came too late", order=sending.order.id, panel_order=added.order_id)
    await _end(tx, sending, "placed, told too late", added.evidence, now, hint=added.order_id)
    details = {"order": str(sending.order.id), "panel_order": added.order_id}
    subject = f"order {sending.order.id}"
    await telling.alert(tx, AlertKind.CONTRADICTION, subject, now, details=details)


async def unsent(desk: Desk, sending: Sending, error: PanelError) -> None:
    """Surely nothing was ordered: queued again, for later."""
    order = sending.order
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        outcome = "refused" if isinstance(error, PanelRejected) else "not sent"
        await _end(tx, sending, outcome, error.evidence, now)
        queued = await tx.orders.move(
            order.id, OrderStatus.SUBMITTING, OrderStatus.QUEUED, at=order.panel
        )
        moved = await _wait(desk, tx, queued or order, error, now)
    handing_over.wake(desk, moved)


async def refused(desk: Desk, sending: Sending, error: PanelRejected) -> None:
    """A no that ends the order, unless it will pass or is about the account, or a stand-in takes the order over."""
    if error.kind is Refusal.PASSING or error.reason in _PARKING:
        await unsent(desk, sending, error)
        return
    after: Decimal | None = None
    if error.kind is Refusal.UNKNOWN:
        async with desk.storage.transaction() as tx:
            await _end(tx, sending, "refused", error.evidence, desk.clock())
        after = await _balance_now(desk, sending.order.panel)
        if after is None or after != sending.balance_before or _leaves_no_trace(sending.order):
            await undetermined(desk, sending, error, after=after)
            return
    await _reject(desk, sending, error, after)


def _leaves_no_trace(order: Order) -> bool:
    """Placing it takes nothing from the balance, so a balance that didn't move says nothing."""
    return not order.cost or order.service_type is ServiceType.SUBSCRIPTIONS


async def _reject(
    desk: Desk, sending: Sending, error: PanelRejected, after: Decimal | None
) -> None:
    """Unless a stand-in takes the order over."""
    order = sending.order
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await _end(tx, sending, "refused", error.evidence, now, hint=error.order_id, after=after)
        moved = None
        if handing_over.leads_on(error):
            moved = await handing_over.hand_over(desk, tx, order, error, now)
        if moved is None:
            await _end_rejected(tx, order, error, now)
    if moved is not None:
        handing_over.wake(desk, [moved])


async def _end_rejected(tx: Transaction, order: Order, error: PanelRejected, now: datetime) -> None:
    """The owner reads the panel's reason where it is theirs to mend; everything else is for operators.

    What a stand-in says isn't theirs: they chose another service, which was refused for a reason that wasn't either.
    """
    theirs = error.kind is Refusal.USER and order.stand_in_key is None
    rejected = await tx.orders.move(
        order.id,
        OrderStatus.SUBMITTING,
        OrderStatus.REJECTED,
        at=order.panel,
        reason=error.text if theirs else "",
        waits=False,
        finished_at=now,
        next_check_at=None,
    )
    if rejected is not None:
        await telling.news(tx, rejected, now)
    if not theirs:
        details = {"reason": error.text, "order": str(order.id)}
        await telling.alert(tx, AlertKind.PANEL_REFUSES, order.panel, now, details=details)


async def undetermined(
    desk: Desk,
    sending: Sending,
    error: PanelRejected | PanelUndetermined,
    *,
    after: Decimal | None = None,
) -> None:
    """It may have been ordered. `after`: the balance, if it was read already."""
    hint = error.order_id
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await _end(tx, sending, str(error), error.evidence, now, hint=hint, after=after)
        await unconfirm(tx, sending.order, now)
        await _slow_down(desk, tx, sending.order.panel, now)
    desk.wake.outbox.set()
    if after is not None:
        return
    after = await _balance_now(desk, sending.order.panel)
    async with desk.storage.transaction() as tx:
        await _end(tx, sending, str(error), error.evidence, now, hint=hint, after=after)


async def _slow_down(desk: Desk, tx: Transaction, panel: str, now: datetime) -> None:
    """The more orders are unconfirmed, the longer the next one waits: a panel in trouble makes few, not all of them so."""
    unconfirmed = len(await tx.orders.in_status(OrderStatus.UNCONFIRMED, panel))
    pause = min(desk.pace.retry * 2 ** min(unconfirmed, 8), _LONGEST_PAUSE)
    for each in await tx.orders.park_all(panel, until=now + pause):
        await telling.card(tx, each, now)


async def bug(desk: Desk, sending: Sending) -> None:
    """An error of ours, on the way or after: what the panel did isn't known. What was settled stays settled."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        attempt = await tx.attempts.last(sending.order.id)
        if attempt is not None and attempt.id == sending.id and attempt.ended_at is None:
            await tx.attempts.end(attempt.id, outcome="an error inside the bot", now=now)
        await unconfirm(tx, sending.order, now)


async def unconfirm(tx: Transaction, order: Order, now: datetime) -> None:
    unconfirmed = await tx.orders.move(
        order.id,
        OrderStatus.SUBMITTING,
        OrderStatus.UNCONFIRMED,
        at=order.panel,
        waits=False,
        submitted_at=now,
        next_check_at=None,
    )
    if unconfirmed is not None:
        await telling.unconfirmed(tx, unconfirmed, now)


async def hold_back(desk: Desk, due: Order, error: PanelError) -> None:
    """The panel can't take orders now; nothing was sent."""
    async with desk.storage.transaction() as tx:
        moved = await _wait(desk, tx, due, error, desk.clock())
    handing_over.wake(desk, moved)
    desk.wake.outbox.set()


async def _wait(
    desk: Desk, tx: Transaction, order: Order, error: PanelError, now: datetime
) -> list[Order]:
    """A panel that takes no orders holds all of them back, missing funds only this one: a cheaper one may pass.

    Those that stand-ins take over don't wait; they are given back.
    """
    until = now + _pause(desk, error)
    moved = await _handed_over(desk, tx, order, error, now)
    if not _is_of_one_order(error):
        parked = await tx.orders.park_all(order.panel, until=until)
    elif not moved:
        one = await tx.orders.park(order.id, until=until)
        parked = [one] if one is not None and not order.waits else []
    else:
        parked = []
    for each in parked:
        await telling.card(tx, each, now)
    await balances.note_trouble(tx, error, now)
    if order.id in {each.id for each in moved}:
        if not await tx.orders.any_waits(order.panel):
            await telling.cleared(tx, AlertKind.ORDERS_WAIT, order.panel, now)
    elif now - order.created_at > desk.pace.unheard:
        details = {"order": str(order.id), "reason": str(error)}
        await telling.alert(tx, AlertKind.ORDERS_WAIT, order.panel, now, details=details)
    return moved


def _is_of_one_order(error: PanelError) -> bool:
    return isinstance(error, PanelRejected) and error.reason is Reason.NO_FUNDS


async def _handed_over(
    desk: Desk, tx: Transaction, order: Order, error: PanelError, now: datetime
) -> list[Order]:
    """What stand-ins take over of the orders that this no holds back, though only one of them met with it."""
    if not isinstance(error, PanelRejected) or error.reason not in _PARKING:
        return []
    held = [order]
    if not _is_of_one_order(error):
        backed = await tx.stand_ins.backed()
        queued = await tx.orders.in_status(OrderStatus.QUEUED, order.panel) if backed else []
        held = [each for each in queued if each.listing_key in backed]
    moved = [await handing_over.hand_over(desk, tx, each, error, now) for each in held]
    return [each for each in moved if each is not None]


def _pause(desk: Desk, error: PanelError) -> timedelta:
    if isinstance(error, PanelRejected) and error.reason in _PARKING:
        return desk.pace.parked
    asked = error.retry_after if isinstance(error, PanelRejected | PanelUnavailable) else None
    return min(max(desk.pace.retry, timedelta(seconds=asked or 0)), _LONGEST_PAUSE)


async def _balance_now(desk: Desk, panel: str) -> Decimal | None:
    try:
        return round_refund((await balances.read(desk, panel)).amount)
    except PanelError as error:
        _log.warning("The balance can't be read as evidence", panel=panel, error=str(error))
        return None


async def _end(
    tx: Transaction,
    sending: Sending,
    outcome: str,
    evidence: Evidence,
    now: datetime,
    *,
    hint: str | None = None,
    after: Decimal | None = None,
) -> None:
    await tx.attempts.end(
        sending.id,
        outcome=outcome,
        http_status=evidence.http_status,
        answer=evidence.body,
        hinted_order_id=hint,
        balance_after=after,
        now=now,
    )

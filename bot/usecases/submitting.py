"""Sends queued orders to their panel: one `add` at a time per account, and never the same twice by itself.

The attempt is committed before the first byte leaves; then `add`, outside any transaction; then what came of it (settling):

    surely not sent, or the panel is busy     queued again, later
    refused, and not the customer's to mend   queued at a stand-in, if the service has one that fits (handing_over); else:
    refused, and it is about the account      parked: queued, its owner told that it waits
    refused                                   rejected, its owner told why
    refused in words nobody knows             rejected if the balance didn't move, else unconfirmed
    anything else                             unconfirmed; operators decide (`deciding`)

An order found `submitting` when the bot starts was being sent when it died: unconfirmed, never queued again.
"""

import asyncio
from decimal import Decimal

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.money import round_refund
from bot.domain.order import Order, OrderStatus
from bot.domain.service import Listing
from bot.panel import (
    Added,
    PanelError,
    PanelRejected,
    PanelUnavailable,
    PanelUndetermined,
    Reason,
    Refusal,
)
from bot.usecases import balances, catalogue, settling
from bot.usecases.desk import Desk
from bot.usecases.settling import Sending

_log = structlog.get_logger(__name__)

_PAUSES = (0.5, 2.0, 5.0)
"""Seconds between the tries to write down what a panel answered."""


async def recover(desk: Desk, panel: str | None = None) -> int:
    """Orders left in the middle of being sent become unconfirmed; how many.

    At start it is for those of earlier runs. A panel's lane calls it between two orders, when nothing is being sent there,
    for what failing books kept from being settled in this run.
    """
    recovered = 0
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        for order in await tx.orders.in_status(OrderStatus.SUBMITTING, panel):
            attempt = await tx.attempts.last(order.id)
            if panel is None and attempt is not None and attempt.epoch >= desk.epoch:
                continue
            if attempt is not None and attempt.ended_at is None:
                await tx.attempts.end(attempt.id, outcome="the bot stopped while sending", now=now)
            await settling.unconfirm(tx, order, now)
            recovered += 1
    return recovered


async def submit_next(desk: Desk, panel: str) -> bool:
    """Send the order that is due first at this panel; False if none is. Only one runs per panel account."""
    await recover(desk, panel)
    async with desk.storage.transaction() as tx:
        due = await tx.orders.next_queued(panel, desk.clock())
        listing = None if due is None else await tx.catalogue.get(due.key_at_panel)
    if due is None or listing is None:
        return False
    try:
        balance = await balances.read(desk, panel)
    except PanelError as error:
        if not isinstance(error, PanelRejected) or error.kind is not Refusal.CAPABILITY:
            await settling.hold_back(desk, due, error)
            return True
        before = None
    else:
        before = round_refund(balance.amount)
    sending = await _begin(desk, due, before)
    if sending is not None:
        await _send(desk, sending, listing)
    return True


async def _begin(desk: Desk, due: Order, balance_before: Decimal | None) -> Sending | None:
    """The attempt, written down; None if the order was taken back meanwhile."""
    async with desk.storage.transaction() as tx:
        order = await tx.orders.move(
            due.id, OrderStatus.QUEUED, OrderStatus.SUBMITTING, at=due.panel
        )
        if order is None:
            return None
        attempt_id = await tx.attempts.begin(
            order, epoch=desk.epoch, balance_before=balance_before, now=desk.clock()
        )
        return Sending(id=attempt_id, order=order, balance_before=balance_before)


async def _send(desk: Desk, sending: Sending, listing: Listing) -> None:
    try:
        await _add(desk, sending, listing)
    except Exception:
        await settling.bug(desk, sending)
        raise
    finally:
        desk.wake.outbox.set()


async def _add(desk: Desk, sending: Sending, listing: Listing) -> None:
    order = sending.order
    log = _log.bind(order=order.id, panel=order.panel)
    try:
        added = await desk.panels[order.panel].add(
            order.service_id,
            order.service_type,
            order.fields,
            minimum=listing.service.min,
            request_id=_request_id(order),
        )
    except PanelUnavailable as error:
        log.warning("The order wasn't sent", error=str(error))
        await settling.unsent(desk, sending, error)
    except PanelRejected as error:
        log.warning("The panel refused the order", error=str(error))
        await settling.refused(desk, sending, error)
        if error.reason is Reason.BAD_SERVICE:
            await catalogue.sync(desk, order.panel)
    except PanelUndetermined as error:
        log.warning("The order may have been placed", error=str(error))
        await settling.undetermined(desk, sending, error)
    else:
        log.info("The order is placed", panel_order=added.order_id)
        await _write_down(desk, sending, added)


async def _write_down(desk: Desk, sending: Sending, added: Added) -> None:
    """The id is all there is to find the order by: books that fail are given a few chances to take it."""
    for pause in _PAUSES:
        try:
            await settling.placed(desk, sending, added)
        except SQLAlchemyError:
            _log.exception("An order couldn't be written down", panel_order=added.order_id)
            await asyncio.sleep(pause)
        else:
            return
    await settling.placed(desk, sending, added)


def _request_id(order: Order) -> str:
    """The order's number starts again in a new database, so the time is part of it."""
    return f"{order.id}-{order.created_at:%Y%m%d%H%M%S}"

"""An order that was surely refused goes to a stand-in, if its service has one that fits; all in the refusal's transaction.

Only after a no that leaves no doubt and that isn't the customer's to mend: the account's (no funds, a refused key, a
suspension), the service's (not sold any more), or an action that the panel doesn't have. Never

    after a reason that is the customer's         they read it, and mend it: a bad link is bad everywhere
    after what passes by itself, or wasn't sent   the order waits where it is
    after a sentence that nobody knows            even if the balance didn't move: that is evidence, not a no
    after an answer that isn't called an error    though it holds a sentence that is known
    after anything undetermined                   operators decide (`deciding`), and their no doesn't lead here either

The order leaves its panel in the transaction in which that panel's no is written, so that it is at one panel at most
whenever the bot dies; and no panel gets it twice.
"""

from collections.abc import Iterable
from datetime import datetime

import structlog

from bot.domain.form import quote
from bot.domain.notice import AlertKind
from bot.domain.order import Order
from bot.domain.service import Listing
from bot.domain.stand_in import unfit_for_order
from bot.panel import PanelError, PanelRejected, Refusal
from bot.usecases import telling
from bot.usecases.desk import Desk
from storage.storage import Transaction

_log = structlog.get_logger(__name__)

_DEFINITE = frozenset({Refusal.OPERATOR, Refusal.CAPABILITY})


def leads_on(error: PanelError) -> bool:
    """Whether this is a no after which a stand-in may be asked."""
    return isinstance(error, PanelRejected) and error.explicit and error.kind in _DEFINITE


async def hand_over(
    desk: Desk, tx: Transaction, order: Order, error: PanelRejected, now: datetime
) -> Order | None:
    """The order, queued at the first stand-in that fits; None if none does. `error` is the no of the panel it was at.

    Whoever calls this wakes the lane of its panel, once all is written (`wake`).
    """
    stand_in = await _first_that_fits(desk, tx, order)
    if stand_in is None:
        return None
    cost = quote(stand_in.service, order.fields).cost
    moved = await tx.orders.hand_over(order, stand_in, cost=cost, now=now)
    if moved is None:
        return None
    await tx.stand_ins.note(order, error.text, now)
    await telling.card(tx, moved, now)
    details = {"reason": error.text, "order": str(order.id), "stand_in": moved.panel}
    await telling.alert(tx, AlertKind.PANEL_REFUSES, order.panel, now, details=details)
    _log.warning(
        "A stand-in takes the order over",
        order=order.id,
        refused_by=f"{order.panel} {order.service_id}",
        said=error.text,
        goes_to=f"{moved.panel} {moved.service_id}",
    )
    return moved


async def _first_that_fits(desk: Desk, tx: Transaction, order: Order) -> Listing | None:
    keys = await tx.stand_ins.of(order.listing_key)
    if not keys:
        return None
    asked = {handover.panel for handover in await tx.stand_ins.handovers(order.id)}
    for key in keys:
        stand_in = await tx.catalogue.get(key)
        if stand_in and unfit_for_order(order, stand_in, desk.panels, asked) is None:
            return stand_in
    return None


def wake(desk: Desk, moved: Iterable[Order]) -> None:
    for order in moved:
        desk.wake.lanes[order.panel].set()

"""Orders at a panel that isn't in the settings any more: nobody sends or follows them, so people are told.

What wasn't sent yet is canceled. What is at the panel stays as it is: if the panel comes back, it is followed again.
What it sells leaves the catalogue until its next sync.
"""

from bot.domain.notice import AlertKind
from bot.domain.order import RUNNING, OrderStatus
from bot.usecases import cancelling, telling
from bot.usecases.desk import Desk
from storage.order_lists import OrderFilter


async def settle(desk: Desk) -> None:
    """At start. Operators hear of each such panel once, until it is back."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        for panel in await tx.panels.all():
            if panel in desk.panels:
                await telling.cleared(tx, AlertKind.PANEL_GONE, panel, now)
                continue
            await tx.panels.revise(panel)
            await tx.snapshot.retire(panel)
            for order in await tx.orders.in_status(OrderStatus.QUEUED, panel):
                await cancelling.take_back(tx, order, now)
            open_orders = await tx.order_lists.count(OrderFilter(panel=panel, statuses=RUNNING))
            if open_orders:
                details = {"count": str(open_orders)}
                await telling.alert(tx, AlertKind.PANEL_GONE, panel, now, details=details)

"""What an order's card shows, and that it is shown."""

from bot.domain.card import OrderCard
from bot.domain.errors import Problem, ShopError
from bot.domain.order import Order
from bot.panel import Capability
from bot.usecases import telling
from bot.usecases.desk import Desk


async def card(desk: Desk, order: Order) -> OrderCard:
    """The order with its latest requests, and what its panel is known to take."""
    async with desk.storage.reading() as tx:
        refill = await tx.refills.last(order.id)
        cancellation = await tx.cancellations.last(order.id)
    panel = desk.panels.get(order.panel)
    lacking = panel.lacking if panel else frozenset(Capability)
    return OrderCard(
        order=order,
        refill=refill,
        cancellation=cancellation,
        can_refill=Capability.REFILL not in lacking,
        can_cancel=Capability.CANCEL not in lacking,
    )


async def own(desk: Desk, user_id: int, order_id: int) -> Order:
    """This user's order; nobody else's is ever shown, whatever a button says."""
    async with desk.storage.reading() as tx:
        order = await tx.orders.owned(order_id, user_id)
    if order is None:
        raise ShopError(Problem.ORDER_UNKNOWN)
    return order


async def renew_card(desk: Desk, order: Order) -> None:
    """The live card shows the order again, whatever stands in its message now."""
    async with desk.storage.transaction() as tx:
        await telling.card(tx, order, desk.clock())
    desk.wake.outbox.set()

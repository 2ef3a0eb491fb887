"""All that the books know about an order, for operators."""

from bot.domain.dossier import Dossier, History
from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Kind
from bot.domain.order import Order
from bot.domain.page import Place
from bot.domain.staff import Right
from bot.usecases import showing
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.journal import JournalFilter
from storage.storage import Transaction

_ATTEMPTS, _REQUESTS, _ENTRIES = 4, 4, 6


async def dossier(desk: Desk, operator: int, order_id: int) -> Dossier:
    async with desk.storage.reading() as tx:
        order = await _order(tx, operator, order_id)
        owner = await tx.users.get(order.user_id)
        attempt = await tx.attempts.last(order.id)
        handovers = await tx.stand_ins.handovers(order.id) if order.stand_in_key else []
    return Dossier(
        card=await showing.card(desk, order),
        owner=owner,
        attempt=attempt,
        followed=order.panel in desk.panels,
        handovers=handovers,
    )


async def history(desk: Desk, operator: int, order_id: int) -> History:
    async with desk.storage.reading() as tx:
        order = await _order(tx, operator, order_id)
        about = JournalFilter(kind=Kind.ORDER, number=order.id)
        entries = (await tx.journal.page(about, Place(), size=_ENTRIES)).items
        return History(
            order=order,
            attempts=await tx.attempts.of_order(order.id, limit=_ATTEMPTS),
            refills=await tx.refills.of_order(order.id, limit=_REQUESTS),
            cancellations=await tx.cancellations.of_order(order.id, limit=_REQUESTS),
            entries=entries,
            actors=await tx.people.by_ids({entry.actor_id for entry in entries}),
        )


async def _order(tx: Transaction, operator: int, order_id: int) -> Order:
    await require(tx, operator, Right.ORDERS)
    order = await tx.orders.get(order_id)
    if order is None:
        raise ShopError(Problem.NOT_FOUND)
    return order

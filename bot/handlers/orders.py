"""A person's own orders: the list, the card, and what can be asked about an order.

An order's live card is edited by the outbox alone: a second writer could put an older state over a later one.
"""

from bot.callbacks.orders import AskCancel, AskRefill, Cancel, MyOrders, Refresh, ShowOrder
from bot.context import Area, Visit
from bot.domain.order import Order
from bot.domain.page import Place
from bot.usecases import cancelling, refilling, showing, tracking
from bot.views import orders as views
from bot.views.screen import Screen
from storage.order_lists import OrderFilter


async def my_orders(visit: Visit, action: MyOrders | str) -> Screen:
    wanted = action if isinstance(action, MyOrders) else MyOrders()
    shown = wanted.shown if wanted.shown in views.SHOWN else "all"
    filtered = OrderFilter(user_id=visit.user.id, statuses=views.SHOWN[shown])
    async with visit.desk.storage.reading() as tx:
        page = await tx.order_lists.page(filtered, Place.of(wanted.at), size=views.PAGE)
    return views.orders(visit.lang, page, shown=shown, now=visit.desk.clock())


async def show(visit: Visit, action: ShowOrder) -> Screen | None:
    return await _as_it_is(visit, await showing.own(visit.desk, visit.user.id, action.order_id))


async def refresh(visit: Visit, action: Refresh) -> Screen | None:
    await showing.own(visit.desk, visit.user.id, action.order_id)
    await visit.answer()
    return await _as_it_is(
        visit, await tracking.refresh(visit.desk, visit.user.id, action.order_id)
    )


async def ask_refill(visit: Visit, action: AskRefill) -> Screen | None:
    await refilling.ask(visit.desk, visit.user.id, action.order_id, update_id=visit.update_id)
    return await _card(visit, await showing.own(visit.desk, visit.user.id, action.order_id))


async def ask_cancel(visit: Visit, action: AskCancel) -> Screen:
    order = await showing.own(visit.desk, visit.user.id, action.order_id)
    return views.ask_cancel(visit.lang, order)


async def cancel(visit: Visit, action: Cancel) -> Screen | None:
    order = await cancelling.ask(
        visit.desk, visit.user.id, action.order_id, update_id=visit.update_id
    )
    return await _card(visit, order)


async def _as_it_is(visit: Visit, order: Order) -> Screen | None:
    """Nothing was asked for that would bring the live card up to date by itself."""
    if _in_live_card(visit, order):
        await showing.renew_card(visit.desk, order)
    return await _card(visit, order)


async def _card(visit: Visit, order: Order) -> Screen | None:
    """None where the live card is: the outbox shows it there."""
    if _in_live_card(visit, order):
        return None
    return views.card(visit.lang, await showing.card(visit.desk, order), live=False)


def _in_live_card(visit: Visit, order: Order) -> bool:
    return visit.message_id is not None and visit.message_id == order.message_id


AREA = Area(
    taps={
        MyOrders: my_orders,
        ShowOrder: show,
        Refresh: refresh,
        AskRefill: ask_refill,
        AskCancel: ask_cancel,
        Cancel: cancel,
    },
    commands={"orders": my_orders},
)

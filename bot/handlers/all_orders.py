"""Everybody's orders."""

from bot.callbacks.all_orders import AllOrders, OperatorOrder, OperatorRefresh
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.staff import Right
from bot.usecases import tracking
from bot.views import all_orders as views
from bot.views import orders as order_views
from bot.views.screen import Screen
from storage.orders import OrderFilter


async def all_orders(visit: Visit, action: AllOrders) -> Screen:
    shown = action.shown if action.shown in order_views.SHOWN else "all"
    filtered = OrderFilter(user_id=action.user_id or None, statuses=order_views.SHOWN[shown])
    async with visit.desk.storage.transaction() as tx:
        total = await tx.orders.count(filtered)
        page = order_views.within(action.page, total)
        found = await tx.orders.page(
            filtered, offset=page * order_views.PAGE, limit=order_views.PAGE
        )
        user = await tx.users.get(action.user_id) if action.user_id else None
    return views.all_orders(
        visit.lang,
        found,
        asked=AllOrders(shown, page, action.user_id),
        total=total,
        now=visit.desk.clock(),
        user=user,
    )


async def orders(visit: Visit, wanted: str) -> Screen:
    """/orders, /orders 15 (an order), /orders @name or /orders 123456789 (a user's), /orders running (a state)."""
    word = wanted.strip().removeprefix("#")
    if word in order_views.SHOWN:
        return await all_orders(visit, AllOrders(word))
    if not word:
        return await all_orders(visit, AllOrders())
    async with visit.desk.storage.transaction() as tx:
        user = await tx.users.find(word)
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 19 else 0
        order = await tx.orders.get(number) if number else None
    if order is not None:
        return await show_order(visit, OperatorOrder(order.id))
    if user is not None:
        return await all_orders(visit, AllOrders(user_id=user.id))
    raise ShopError(Problem.NOT_FOUND)


async def show_order(visit: Visit, action: OperatorOrder) -> Screen:
    async with visit.desk.storage.transaction() as tx:
        order = await tx.orders.get(action.order_id)
        if order is None:
            raise ShopError(Problem.NOT_FOUND)
        owner = await tx.users.get(order.user_id)
        attempt = await tx.attempts.last(order.id)
    return views.order(visit.lang, order, owner, attempt)


async def refresh(visit: Visit, action: OperatorRefresh) -> Screen:
    await visit.answer()
    await tracking.refresh(visit.desk, visit.user.id, action.order_id)
    return await show_order(visit, OperatorOrder(action.order_id))


AREA = Area(
    right=Right.ORDERS,
    taps={AllOrders: all_orders, OperatorOrder: show_order, OperatorRefresh: refresh},
    commands={"orders": orders},
)

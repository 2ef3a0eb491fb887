"""Balance, services, everybody's orders, invitations. Wired for operators only (`handlers.register`)."""

from bot.callbacks.operators import (
    AllOrders,
    Balances,
    CatalogueState,
    Completions,
    Invite,
    OperatorOrder,
    OperatorRefresh,
    SyncNow,
)
from bot.context import Visit
from bot.domain.errors import Problem, ShopError
from bot.usecases import access, catalogue, overview, tracking
from bot.usecases.catalogue import SyncFailed
from bot.views import operators as views
from bot.views import orders as order_views
from bot.views.lang import Html
from bot.views.screen import Screen, lines
from storage.orders import OrderFilter


async def balances(visit: Visit, _: Balances | str) -> Screen:
    await visit.answer()
    accounts = await overview.accounts(visit.desk)
    return views.balances(
        visit.lang, accounts, visit.desk.clock(), completions=visit.user.completions
    )


async def completions(visit: Visit, action: Completions) -> None:
    async with visit.desk.storage.transaction() as tx:
        await tx.users.set_completions(visit.user.id, wanted=bool(action.wanted))
    await visit.answer(views.completions_set(visit.lang, wanted=bool(action.wanted)))


async def services(visit: Visit, _: CatalogueState | str) -> Screen:
    state = await overview.catalogue_state(visit.desk)
    return views.catalogue(visit.lang, state, visit.desk.clock())


async def sync_now(visit: Visit, _: SyncNow) -> Screen:
    await visit.answer()
    news: list[Html] = []
    for panel in visit.desk.panels:
        came = await catalogue.sync(visit.desk, panel)
        if isinstance(came, SyncFailed):
            news.append(views.sync_failed(visit.lang, panel, came.reason))
        else:
            news.append(views.synced_news(visit.lang, panel, came.added, came.changed, came.gone))
    state = await overview.catalogue_state(visit.desk)
    return views.catalogue(visit.lang, state, visit.desk.clock(), news=lines(*news))


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


async def invite(visit: Visit, _: Invite | str) -> Screen:
    payload = await access.invite(visit.desk, visit.user.id)
    return views.invitation(visit.lang, f"https://t.me/{visit.bot.username}?start={payload}")


TAPS = {
    Balances: balances,
    Completions: completions,
    CatalogueState: services,
    SyncNow: sync_now,
    AllOrders: all_orders,
    OperatorOrder: show_order,
    OperatorRefresh: refresh,
    Invite: invite,
}
COMMANDS = {"balance": balances, "services": services, "orders": orders, "invite": invite}

"""Everybody's orders: lists, one order, and something done to many."""

from bot.callbacks.all_orders import (
    AllOrders,
    AskMany,
    AskOperatorCancel,
    DoMany,
    ManyReport,
    NarrowOrders,
    OperatorCancel,
    OperatorOrder,
    OperatorRefill,
    OperatorRefresh,
    OrderHistory,
    OrderList,
    PickOrders,
    SearchOrders,
    SetOrders,
    TickAll,
    TickOrder,
)
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.many import MOST, Deed
from bot.domain.staff import Right
from bot.usecases import acting, dossiers, finding, tracking
from bot.views import all_orders as views
from bot.views import many as many_views
from bot.views import operator_order as order_views
from bot.views.screen import Screen


async def all_orders(visit: Visit, action: AllOrders) -> Screen:
    state = "" if action.shown == "all" else action.shown
    search = await finding.open_list(visit.desk, visit.user.id, state, max(action.user_id, 0))
    return await show_list(visit, OrderList(search.id))


async def orders(visit: Visit, text: str) -> Screen:
    """/orders, or with words to look for."""
    return await _look_up(visit, text) if text.strip() else await all_orders(visit, AllOrders())


async def show_list(visit: Visit, action: OrderList) -> Screen:
    found = await finding.listing(
        visit.desk, visit.user.id, action.search_id, action.at, action.start, size=views.PAGE
    )
    return views.listed(visit.lang, found, visit.desk.clock())


async def narrow(visit: Visit, action: NarrowOrders) -> Screen:
    found = await finding.listing(visit.desk, visit.user.id, action.search_id, size=0)
    return views.narrow(visit.lang, found, action.what)


async def set_filter(visit: Visit, action: SetOrders) -> Screen:
    await finding.narrow(visit.desk, visit.user.id, action.search_id, action.what, action.word)
    return await show_list(visit, OrderList(action.search_id))


async def ask_words(visit: Visit, action: SearchOrders) -> Screen:
    await visit.ask(action)
    return views.ask_words(visit.lang)


async def take_words(visit: Visit, _: SearchOrders) -> Screen:
    text = (visit.message.text if visit.message else None) or ""
    if not text.strip():
        raise ShopError(Problem.NOT_FOUND)
    return await _look_up(visit, text)


async def _look_up(visit: Visit, text: str) -> Screen:
    states = views.state_words(visit.lang)
    found = await finding.look_up(visit.desk, visit.user.id, text, states)
    if found.order is not None:
        return await show_order(visit, OperatorOrder(found.order.id))
    if found.people:
        return views.who_is_meant(visit.lang, found.search, found.people)
    return await show_list(visit, OrderList(found.search.id))


async def pick(visit: Visit, action: PickOrders) -> Screen:
    found = await finding.listing(
        visit.desk, visit.user.id, action.search_id, action.at, size=views.PAGE
    )
    return views.pick(visit.lang, found, action.at)


async def tick(visit: Visit, action: TickOrder) -> Screen:
    await finding.tick(visit.desk, visit.user.id, action.search_id, action.order_id)
    return await pick(visit, PickOrders(action.search_id, action.at))


async def tick_all(visit: Visit, action: TickAll) -> Screen:
    if action.every:
        await finding.tick_all(visit.desk, visit.user.id, action.search_id, most=MOST)
    else:
        await finding.untick(visit.desk, visit.user.id, action.search_id)
    return await pick(visit, PickOrders(action.search_id, action.at))


async def ask_many(visit: Visit, action: AskMany) -> Screen:
    plan = await acting.plan(visit.desk, visit.user.id, action.search_id, _deed(action.deed))
    return many_views.ask(visit.lang, plan, action.search_id)


async def do_many(visit: Visit, action: DoMany) -> Screen:
    deed = _deed(action.deed)
    done = await acting.carry_out(
        visit.desk, visit.user.id, action.search_id, deed, update_id=visit.update_id
    )
    if done is None:
        return await report(visit, ManyReport(action.search_id, action.deed))
    return many_views.done(visit.lang, done, action.search_id)


async def report(visit: Visit, action: ManyReport) -> Screen:
    deed = _deed(action.deed)
    tally = await acting.tally(visit.desk, visit.user.id, action.search_id, deed)
    return many_views.tally(visit.lang, tally, action.search_id)


def _deed(word: str) -> Deed:
    """A button may be forged."""
    try:
        return Deed(word)
    except ValueError:
        raise ShopError(Problem.BUTTON_UNKNOWN) from None


async def show_order(visit: Visit, action: OperatorOrder) -> Screen:
    found = await dossiers.dossier(visit.desk, visit.user.id, action.order_id)
    now = visit.desk.clock()
    return order_views.order(visit.lang, found, visit.user, now, action.search_id)


async def refresh(visit: Visit, action: OperatorRefresh) -> Screen:
    await visit.answer()
    await tracking.refresh(visit.desk, visit.user.id, action.order_id)
    return await show_order(visit, OperatorOrder(action.order_id, action.search_id))


async def ask_cancel(visit: Visit, action: AskOperatorCancel) -> Screen:
    found = await dossiers.dossier(visit.desk, visit.user.id, action.order_id)
    return order_views.ask_cancel(visit.lang, found.card.order, action.search_id)


async def cancel(visit: Visit, action: OperatorCancel) -> Screen:
    await acting.cancel(visit.desk, visit.user.id, action.order_id, update_id=visit.update_id)
    return await show_order(visit, OperatorOrder(action.order_id, action.search_id))


async def refill(visit: Visit, action: OperatorRefill) -> Screen:
    await acting.refill(visit.desk, visit.user.id, action.order_id, update_id=visit.update_id)
    return await show_order(visit, OperatorOrder(action.order_id, action.search_id))


async def history(visit: Visit, action: OrderHistory) -> Screen:
    found = await dossiers.history(visit.desk, visit.user.id, action.order_id)
    return order_views.history(visit.lang, found, visit.user, action.search_id)


AREA = Area(
    right=Right.ORDERS,
    taps={
        AllOrders: all_orders,
        OrderList: show_list,
        NarrowOrders: narrow,
        SetOrders: set_filter,
        SearchOrders: ask_words,
        PickOrders: pick,
        TickOrder: tick,
        TickAll: tick_all,
        AskMany: ask_many,
        DoMany: do_many,
        ManyReport: report,
        OperatorOrder: show_order,
        OperatorRefresh: refresh,
        AskOperatorCancel: ask_cancel,
        OperatorCancel: cancel,
        OperatorRefill: refill,
        OrderHistory: history,
    },
    commands={"orders": orders},
    answers={SearchOrders: take_words},
)

"""The desk of the unconfirmed: evidence, and an operator's decision. Wired for operators only (`handlers.register`)."""

from bot.callbacks.desk import (
    AskNotPlaced,
    AskPanelOrder,
    Evidence,
    ItIsOrder,
    NotPlaced,
    Unconfirmed,
)
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.order import OrderStatus
from bot.domain.staff import Right
from bot.usecases import deciding
from bot.views import desk as views
from bot.views.problems import sentence
from bot.views.screen import Screen

_ID_LENGTH = 36
"""Of a panel's order id, so that a button can carry it."""


async def unconfirmed(visit: Visit, action: Unconfirmed | str) -> Screen:
    page = action.page if isinstance(action, Unconfirmed) else 0
    async with visit.desk.storage.transaction() as tx:
        found = await tx.orders.in_status(OrderStatus.UNCONFIRMED)
    return views.unconfirmed(visit.lang, found, visit.desk.clock(), page)


async def evidence(visit: Visit, action: Evidence) -> Screen:
    case = await deciding.case(visit.desk, visit.user.id, action.order_id)
    return views.evidence(visit.lang, case)


async def ask_panel_order(visit: Visit, action: AskPanelOrder) -> Screen:
    await deciding.case(visit.desk, visit.user.id, action.order_id)
    await visit.ask(action)
    return views.ask_panel_order(visit.lang, action.order_id)


async def take_panel_order(visit: Visit, asked: AskPanelOrder) -> Screen:
    """The number that was asked for, looked up at the panel."""
    text = (visit.message.text if visit.message else None) or ""
    panel_order_id = text.strip().removeprefix("#")
    if not panel_order_id or len(panel_order_id.encode()) > _ID_LENGTH:
        wrong = sentence(visit.lang, ShopError(Problem.PANEL_ORDER_UNKNOWN, id=panel_order_id[:40]))
        await visit.ask(asked)
        return views.ask_panel_order(visit.lang, asked.order_id, wrong=wrong)
    try:
        report = await deciding.look_up(visit.desk, visit.user.id, asked.order_id, panel_order_id)
    except ShopError as error:
        if error.problem is Problem.NOT_UNCONFIRMED:
            raise
        wrong = sentence(visit.lang, error)
        await visit.ask(asked)
        return views.ask_panel_order(visit.lang, asked.order_id, wrong=wrong)
    return views.is_it_this(visit.lang, asked.order_id, panel_order_id, report)


async def it_is(visit: Visit, action: ItIsOrder) -> Screen:
    await visit.answer()
    order = await deciding.it_is(visit.desk, visit.user.id, action.order_id, action.panel_order_id)
    return views.decided(visit.lang, order)


async def ask_not_placed(visit: Visit, action: AskNotPlaced) -> Screen:
    await deciding.case(visit.desk, visit.user.id, action.order_id)
    return views.ask_not_placed(visit.lang, action.order_id)


async def not_placed(visit: Visit, action: NotPlaced) -> Screen:
    order = await deciding.not_placed(visit.desk, visit.user.id, action.order_id)
    return views.decided(visit.lang, order)


AREA = Area(
    right=Right.ORDERS,
    taps={
        Unconfirmed: unconfirmed,
        Evidence: evidence,
        AskPanelOrder: ask_panel_order,
        ItIsOrder: it_is,
        AskNotPlaced: ask_not_placed,
        NotPlaced: not_placed,
    },
    commands={"unconfirmed": unconfirmed},
    answers={AskPanelOrder: take_panel_order},
)

"""Operators choose what stands in for a service at other panels."""

from bot.callbacks.stand_ins import (
    AddStandIn,
    Backed,
    FindStandIn,
    RemoveStandIn,
    ShowStandIns,
    StandInUp,
)
from bot.context import Area, Visit
from bot.domain.staff import Right
from bot.domain.stand_in import StandIns
from bot.usecases import standing_in
from bot.views import stand_ins as views
from bot.views.screen import Screen

_FOUND = 6
_WORDS = 8
_LETTERS = 40


async def backed(visit: Visit, action: Backed) -> Screen:
    page = max(action.page, 0)
    found, total = await standing_in.backed(
        visit.desk, visit.user.id, offset=page * views.PAGE, limit=views.PAGE
    )
    if page and not found:
        return await backed(visit, Backed())
    return views.backed(visit.lang, found, page=page, total=total)


async def show(visit: Visit, action: ShowStandIns) -> Screen:
    return _shown(visit, await standing_in.of(visit.desk, visit.user.id, action.key))


def _shown(visit: Visit, found: StandIns) -> Screen:
    others = any(panel != found.service.panel for panel in visit.desk.panels)
    return views.stand_ins(visit.lang, found, others=others)


async def find(visit: Visit, action: FindStandIn) -> Screen:
    """The nearest ones, and what is typed then narrows them down; it stays open for another word."""
    text = (visit.message.text if visit.message else None) or ""
    words = [word[:_LETTERS] for word in text.casefold().split()[:_WORDS]]
    found = await standing_in.look_for(
        visit.desk, visit.user.id, action.key, words, limit=_FOUND + 1
    )
    await visit.ask(action)
    return views.find(visit.lang, found, text.strip(), shown=_FOUND)


async def add(visit: Visit, action: AddStandIn) -> Screen:
    return _shown(
        visit, await standing_in.add(visit.desk, visit.user.id, action.key, action.stand_in)
    )


async def move_up(visit: Visit, action: StandInUp) -> Screen:
    return _shown(
        visit, await standing_in.move_up(visit.desk, visit.user.id, action.key, action.stand_in)
    )


async def remove(visit: Visit, action: RemoveStandIn) -> Screen:
    return _shown(
        visit, await standing_in.remove(visit.desk, visit.user.id, action.key, action.stand_in)
    )


AREA = Area(
    right=Right.CATALOGUE,
    taps={
        Backed: backed,
        ShowStandIns: show,
        FindStandIn: find,
        AddStandIn: add,
        StandInUp: move_up,
        RemoveStandIn: remove,
    },
    answers={FindStandIn: find},
)

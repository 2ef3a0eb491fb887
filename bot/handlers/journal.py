"""The log, for owners."""

from bot.callbacks.journal import Log, LogList, NarrowLog, SearchLog, SetLog
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Kind
from bot.domain.journal_search import LogWanted
from bot.domain.staff import Right
from bot.usecases import logbook
from bot.views import journal as views
from bot.views.screen import Screen

PAGE = 8


async def log(visit: Visit, text: str) -> Screen:
    """/log, or with words to look for."""
    return await _look_up(visit, text) if text.strip() else await opened(visit, Log())


async def opened(visit: Visit, action: Log) -> Screen:
    """Of everything, or about one thing: its kind may be forged."""
    wanted = LogWanted()
    if action.kind in set(Kind) and action.number > 0:
        wanted = LogWanted(kind=action.kind, number=action.number)
    search = await logbook.open_log(visit.desk, visit.user.id, wanted)
    return await show_list(visit, LogList(search.id))


async def show_list(visit: Visit, action: LogList) -> Screen:
    found = await logbook.listing(visit.desk, visit.user.id, action.search_id, action.at, size=PAGE)
    return views.log(visit.lang, found)


async def narrow(visit: Visit, action: NarrowLog) -> Screen:
    found = await logbook.listing(visit.desk, visit.user.id, action.search_id, 0, size=0)
    actors = await logbook.actors(visit.desk, visit.user.id) if action.what == "who" else ()
    return views.narrow(visit.lang, found, action.what, actors)


async def set_filter(visit: Visit, action: SetLog) -> Screen:
    await logbook.narrow(visit.desk, visit.user.id, action.search_id, action.what, action.word)
    return await show_list(visit, LogList(action.search_id))


async def ask_words(visit: Visit, action: SearchLog) -> Screen:
    await visit.ask(action)
    return views.ask_words(visit.lang)


async def take_words(visit: Visit, _: SearchLog) -> Screen:
    text = (visit.message.text if visit.message else None) or ""
    if not text.strip():
        raise ShopError(Problem.NOT_FOUND)
    return await _look_up(visit, text)


async def _look_up(visit: Visit, text: str) -> Screen:
    search = await logbook.look_up(visit.desk, visit.user.id, text, views.kind_words(visit.lang))
    return await show_list(visit, LogList(search.id))


AREA = Area(
    right=Right.OWNER,
    taps={
        Log: opened,
        LogList: show_list,
        NarrowLog: narrow,
        SetLog: set_filter,
        SearchLog: ask_words,
    },
    commands={"log": log},
    answers={SearchLog: take_words},
)

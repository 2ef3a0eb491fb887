"""The catalogue, for operators: its state, what changed in it, and finding anything in it."""

import asyncio

from bot.callbacks.stock import CatalogueState, Changes, Decided, FindService, Seen, SyncNow
from bot.context import Area, Visit
from bot.domain.change import LISTS
from bot.domain.staff import Right
from bot.usecases import catalogue, looking, overview
from bot.usecases.catalogue import SyncFailed
from bot.views import changes as change_views
from bot.views import curate, stock
from bot.views.lang import Html
from bot.views.screen import Screen, lines

_FOUND = 8
_WORDS = 8
_LETTERS = 40


async def services(visit: Visit, asked: CatalogueState | str) -> Screen:
    """`/services` alone, or with words to look for."""
    if isinstance(asked, str) and asked.strip():
        return await _find(visit, asked)
    return await _state(visit)


async def _state(visit: Visit, news: Html | None = None) -> Screen:
    state = await overview.catalogue_state(visit.desk, visit.user.id)
    return stock.catalogue(visit.lang, state, visit.desk.clock(), news=news)


async def sync_now(visit: Visit, _: SyncNow) -> Screen:
    await visit.answer()
    panels = list(visit.desk.panels)
    came = await asyncio.gather(*(catalogue.sync(visit.desk, panel) for panel in panels))
    news: list[Html] = []
    for panel, outcome in zip(panels, came, strict=True):
        if isinstance(outcome, SyncFailed):
            news.append(stock.sync_failed(visit.lang, panel, outcome.reason))
        else:
            news.append(
                stock.synced_news(visit.lang, panel, outcome.added, outcome.changed, outcome.gone)
            )
    return await _state(visit, lines(*news))


async def changes(visit: Visit, asked: Changes) -> Screen:
    kinds = {kind.value: kind for kind in LISTS}
    every = bool(asked.every)
    found = await looking.changes(
        visit.desk,
        visit.user.id,
        kinds.get(asked.kind),
        asked.page,
        panel=asked.panel or None,
        seen_too=every,
    )
    return change_views.changes(
        visit.lang,
        Changes(found.kind.value, found.page, int(every), asked.panel),
        found.changes,
        found.counts,
        visit.desk.clock(),
        pages=found.pages,
        newest=found.newest,
    )


async def seen(visit: Visit, asked: Seen) -> Screen:
    await looking.seen(visit.desk, visit.user.id, asked.until)
    return await _state(visit)


async def ask(visit: Visit, asked: FindService) -> Screen:
    await visit.ask(asked)
    return curate.ask(visit.lang)


async def take(visit: Visit, asked: FindService) -> Screen:
    """The question stays open: the next word is looked for as well."""
    await visit.ask(asked)
    return await _find(visit, (visit.message.text if visit.message else None) or "")


async def _find(visit: Visit, text: str) -> Screen:
    words = [word[:_LETTERS] for word in text.casefold().split()[:_WORDS]]
    if not words:
        return curate.ask(visit.lang)
    async with visit.desk.storage.reading() as tx:
        found = await tx.stock.find(words, limit=_FOUND + 1)
    return curate.found(visit.lang, text, found[:_FOUND], more=len(found) > _FOUND)


async def decided(visit: Visit, asked: Decided) -> Screen:
    hidden = bool(asked.hidden)
    async with visit.desk.storage.reading() as tx:
        found = await tx.rules.decided(hidden=hidden)
    return curate.decided(visit.lang, found, hidden=hidden, page=asked.page)


AREA = Area(
    right=Right.CATALOGUE,
    taps={
        CatalogueState: services,
        SyncNow: sync_now,
        Changes: changes,
        Seen: seen,
        FindService: ask,
        Decided: decided,
    },
    commands={"services": services},
    answers={FindService: take},
)

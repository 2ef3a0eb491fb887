"""The catalogue, for operators."""

from bot.callbacks.stock import CatalogueState, SyncNow
from bot.context import Area, Visit
from bot.domain.staff import Right
from bot.usecases import catalogue, overview
from bot.usecases.catalogue import SyncFailed
from bot.views import stock as views
from bot.views.lang import Html
from bot.views.screen import Screen, lines


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


AREA = Area(
    right=Right.CATALOGUE,
    taps={CatalogueState: services, SyncNow: sync_now},
    commands={"services": services},
)

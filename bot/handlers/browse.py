"""Looking through the catalogue: platforms, categories, services; and search, for text that answers nothing."""

from bot.callbacks.browse import Platforms, Services, Shelves, ShowService
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.link import platform_of_link
from bot.domain.service import Unorderable
from bot.domain.staff import Right
from bot.views import browse as views
from bot.views.screen import Screen

_FOUND = 6
_WORDS = 8
_LETTERS = 40
"""Of a word. Whoever sends a novel isn't searching, and SQLite refuses to look for one."""


async def platforms(visit: Visit, action: Platforms | str) -> Screen:
    page = action.page if isinstance(action, Platforms) else 0
    async with visit.desk.storage.reading() as tx:
        counts = await tx.catalogue.platforms()
    return views.platforms(visit.lang, counts, page)


async def shelves(visit: Visit, action: Shelves) -> Screen:
    async with visit.desk.storage.reading() as tx:
        found = await tx.catalogue.shelves(action.platform)
    if not found:
        return await platforms(visit, Platforms())
    if len(found) == 1:
        return await services(visit, Services(found[0].key))
    return views.shelves(visit.lang, action.platform, found, action.page)


async def services(visit: Visit, action: Services) -> Screen:
    async with visit.desk.storage.reading() as tx:
        shelf = await tx.catalogue.shelf_page(action.key, action.page, size=views.SERVICES_SHOWN)
    return views.services(visit.lang, action.key, shelf, keeper=visit.user.may(Right.CATALOGUE))


async def service(visit: Visit, action: ShowService) -> Screen:
    async with visit.desk.storage.reading() as tx:
        listing = await tx.catalogue.get(action.key)
    keeper = visit.user.may(Right.CATALOGUE)
    if listing is None or (listing.unorderable is Unorderable.HIDDEN and not keeper):
        raise ShopError(Problem.SERVICE_GONE)
    return views.service(visit.lang, listing, keeper=keeper)


async def typed(visit: Visit, text: str) -> Screen:
    """Text that answers nothing is looked for in the catalogue; a link leads to what there is for its platform."""
    platform = platform_of_link(text)
    if platform is not None:
        return await shelves(visit, Shelves(platform))
    words = [word[:_LETTERS] for word in text.casefold().split()[:_WORDS]]
    async with visit.desk.storage.reading() as tx:
        listings = await tx.catalogue.search(words, limit=_FOUND + 1)
    return views.found(
        visit.lang,
        text,
        words,
        listings[:_FOUND],
        more=len(listings) > _FOUND,
        keeper=visit.user.may(Right.CATALOGUE),
    )


AREA = Area(
    taps={Platforms: platforms, Shelves: shelves, Services: services, ShowService: service},
    commands={"new": platforms},
)

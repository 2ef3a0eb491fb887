"""Types that nobody knows: operators choose the form that their services ask for."""

from bot.callbacks.stock import PickType, ReadAs, Types
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.service import ServiceType
from bot.domain.staff import Right
from bot.usecases import mapping
from bot.views import riddles as views
from bot.views.screen import Screen


async def types(visit: Visit, asked: Types) -> Screen:
    return views.riddles(visit.lang, await mapping.riddles(visit.desk), asked.page)


async def pick(visit: Visit, asked: PickType) -> Screen:
    riddle, samples = await mapping.riddle(visit.desk, asked.mark)
    return views.pick(visit.lang, riddle, samples)


async def read_as(visit: Visit, asked: ReadAs) -> Screen:
    kinds = {kind.value: kind for kind in ServiceType}
    if asked.kind and asked.kind not in kinds:
        raise ShopError(Problem.BUTTON_UNKNOWN)
    if asked.kind:
        kind = kinds[asked.kind]
        riddle = await mapping.read_as(visit.desk, visit.user.id, asked.mark, kind)
    else:
        riddle = await mapping.read_as_nothing(visit.desk, visit.user.id, asked.mark)
    news = views.decided(visit.lang, riddle)
    return views.riddles(visit.lang, await mapping.riddles(visit.desk), 0, news=news)


AREA = Area(
    right=Right.CATALOGUE,
    taps={Types: types, PickType: pick, ReadAs: read_as},
)

"""The operators' own menu."""

from bot.callbacks.cockpit import Cockpit
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.views.cockpit import cockpit
from bot.views.screen import Screen


async def show(visit: Visit, _: Cockpit) -> Screen:
    if not visit.operator:
        raise ShopError(Problem.NOT_ALLOWED)
    return cockpit(visit.lang, visit.user)


AREA = Area(
    taps={Cockpit: show},
)

"""The panels' money."""

from bot.callbacks.money import Balances
from bot.context import Area, Visit
from bot.domain.staff import Right
from bot.usecases import overview
from bot.views import money as views
from bot.views.screen import Screen


async def balances(visit: Visit, _: Balances | str) -> Screen:
    await visit.answer()
    accounts = await overview.accounts(visit.desk)
    return views.balances(visit.lang, accounts, visit.desk.clock())


AREA = Area(
    right=Right.MONEY,
    taps={Balances: balances},
    commands={"balance": balances},
)

"""The panels' money."""

from bot.callbacks.money import Balances, Completions
from bot.context import Area, Visit
from bot.domain.staff import Right
from bot.usecases import overview
from bot.views import money as views
from bot.views.screen import Screen


async def balances(visit: Visit, _: Balances | str) -> Screen:
    await visit.answer()
    accounts = await overview.accounts(visit.desk)
    return views.balances(
        visit.lang, accounts, visit.desk.clock(), completions=visit.user.completions
    )


async def completions(visit: Visit, action: Completions) -> None:
    async with visit.desk.storage.transaction() as tx:
        await tx.users.set_completions(visit.user.id, wanted=bool(action.wanted))
    await visit.answer(views.completions_set(visit.lang, wanted=bool(action.wanted)))


AREA = Area(
    right=Right.MONEY,
    taps={Balances: balances, Completions: completions},
    commands={"balance": balances},
)

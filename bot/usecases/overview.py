"""What operators ask at a glance: balances and how long they last, and the state of the catalogue."""

import asyncio
from datetime import timedelta

from bot.domain.errors import ShopError
from bot.domain.overview import Account, CatalogueState
from bot.panel import PanelError
from bot.usecases import balances
from bot.usecases.desk import Desk
from bot.usecases.waiting import soon


async def accounts(desk: Desk) -> list[Account]:
    """Every panel, its balance read now; one that is slow or down holds up no other."""
    return list(await asyncio.gather(*(_account(desk, panel) for panel in desk.panels)))


async def _account(desk: Desk, panel: str) -> Account:
    trouble = ""
    try:
        await soon(desk, balances.read(desk, panel))
    except PanelError as error:
        trouble = str(error)
    except ShopError:
        trouble = "no answer yet"
    now = desk.clock()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    async with desk.storage.transaction() as tx:
        state = (await tx.panels.all())[panel]
        today = await tx.orders.spent(panel, midnight)
        week = await tx.orders.spent(panel, now - timedelta(days=7))
    lasts = None
    if state.balance is not None and week > 0:
        lasts = timedelta(days=min(int(state.balance * 7 / week), 3650))
    return Account(
        panel=panel,
        balance=state.balance,
        balance_at=state.balance_at,
        currency=state.currency,
        today=today,
        week=week,
        lasts=lasts,
        trouble=trouble,
    )


async def catalogue_state(desk: Desk) -> CatalogueState:
    async with desk.storage.transaction() as tx:
        states = await tx.panels.all()
        return CatalogueState(
            synced={name: state.synced_at for name, state in states.items() if name in desk.panels},
            platforms=await tx.catalogue.platforms(),
            types=await tx.catalogue.types(),
            unorderable=await tx.catalogue.unorderable(),
        )

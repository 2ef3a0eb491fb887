"""What operators ask at a glance: balances and how long they last, and the state of the catalogue."""

import asyncio
from collections import Counter
from datetime import timedelta

from bot.domain.errors import ShopError
from bot.domain.overview import Account, CatalogueState
from bot.panel import PanelError
from bot.usecases import balances, looking, mapping
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


async def catalogue_state(desk: Desk, user_id: int) -> CatalogueState:
    """As this operator finds it."""
    open_riddles = [each for each in await mapping.riddles(desk) if each.read_as is None]
    async with desk.storage.reading() as tx:
        states = await tx.panels.all()
        types: Counter[str] = Counter()
        for (_, name), count in (await tx.stock.types()).items():
            types[name] += count
        words = {word.casefold() for word in desk.blocked_words}
        return CatalogueState(
            synced={name: state.synced_at for name, state in states.items() if name in desk.panels},
            news=await looking.news(tx, user_id),
            platforms=await tx.catalogue.platforms(),
            types=types,
            unorderable=await tx.stock.unorderable(),
            riddles=len(open_riddles),
            words=len(words | {added.word for added in await tx.rules.words()}),
            hidden=len(await tx.rules.decided(hidden=True)),
            pinned=len(await tx.rules.decided(hidden=False)),
        )

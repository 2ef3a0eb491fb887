"""The timetable: what is looked at again and again. It only says when; what is due stands in rows.

Every panel has jobs of its own for each kind, so one that is slow or down holds up no other.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.panel import PanelError
from bot.usecases import answering, balances, catalogue, housekeeping, refilling, tallying, tracking
from bot.usecases.desk import Desk
from storage.snapshot import Synced

_BATCHES = 20
"""The most of each kind in one run; what is left is due in the next one."""


@dataclass(frozen=True, slots=True)
class Job:
    """Done after `first`, and then each time `every` after it ended."""

    work: Callable[[], Awaitable[None]]
    every: timedelta
    first: timedelta = timedelta(0)


def timetable(desk: Desk) -> list[Job]:
    pace = desk.pace
    jobs = [
        Job(partial(housekeeping.tidy, desk), timedelta(hours=1)),
        Job(partial(answering.close_settled, desk), timedelta(hours=1)),
        Job(partial(tallying.add_up, desk), timedelta(minutes=10)),
    ]
    for panel in desk.panels:
        jobs += [
            Job(partial(check_orders, desk, panel), pace.poll),
            Job(partial(check_balance, desk, panel), pace.balance),
            Job(partial(sync_catalogue, desk, panel), pace.sync),
            Job(partial(sync_first, desk, panel), pace.retry, first=pace.retry),
        ]
    return jobs


async def check_orders(desk: Desk, panel: str) -> None:
    """A batch of orders and one of refills in turn, so that neither kind waits for all of the other."""
    for _ in range(_BATCHES):
        more_orders = await tracking.poll(desk, panel)
        more_refills = await refilling.poll(desk, panel)
        if not (more_orders or more_refills):
            return


async def check_balance(desk: Desk, panel: str) -> None:
    try:
        await balances.read(desk, panel)
    except PanelError:
        return  # operators have been told


async def sync_catalogue(desk: Desk, panel: str) -> None:
    await catalogue.sync(desk, panel)


async def sync_first(desk: Desk, panel: str) -> None:
    """A panel that was down when the bot came up is asked again soon: until then there is nothing of it to sell."""
    async with desk.storage.transaction() as tx:
        state = (await tx.panels.all())[panel]
    if state.synced_at is None and isinstance(await catalogue.sync(desk, panel), Synced):
        await check_balance(desk, panel)  # it tells the currency of the prices

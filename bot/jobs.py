"""The timetable: what is looked at again and again. A job only wakes; what is due stands in rows.

Panels are served side by side, so one that is slow or down holds up no other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.ext import JobQueue

from bot.context import ShopContext
from bot.panel import PanelError
from bot.usecases import balances, catalogue, housekeeping, refilling, tracking
from bot.usecases.desk import Desk
from storage.catalogue import Synced

_AT_ALL_COSTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
"""Late is better than never, once is enough, and never twice at once."""


async def check_orders(desk: Desk, panel: str) -> None:
    while await tracking.poll(desk, panel):
        pass
    while await refilling.poll(desk, panel):
        pass


async def sync_catalogue(desk: Desk, panel: str) -> None:
    await catalogue.sync(desk, panel)


async def sync_first(desk: Desk, panel: str) -> None:
    """A panel that was down when the bot came up is asked again soon: until then there is nothing of it to sell."""
    async with desk.storage.transaction() as tx:
        state = (await tx.panels.all())[panel]
    if state.synced_at is None and isinstance(await catalogue.sync(desk, panel), Synced):
        await check_balance(desk, panel)  # it tells the currency of the prices


async def check_balance(desk: Desk, panel: str) -> None:
    try:
        await balances.read(desk, panel)
    except PanelError:
        return  # operators have been told


def schedule(queue: JobQueue[ShopContext], desk: Desk) -> None:
    pace = desk.pace
    _repeat(queue, "orders", pace.poll, _for_each_panel(check_orders))
    _repeat(queue, "balances", pace.balance, _for_each_panel(check_balance))
    _repeat(queue, "catalogues", pace.sync, _for_each_panel(sync_catalogue))
    _repeat(queue, "first catalogues", pace.retry, _for_each_panel(sync_first), first=pace.retry)
    _repeat(queue, "housekeeping", timedelta(hours=1), _housekeeping)


def _repeat(
    queue: JobQueue[ShopContext],
    name: str,
    interval: timedelta,
    job: Callable[[ShopContext], Coroutine[Any, Any, None]],
    *,
    first: timedelta = timedelta(milliseconds=100),
) -> None:
    queue.run_repeating(job, interval, first=first, name=name, job_kwargs=_AT_ALL_COSTS)


def _for_each_panel(
    look: Callable[[Desk, str], Awaitable[None]],
) -> Callable[[ShopContext], Coroutine[Any, Any, None]]:
    async def job(context: ShopContext) -> None:
        desk = context.shop.desk
        await asyncio.gather(*(look(desk, panel) for panel in desk.panels))

    return job


async def _housekeeping(context: ShopContext) -> None:
    await housekeeping.tidy(context.shop.desk)

"""How everything is, asked by an operator: what is measured here is measured now, the rest is read."""

import asyncio
import os
import platform
from datetime import timedelta
from importlib import metadata
from pathlib import Path

from bot.domain.errors import Problem, ShopError
from bot.domain.staff import Right, may
from bot.domain.status import Incident, PanelStatus, Running, Status
from bot.panel import Panel
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from bot.version import VERSION
from storage.panels import PanelState

_INCIDENTS = 5
_LOOKS = 10
_BETWEEN_LOOKS = 0.02
"""Seconds."""

_MEMORY = Path("/proc/self/statm")


async def status(desk: Desk, user_id: int) -> Status:
    """For any operator; bugs are the owners' alone."""
    async with desk.storage.reading() as tx:
        rights = await tx.staff.rights(user_id)
        if not rights:
            raise ShopError(Problem.NOT_ALLOWED)
        now = desk.clock()
        known = await tx.panels.all()
        books = await tx.about.books()
        queues = await tx.queues.waiting(now)
        owner = may(rights, Right.OWNER)
        incidents = await tx.incidents.latest(_INCIDENTS) if owner else []
    return Status(
        now=now,
        running=await _running(desk),
        books=books,
        panels=tuple(_panel(panel, known[name]) for name, panel in desk.panels.items()),
        queues=queues,
        incidents=tuple(incidents),
    )


async def incident(desk: Desk, user_id: int, number: int) -> Incident:
    async with desk.storage.reading() as tx:
        await require(tx, user_id, Right.OWNER)
        found = await tx.incidents.get(number)
    if found is None:
        raise ShopError(Problem.NOT_FOUND)
    return found


def _panel(panel: Panel, state: PanelState) -> PanelStatus:
    health = panel.health
    return PanelStatus(
        name=panel.name,
        exchanges=health.exchanges,
        failures=health.failures,
        median=_time(health.median),
        most=_time(health.most),
        answering=health.answering,
        lacking=tuple(sorted(panel.lacking)),
        balance=state.balance,
        currency=state.currency,
        balance_at=state.balance_at,
        synced_at=state.synced_at,
    )


def _time(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


async def _running(desk: Desk) -> Running:
    return Running(
        bot=VERSION,
        python=platform.python_version(),
        telegram=metadata.version("python-telegram-bot"),
        since=desk.started_at,
        lag=await _lag(),
        memory=await asyncio.to_thread(_memory),
    )


async def _lag() -> timedelta:
    """How much later than asked for the loop comes back, at the worst of a few times."""
    clock, worst = asyncio.get_running_loop().time, 0.0
    for _ in range(_LOOKS):
        due = clock() + _BETWEEN_LOOKS
        await asyncio.sleep(_BETWEEN_LOOKS)
        worst = max(worst, clock() - due)
    return timedelta(seconds=worst)


def _memory() -> int | None:
    """What the process has in memory; only Linux tells."""
    try:
        pages = int(_MEMORY.read_text("ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")

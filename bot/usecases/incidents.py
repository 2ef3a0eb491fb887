"""Bugs: each gets a number, which stands in the log, in what operators are told, and in the apology."""

import traceback

import structlog

from bot.domain.notice import AlertKind
from bot.usecases import telling
from bot.usecases.desk import Desk

_log = structlog.get_logger(__name__)


async def report(desk: Desk, error: BaseException) -> int:
    """The incident's number. Operators hear of the same place in the code once per run of the bot."""
    where = _place(error)
    async with desk.storage.transaction() as tx:
        number = await tx.counters.next("incidents")
        await telling.alert(
            tx,
            AlertKind.BUG,
            where,
            desk.clock(),
            details={"number": str(number), "reason": f"{type(error).__name__} in {where}"},
        )
    _log.error("Incident", number=number, where=where, exc_info=error)
    desk.wake.outbox.set()
    return number


async def forget(desk: Desk) -> None:
    """At start: what went wrong in an earlier run may be mended, so it is told again if it isn't."""
    async with desk.storage.transaction() as tx:
        for kind in (AlertKind.BUG, AlertKind.NOTICE_DEAD):
            await tx.alerts.forget(kind)


def _place(error: BaseException) -> str:
    """The innermost frame: file and function."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{last.filename.rsplit('/', 1)[-1]}:{last.name}"

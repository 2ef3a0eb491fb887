"""Bugs: each gets a number, which stands in the log, in what operators are told, and in the apology.

What is kept of one holds no values: of its frames only where they are, of its error the first line, for databases put what
they were given on those that follow.
"""

import re
import traceback
from collections.abc import Iterator
from pathlib import PurePath

import structlog

import bot
from bot.domain.notice import AlertKind
from bot.transport.redact import redact
from bot.usecases import telling
from bot.usecases.desk import Desk

_log = structlog.get_logger(__name__)

_HOME = PurePath(bot.__file__).parents[1]
_LIBRARIES = "site-packages"
_FRAMES = 12
_CAUSES = 3
_ERROR = 300
_PASSWORD = re.compile(r"(?<=://)[^\s/@]*@")


async def report(desk: Desk, error: BaseException) -> int:
    """The incident's number. Operators hear of the same place in the code once per run of the bot."""
    where = _place(error)
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        number = await tx.counters.next("incidents")
        await tx.incidents.add(
            number, now, place=where, error=_sentence(error), trace="\n".join(_trace(error))
        )
        await telling.alert(
            tx,
            AlertKind.BUG,
            where,
            now,
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


def _sentence(error: BaseException) -> str:
    said = str(error).split("\n", 1)[0]
    told = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return _PASSWORD.sub("", redact(told))[:_ERROR]


def _trace(error: BaseException) -> Iterator[str]:
    """Where it came from, the innermost last; then what it came of."""
    cause: BaseException | None = error
    for _ in range(_CAUSES):
        if cause is None:
            return
        if cause is not error:
            yield f"because of {type(cause).__name__}"
        frames = traceback.extract_tb(cause.__traceback__)[-_FRAMES:]
        yield from (f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _short(name: str) -> str:
    """Without where this machine keeps its programs."""
    path = PurePath(name)
    if _LIBRARIES in path.parts:
        return "/".join(path.parts[path.parts.index(_LIBRARIES) + 1 :])
    return str(path.relative_to(_HOME)) if path.is_relative_to(_HOME) else path.name

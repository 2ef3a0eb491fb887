"""The loops that run beside the chat: a lane for each panel account, the senders of notices and of broadcasts, what is done
by the clock.

A lane is the only one that sends something to its panel which must not be sent twice, and it sends one thing at a time.
Each loop works while there is work, then waits to be woken, or for a while: what is due stands in rows, not in its memory.
`stopping` ends a loop between two pieces of work, never inside one. Nothing else does, but books that are closed or lost.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.usecases import broadcasting, cancelling, delivery, incidents, refilling, submitting
from bot.usecases.desk import Desk
from storage import StorageError

_log = structlog.get_logger(__name__)

_SWEEP = 2.0
"""Seconds after which a loop looks again without being woken."""

_AFTER_A_BUG = 5.0


async def run_lane(desk: Desk, panel: str, stopping: asyncio.Event) -> None:
    async def work() -> bool:
        """One of each kind in turn, so that no kind waits for all of another."""
        busy = False
        for submit_next in (cancelling.submit_next, submitting.submit_next, refilling.submit_next):
            if stopping.is_set():
                return False
            busy = await submit_next(desk, panel) or busy
        return busy

    await _loop(desk, work, desk.wake.lanes[panel], stopping)


async def run_outbox(desk: Desk, tell: delivery.Tell, stopping: asyncio.Event) -> None:
    async def work() -> bool:
        return await delivery.deliver(desk, tell)

    await _loop(desk, work, desk.wake.outbox, stopping)


async def run_broadcasts(desk: Desk, send: broadcasting.Send, stopping: asyncio.Event) -> None:
    async def work() -> bool:
        return await broadcasting.send_next(desk, send)

    await _loop(desk, work, desk.wake.broadcasts, stopping)


async def run_progress(desk: Desk, show: broadcasting.Show, stopping: asyncio.Event) -> None:
    """Beside the sender, so that an edit that takes long holds up nobody's message."""

    async def work() -> bool:
        await broadcasting.show_progress(desk, show)
        return False

    await _loop(desk, work, desk.wake.progress, stopping)


async def repeat(
    desk: Desk,
    work: Callable[[], Awaitable[None]],
    every: timedelta,
    stopping: asyncio.Event,
    *,
    first: timedelta,
) -> None:
    """`work` after `first`, and each time `every` after it ended."""
    await _wait(stopping, first.total_seconds())
    while not stopping.is_set():
        try:
            await work()
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - a bug in one run must not end the loop
            await _report(desk, error)
        await _wait(stopping, every.total_seconds())


async def flush_outbox(desk: Desk, tell: delivery.Tell, seconds: float) -> None:
    """At the end: what is due still goes out, for as long as `seconds`; the last batch gets as long again to end.

    To cut a batch off is to tell some of it once more at the next start.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    try:
        async with asyncio.timeout_at(deadline + seconds):
            while await delivery.deliver(desk, tell) and loop.time() < deadline:
                pass
    except TimeoutError:
        _log.warning("Some notices are told at the next start only")


async def _loop(
    desk: Desk,
    work: Callable[[], Awaitable[bool]],
    woken: asyncio.Event,
    stopping: asyncio.Event,
) -> None:
    while not stopping.is_set():
        woken.clear()
        pause = _SWEEP
        try:
            while await work():
                if stopping.is_set():
                    return
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - a bug in one piece of work must not end the loop
            await _report(desk, error)
            pause = _AFTER_A_BUG
        await _wait(woken, pause)


async def _report(desk: Desk, error: Exception) -> None:
    """Where the books are out of reach, so is the incident's number; the loop goes on until they are back."""
    try:
        await incidents.report(desk, error)
    except Exception as another:  # noqa: BLE001 - as above
        _log.error("An incident can't be written down", error=repr(another), exc_info=error)


async def _wait(woken: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return

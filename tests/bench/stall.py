"""How long the event loop was held up at most: a task that wants to run every few milliseconds tells how late it was."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

_EVERY = 0.005


@dataclass(slots=True)
class Stall:
    """`longest` in seconds."""

    longest: float = 0.0


@asynccontextmanager
async def watched() -> AsyncIterator[Stall]:
    stall = Stall()
    watching = asyncio.create_task(_watch(stall))
    try:
        yield stall
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _watch(stall: Stall) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _EVERY
        await asyncio.sleep(_EVERY)
        stall.longest = max(stall.longest, loop.time() - due)

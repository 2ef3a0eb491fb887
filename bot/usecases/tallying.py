"""Adds up what has ended, a few orders at a time, so that figures of long ago are at hand."""

from bot.usecases.desk import Desk

_BATCH = 1000
_BATCHES = 200
"""The most in one run; the first runs on the books of a large shop find much to do."""


async def add_up(desk: Desk) -> None:
    for _ in range(_BATCHES):
        async with desk.storage.transaction() as tx:
            if not await tx.tallies.add_up(_BATCH):
                return

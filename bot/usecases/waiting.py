"""For what a person waits for: a panel answers soon, or they are told that it doesn't."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from bot.domain.errors import Problem, ShopError
from bot.usecases.desk import Desk

T = TypeVar("T")


async def soon(desk: Desk, answer: Awaitable[T]) -> T:
    """The answer; raises PANEL_BUSY once `pace.patience` is over. Only for reads: what is cut short may be asked again."""
    try:
        async with asyncio.timeout(desk.pace.patience.total_seconds()):
            return await answer
    except TimeoutError:
        raise ShopError(Problem.PANEL_BUSY) from None

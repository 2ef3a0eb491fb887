"""A figure with its aim, and how it is got: in turns, so that whatever else the machine does weighs on both sides."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

ROUNDS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`most` or `least` is the aim, if there is one; `made_of` tells what the figure was made of."""

    what: str
    value: float
    unit: str = "×"
    most: float | None = None
    least: float | None = None
    made_of: str = ""

    @property
    def met(self) -> bool | None:
        if self.most is not None:
            return self.value <= self.most
        if self.least is not None:
            return self.value >= self.least
        return None


Work = Callable[[], Awaitable[None]]
Measured = Callable[[], Awaitable[float]]
"""Does some work, and tells how long it took, or how much it cost."""


async def seconds(work: Work) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def processor_seconds(work: Work) -> float:
    """Of this process, all threads."""
    began = time.process_time()
    await work()
    return time.process_time() - began


async def in_turns(
    ours: Measured, theirs: Measured, *, rounds: int = ROUNDS
) -> tuple[float, float, float]:
    """The medians of ours, of theirs, and of the ratio round by round; the first round only warms up."""
    pairs = [(await ours(), await theirs()) for _ in range(rounds + 1)]
    measured = pairs[1:]
    return (
        statistics.median(mine for mine, _ in measured),
        statistics.median(other for _, other in measured),
        statistics.median(mine / other for mine, other in measured),
    )


def milliseconds(value: float) -> str:
    return f"{value * 1000:.2f} ms"

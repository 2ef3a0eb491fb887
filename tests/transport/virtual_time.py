"""An event loop whose clock moves only when nothing is left to do, and then at once.

So what takes minutes is tested in milliseconds, the same on any machine. For code that neither uses
sockets nor threads. Each turn of the loop takes a nanosecond: a timer that rounding made come a
hair too early must not find the same moment for ever.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_TURN = 1e-9


def run_in_virtual_time(main: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main)


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Selector(self))

    def time(self) -> float:
        return self.now


class _Selector(selectors.SelectSelector):
    def __init__(self, loop: VirtualTimeLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("Everything waits for something that will never come")
        self._loop.now += _TURN if ready or not timeout else timeout + _TURN
        return ready

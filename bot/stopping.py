"""SIGINT and SIGTERM: the first asks the work to end in order, a second one cancels it.

Before there is work (the wait for Telegram may be long) the first one already cancels: there is nothing to end in order.
"""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """How the running task is told to stop; `at_work` says by which event."""

    def __init__(self) -> None:
        self._task = asyncio.current_task()
        self._event: asyncio.Event | None = None

    @property
    def before_work(self) -> bool:
        return self._event is None

    def at_work(self, event: asyncio.Event) -> None:
        """From here on the first signal sets the event."""
        self._event = event

    def told(self) -> None:
        if self._event is not None and not self._event.is_set():
            self._event.set()
        elif self._task is not None:
            self._task.cancel()


@contextmanager
def told_by_signals() -> Iterator[Stop]:
    """Signals reach the running task until the end of the block, which one that comes before there is work ends in peace."""
    stop = Stop()
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, stop.told)
    try:
        yield stop
    except asyncio.CancelledError:
        if not stop.before_work:
            raise
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)

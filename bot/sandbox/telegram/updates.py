"""The queue of updates: kept until they are acknowledged, handed out again until then.

``getUpdates`` acknowledges everything below its offset. There is one poller at a time: a later
one ends the earlier one with a 409. Which kinds are wanted is decided when an update comes in,
by the setting made last.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.sandbox.telegram.errors import RefusalError, conflict
from bot.sandbox.telegram.signals import Signal

Update = dict[str, Any]

_ONLY_IF_ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_FIRST_ID = 500_000_001
_MAX_WAIT = 50


class Updates:
    def __init__(self, progress: Signal) -> None:
        self.pending: dict[int, Update] = {}
        self.arrived = Signal()
        self.last_id = _FIRST_ID - 1
        self.allowed: tuple[str, ...] = ()
        self._progress = progress
        self._poller: asyncio.Future[None] | None = None

    @property
    def is_polled(self) -> bool:
        """Whether somebody waits in a long poll."""
        return self._poller is not None

    def put(self, kind: str, content: dict[str, Any]) -> None:
        wanted = kind in self.allowed if self.allowed else kind not in _ONLY_IF_ASKED_FOR
        if not wanted:
            return
        self.last_id += 1
        self.pending[self.last_id] = {"update_id": self.last_id, kind: content}
        if self._poller and not self._poller.done():
            self._poller.set_result(None)
        self.arrived.fire()

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Set the wanted kinds; None keeps the setting, an empty list restores the default."""
        if kinds is not None:
            self.allowed = tuple(kinds)

    async def poll(self, offset: int, limit: int, timeout: int) -> list[Update]:  # noqa: ASYNC109 (the method's own parameter)
        self.end_poll(
            conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
        )
        self._acknowledge_below(offset)
        seconds = min(max(timeout, 0), _MAX_WAIT)
        if not self.pending and seconds:
            await self._wait(seconds)
        return list(self.pending.values())[: min(max(limit, 1), 100)]

    def end_poll(self, refusal: RefusalError | None = None) -> None:
        """End a waiting poll: refused, or with what there is."""
        poller, self._poller = self._poller, None
        if poller is None or poller.done():
            return
        if refusal:
            poller.set_exception(refusal)
        else:
            poller.set_result(None)

    def done(self, update_id: int) -> None:
        self.pending.pop(update_id, None)
        self._progress.fire()

    def drop_all(self) -> None:
        self.pending.clear()
        self._progress.fire()

    def is_acknowledged(self, update_id: int) -> bool:
        """Whether this update and all before it are."""
        first = next(iter(self.pending), None)
        return first is None or first > update_id

    async def _wait(self, seconds: int) -> None:
        poller: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        self._progress.fire()
        try:
            await asyncio.wait((poller,), timeout=seconds)
        finally:
            # A poller that has left must not be refused: nobody would hear it.
            if self._poller is poller:
                self._poller = None
        if poller.done():
            poller.result()

    def _acknowledge_below(self, offset: int) -> None:
        if offset < 0:  # counted from the end: all but the last ones are forgotten
            kept = list(self.pending)[offset:]
            offset = kept[0] if kept else 0
        for update_id in [known for known in self.pending if known < offset]:
            del self.pending[update_id]
        self._progress.fire()

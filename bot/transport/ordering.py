"""Lanes: items of one key are worked on strictly in order, those of different keys side by side.

A lane has one task while it has items, and none otherwise. The work function deals with its own
errors: one that escapes ends its lane, with what waits there.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    def __init__(self, work: Callable[[Item], Awaitable[None]]) -> None:
        self._work = work
        self._waiting: dict[Hashable, deque[Item]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._size = 0

    def __len__(self) -> int:
        """How many items wait or are being worked on."""
        return self._size

    def waiting(self, key: Hashable) -> int:
        """How many items of this key wait, the one being worked on not counted."""
        return len(self._waiting.get(key, ()))

    def put(self, key: Hashable, item: Item) -> None:
        self._size += 1
        if key in self._waiting:
            self._waiting[key].append(item)
            return
        self._waiting[key] = deque([item])
        task = asyncio.create_task(self._drive(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, grace: float) -> bool:
        """Waits up to `grace` seconds until nothing is left; whether that was so."""
        if not self._tasks:
            return True
        _, unfinished = await asyncio.wait(self._tasks, timeout=grace)
        return not unfinished

    async def close(self) -> None:
        """Cancels what is being worked on and forgets what waits."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drive(self, key: Hashable) -> None:
        queue = self._waiting[key]
        try:
            while queue:
                await self._work_on(queue.popleft())
        finally:
            self._size -= len(queue)
            del self._waiting[key]

    async def _work_on(self, item: Item) -> None:
        try:
            await self._work(item)
        finally:
            self._size -= 1

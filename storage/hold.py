"""Whether the books may be touched: from when they are opened until they are closed, or may be somebody else's.

Who holds them no more writes nothing: a transaction is refused when it begins, and once more before it commits.
"""

import asyncio
from collections.abc import Awaitable, Callable

from storage.errors import StorageError

_PROOF_SECONDS = 15.0


class Hold:
    """`prove` looks whether the lock still stands, and ends the hold if it doesn't."""

    def __init__(self, prove: Callable[[], Awaitable[None]] | None = None) -> None:
        self._prove = prove
        self._why: str | None = None
        self._over = asyncio.Event()

    def end(self, why: str) -> None:
        """For good; `why` is a sentence for the operator, of which the first one stays."""
        if self._why is None:
            self._why = why
            self._over.set()

    def check(self) -> None:
        """Raises StorageError once it is over."""
        if self._why is not None:
            raise StorageError(self._why)

    async def watch(self) -> None:
        """Never returns; raises StorageError as soon as it is over."""
        while True:
            self.check()
            try:
                async with asyncio.timeout(None if self._prove is None else _PROOF_SECONDS):
                    await self._over.wait()
            except TimeoutError:
                if self._prove is not None:
                    await self._prove()

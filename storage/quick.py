"""A connection to SQLite that reads at once, and leaves to its thread only what writes, for that waits for the disk.

To ask a thread costs more than most reading does. A statement that reads is done where it is asked for, unless the thread
is busy with something that was given up; one that says that it is long (`LONG`) goes to the thread like all others, for
nobody else is served while a statement is done at once. Nothing is written outside a transaction.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import aiosqlite

LONG = "/* long */"
"""Put before the columns of a SELECT that reads more than a few hundred rows: `select(…).prefix_with(LONG)`."""

BEGIN = "BEGIN IMMEDIATE"
BEGIN_PASSING = f"{BEGIN} /* passing */"
"""A transaction whose end doesn't wait for the disk; the next one that does takes it along."""

WAIT = "PRAGMA synchronous = FULL"
DONT_WAIT = "PRAGMA synchronous = NORMAL"

_READS = "SELECT "
_READS_LONG = f"{_READS}{LONG}"
_WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")
_Rows = Sequence[Any]
Work = Callable[[sqlite3.Connection], None]


class QuickConnection(aiosqlite.Connection):
    """Gives its transaction up before it closes.

    SQLite keeps a closed connection, and its lock, while somebody holds a cursor: a cancelled task's traceback does.
    """

    def __init__(self, path: Path, *, busy_seconds: float) -> None:
        # No isolation level: the driver begins nothing by itself.
        connect = partial(
            sqlite3.connect,
            path,
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        super().__init__(connect, iter_chunk_size=64)
        self._thread.daemon = True  # an exit without a close must not hang
        self._asked = 0  # counted here only
        self._done = 0  # counted by the thread only
        self._waits_for_disk = True

    def cursor(self) -> "QuickCursor":  # type: ignore[override]
        return QuickCursor(self)

    async def do(self, statement: str, work: Work) -> None:
        connection = self._conn
        reads = statement.startswith(_READS)
        if reads and self._asked == self._done and not statement.startswith(_READS_LONG):
            work(connection)
            return
        if statement.startswith(_WRITES) and not connection.in_transaction:
            raise sqlite3.ProgrammingError("nothing is written outside a transaction")
        if statement.startswith(BEGIN):
            work = self._beginning(work, waits_for_disk=statement == BEGIN)
        await self._execute(work, connection)

    def _beginning(self, begin: Work, *, waits_for_disk: bool) -> Work:
        if waits_for_disk == self._waits_for_disk:
            return begin

        def begin_otherwise(connection: sqlite3.Connection) -> None:
            connection.execute(WAIT if waits_for_disk else DONT_WAIT)
            self._waits_for_disk = waits_for_disk
            begin(connection)

        return begin_otherwise

    async def rollback(self) -> None:
        if self._asked != self._done or self._conn.in_transaction:
            await super().rollback()

    async def close(self) -> None:
        self._give_up()
        await super().close()

    def stop(self) -> asyncio.Future[None] | None:
        self._give_up()
        return super().stop()

    async def closed(self) -> None:
        """Wait until it did everything it was asked for, and closed."""
        await asyncio.to_thread(self._thread.join)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        work = self._counted(partial(fn, *args, **kwargs))
        return await super()._execute(work)  # type: ignore[no-untyped-call]

    def _give_up(self) -> None:
        """After what its thread has still to do; nobody waits for it."""
        if self._connection is not None:
            self._tx.put_nowait((None, self._counted(self._connection.rollback)))

    def _counted(self, work: Callable[[], Any]) -> Callable[[], Any]:
        self._asked += 1

        def counted() -> Any:
            try:
                return work()
            finally:
                self._done += 1

        return counted


class QuickCursor:
    """What SQLAlchemy asks of an asynchronous cursor. A statement is done, and its rows are fetched, in one piece."""

    arraysize = 1

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._rows: _Rows = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, operation: str, parameters: Any = None) -> Self:
        await self._connection.do(operation, partial(self._execute, operation, parameters or ()))
        return self

    async def executemany(self, operation: str, parameters: Any) -> Self:
        await self._connection.do(operation, partial(self._execute_many, operation, parameters))
        return self

    async def fetchall(self) -> _Rows:
        rows, self._rows = self._rows, ()
        return rows

    async def close(self) -> None:
        """It is closed already: nothing of it is left open between two statements."""

    def _execute(self, operation: str, parameters: Any, connection: sqlite3.Connection) -> None:
        cursor = connection.execute(operation, parameters)
        self._take(cursor)

    def _execute_many(
        self, operation: str, parameters: Any, connection: sqlite3.Connection
    ) -> None:
        self._take(connection.executemany(operation, parameters))

    def _take(self, cursor: sqlite3.Cursor) -> None:
        try:
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else ()
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

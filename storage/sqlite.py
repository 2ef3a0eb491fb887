"""Opens a SQLite database: one connection for everything, durable at every commit.

Two connections that write and checkpoint at once can corrupt a WAL database before SQLite 3.51.3. So there is one, and it
is replaced (after a task was cancelled in the middle of a statement) only once the former is closed.
"""

import asyncio
import errno
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import aiosqlite
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.errors import origins
from storage.lock import locked

_BUSY_SECONDS = 10.0  # for somebody's sqlite3 shell or a backup; no other bot gets this far
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
)


@dataclass(frozen=True, slots=True)
class SqliteFile:
    path: Path

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncEngine]:
        """The database, made if it isn't there; its lock is held until it is closed."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.path.resolve()
        with locked(path):
            _create(path)
            engine = _engine(path)
            try:
                yield engine
                await _checkpoint(engine)
            finally:
                await engine.dispose()

    def explain(self, error: Exception) -> str:
        """Why it can't be opened, and the mend."""
        for origin in origins(error):
            if isinstance(origin, sqlite3.Error) and hasattr(origin, "sqlite_errorcode"):
                return self._explain_sqlite(origin.sqlite_errorcode & 0xFF)
            if isinstance(origin, OSError):
                return self._explain_os(origin)
        return f"The database {self.path} can't be opened ({type(error).__name__}): {error}"

    def _explain_sqlite(self, code: int) -> str:
        match code:
            case sqlite3.SQLITE_NOTADB:
                return f"{self.path} isn't a SQLite database: name another file in DATABASE_URL, or move this one away."
            case sqlite3.SQLITE_CORRUPT:
                return f"The database {self.path} is damaged: restore the last backup."
            case sqlite3.SQLITE_FULL:
                return _disk_full(self.path)
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return f"Another program is writing to {self.path}: close it, then start the bot again."
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
                return _not_allowed(self.path)
        return f"The database {self.path} can't be used (SQLite's code {code}): check its disk, then start again."

    def _explain_os(self, error: OSError) -> str:
        match error.errno:
            case errno.EACCES | errno.EPERM | errno.EROFS:
                return _not_allowed(self.path)
            case errno.ENOSPC | errno.EDQUOT:
                return _disk_full(self.path)
            case errno.EISDIR:
                return f"{self.path} is a folder: name a file in DATABASE_URL, as in sqlite:///data/bot.db."
            case errno.ENOTDIR | errno.EEXIST:
                return f"The folder of {self.path} is a file: name another place in DATABASE_URL."
            case errno.ENOLCK | errno.EOPNOTSUPP:
                return f"The disk of {self.path} can't lock files: keep the database on a disk of this machine."
        return f"The database {self.path} can't be opened: {error.strerror or error}."


def _not_allowed(path: Path) -> str:
    return f"The bot may not write {path}: give its user that file and its folder, or name another place in DATABASE_URL."


def _disk_full(path: Path) -> str:
    return f"The disk of {path} is full: make room, then start the bot again."


def _create(path: Path) -> None:
    """SQLite gives its -wal and -shm files the permissions of the database."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _engine(path: Path) -> AsyncEngine:
    engine = create_async_engine(
        "sqlite+aiosqlite:///file",  # any name of a file: `async_creator` knows the path
        async_creator=_one_at_a_time(path),
        pool_size=1,
        max_overflow=0,
        pool_timeout=None,
    )
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """A transaction that reads first and writes later could find somebody writing in the middle; this one waits before."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _one_at_a_time(path: Path) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    former: aiosqlite.Connection | None = None

    async def connect() -> aiosqlite.Connection:
        nonlocal former
        if former is not None:
            await asyncio.to_thread(former._thread.join)  # noqa: SLF001 - it shows its end in no other way
        # No isolation level: the driver begins nothing by itself.
        connection = aiosqlite.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        connection._thread.daemon = True  # noqa: SLF001 - an exit without a close must not hang
        former = await connection
        try:
            for pragma in _PRAGMAS:
                await former.execute(pragma)
        except BaseException:
            await former.close()
            raise
        return former

    return connect


async def _checkpoint(engine: AsyncEngine) -> None:
    """Leave one whole file behind, so that a copy of it alone is a backup."""
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = cast("aiosqlite.Connection", raw.driver_connection)
        await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

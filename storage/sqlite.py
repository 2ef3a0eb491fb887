"""Opens a SQLite database: one connection for everything, durable at every commit.

Two connections that write and checkpoint at once can corrupt a WAL database before SQLite 3.51.3. So there is one, and it
is replaced (after a task was cancelled in the middle of a statement) only once the former is closed.
"""

import errno
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, cast

import aiosqlite
from sqlalchemy import Connection, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import quick
from storage.errors import origins
from storage.hold import Hold
from storage.lock import locked
from storage.modes import PASSING, READING
from storage.quick import BEGIN, BEGIN_PASSING, QuickConnection

_BUSY_SECONDS = 10.0  # for somebody's sqlite3 shell or a backup; no other bot gets this far
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
)


@dataclass(frozen=True, slots=True)
class SqliteFile:
    path: Path

    failures: ClassVar = (OSError, SQLAlchemyError, sqlite3.Error)
    """What may go wrong while it is opened."""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[AsyncEngine, Hold]]:
        """The database, made if it isn't there; its lock is held until it is closed."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.path.resolve()
        with locked(path):
            _create(path)
            engine = _engine(path)
            try:
                yield engine, Hold()
                await _checkpoint(engine)
            finally:
                await engine.dispose()

    def explain(self, error: Exception) -> str:
        """Why it can't be opened, and the mend."""
        for origin in origins(error):
            if isinstance(origin, sqlite3.Error) and hasattr(origin, "sqlite_errorcode"):
                return self._sentence(_SQLITE_SENTENCES.get(origin.sqlite_errorcode & 0xFF))
            if isinstance(origin, OSError):
                return self._sentence(_OS_SENTENCES.get(origin.errno or 0))
        return self._sentence(None)

    def _sentence(self, template: str | None) -> str:
        return (template or _ANYTHING_ELSE).replace("{path}", str(self.path))


_ANYTHING_ELSE = "The database {path} can't be used: check its disk, then start the bot again."
_NOT_ALLOWED = "The bot may not write {path}: give its user that file and its folder, or name another in DATABASE_URL."
_DISK_FULL = "The disk of {path} is full: make room, then start the bot again."
_BUSY = "Another program is writing to {path}: close it, then start the bot again."
_FOLDER_IS_FILE = "The folder of {path} is a file: name another place in DATABASE_URL."
_CANNOT_LOCK = "The disk of {path} can't lock files: keep the database on a disk of this machine."

_SQLITE_SENTENCES = {
    sqlite3.SQLITE_NOTADB: "{path} isn't a SQLite database: name another file in DATABASE_URL, or move this one away.",
    sqlite3.SQLITE_ERROR: "{path} holds tables that aren't the bot's: name another file in DATABASE_URL.",
    sqlite3.SQLITE_CORRUPT: "The database {path} is damaged: restore the last backup.",
    sqlite3.SQLITE_FULL: _DISK_FULL,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _NOT_ALLOWED,
    sqlite3.SQLITE_PERM: _NOT_ALLOWED,
    sqlite3.SQLITE_CANTOPEN: _NOT_ALLOWED,
}
_OS_SENTENCES = {
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENOSPC: _DISK_FULL,
    errno.EDQUOT: _DISK_FULL,
    errno.EISDIR: "{path} is a folder: name a file in DATABASE_URL, as in sqlite:///data/bot.db.",
    errno.ENOTDIR: _FOLDER_IS_FILE,
    errno.EEXIST: _FOLDER_IS_FILE,
    errno.ENOLCK: _CANNOT_LOCK,
    errno.EOPNOTSUPP: _CANNOT_LOCK,
}


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
    """A transaction that reads first and writes later could find somebody writing in the middle; this one waits before.

    Whoever only reads has the one connection for itself as it is.
    """
    options = connection.get_execution_options()
    if not options.get(READING):
        connection.exec_driver_sql(BEGIN_PASSING if options.get(PASSING) else BEGIN)


def _one_at_a_time(path: Path) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    former: QuickConnection | None = None

    async def connect() -> aiosqlite.Connection:
        nonlocal former
        if former is not None:
            await former.closed()
        connection = former = QuickConnection(path, busy_seconds=_BUSY_SECONDS)
        await connection
        try:
            for pragma in (*_PRAGMAS, quick.WAIT):
                await connection.execute(pragma)
        except BaseException:
            await connection.close()
            raise
        return connection

    return connect


async def _checkpoint(engine: AsyncEngine) -> None:
    """Leave one whole file behind, so that a copy of it alone is a backup."""
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = cast("aiosqlite.Connection", raw.driver_connection)
        await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

"""Opens a PostgreSQL database: a pool of connections, and a lock that says whose the database is.

The lock ends with its connection, whoever ends that, and another copy may take it at once; it isn't taken again.
"""

import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.errors import InUseError, origins
from storage.hold import Hold

OWNER_LOCK = 5_207_391_846
"""The advisory lock of the bot that owns a database."""

_POOL_SIZE = 10
_CONNECT_SECONDS = 10.0
_PROOF_SECONDS = 10.0
_CLOSE_SECONDS = 5.0
# A machine that lost its power says no goodbye; within a minute its lock must be free for the next one.
_KEEPALIVES = {
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    """`dsn` holds the password and is told nobody; `host` is for people."""

    dsn: str
    host: str
    exclusive: bool

    failures: ClassVar = (
        OSError,
        SQLAlchemyError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
    )
    """What may go wrong while it is opened."""

    def __repr__(self) -> str:
        return f"PostgresDatabase(host={self.host!r})"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[AsyncEngine, Hold]]:
        """The database; while `exclusive`, nobody else can open it so."""
        async with self._owned() as hold:
            engine = create_async_engine(
                "postgresql+asyncpg://",
                async_creator=self._connect,
                isolation_level="READ COMMITTED",
                pool_size=_POOL_SIZE,
                max_overflow=0,
                pool_pre_ping=True,
            )
            try:
                yield engine, hold
            finally:
                await engine.dispose()

    @asynccontextmanager
    async def _owned(self) -> AsyncIterator[Hold]:
        if not self.exclusive:
            yield Hold()
            return
        owner = await self._own()
        hold = Hold(partial(_prove, owner))
        owner.add_termination_listener(lambda _: hold.end(self._lost))
        try:
            yield hold
        finally:
            await _let_go(owner)

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(
            self.dsn,
            timeout=_CONNECT_SECONDS,
            server_settings={"application_name": "panel-desk", **_KEEPALIVES},
        )

    async def _own(self) -> asyncpg.Connection:
        """A connection that holds the lock; the lock ends with it."""
        connection = await self._connect()
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", OWNER_LOCK):
            await connection.close()
            raise InUseError(
                f"Another copy of the bot is using this database at {self.host}: stop it first, "
                "or give this one its own DATABASE_URL."
            )
        return connection

    @property
    def _lost(self) -> str:
        return (
            f"PostgreSQL at {self.host} closed the connection that keeps the database for this bot, and another copy "
            "may be using the database by now: see that no other one runs, then start this one again."
        )

    def explain(self, error: Exception) -> str:
        """Why it can't be opened, and the mend."""
        for origin in origins(error):
            sentence = _SENTENCES.get(getattr(origin, "sqlstate", None) or "")
            if sentence is not None:
                return sentence
            if isinstance(origin, OSError):
                return self._explain_network(origin)
        return (
            f"PostgreSQL at {self.host} can't be used ({type(error).__name__}): "
            "check DATABASE_URL and the server's log."
        )

    def _explain_network(self, error: OSError) -> str:
        match error:
            case socket.gaierror():
                return f"No machine is called {self.host}: correct the host in DATABASE_URL."
            case TimeoutError():
                return (
                    f"PostgreSQL at {self.host} doesn't answer: check the address and the firewall."
                )
            case ConnectionError() if "SSL" in str(error):
                return f"PostgreSQL at {self.host} speaks no TLS: drop sslmode from DATABASE_URL, or turn TLS on."
            case ssl.SSLError():
                return f"PostgreSQL at {self.host} can't be spoken to in TLS: check sslmode and certificates."
        return f"PostgreSQL can't be reached at {self.host}: start it, or correct DATABASE_URL."


async def _prove(owner: asyncpg.Connection) -> None:
    """A connection that leads nowhere any more is found out by asking, sooner than the server gives its lock away."""
    try:
        await owner.execute("SELECT 1", timeout=_PROOF_SECONDS)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        owner.terminate()


async def _let_go(owner: asyncpg.Connection) -> None:
    try:
        await owner.close(timeout=_CLOSE_SECONDS)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        owner.terminate()


_SENTENCES = {
    "28P01": "PostgreSQL refuses the user or the password: correct them in DATABASE_URL.",
    "28000": "PostgreSQL doesn't let this user in from here: correct DATABASE_URL, or allow it in pg_hba.conf.",
    "3D000": "PostgreSQL has no such database: create it, or correct its name in DATABASE_URL.",
    "42501": "PostgreSQL doesn't let this user make tables: make the user the owner of the database.",
    "42P07": "This database holds tables that aren't the bot's: give the bot an empty one in DATABASE_URL.",
    "42704": "DATABASE_URL has an option that PostgreSQL doesn't know: take it off.",
    "53100": "The disk of PostgreSQL is full: make room, then start the bot again.",
    "53300": "PostgreSQL has no connection to spare: close some, or raise its max_connections.",
    "57P03": "PostgreSQL isn't ready yet: start the bot again in a moment.",
    "25006": "PostgreSQL is read-only here: name the main server in DATABASE_URL.",
}

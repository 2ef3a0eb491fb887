import asyncio
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text, update
from sqlalchemy.exc import ProgrammingError

from storage import Storage, Transaction, open_storage
from storage.tables.notices import counters

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def umask() -> Iterator[None]:
    """As a system sets it by default: others may read."""
    former = os.umask(0o022)
    yield
    os.umask(former)


async def _invited(storage: Storage, token: str) -> bool:
    """Whether an invitation was written; asking uses it up."""
    async with storage.transaction() as tx:
        return await tx.invites.use(token, 1, NOW)


async def _sql(tx: Transaction, statement: str) -> object:
    return (await tx.invites._connection.execute(text(statement))).scalar()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("temp_store", 2)],
)
async def test_sqlite_is_durable_and_checks_references(
    sqlite_storage: Storage, pragma: str, value: object
) -> None:
    async with sqlite_storage.transaction() as tx:
        assert await _sql(tx, f"PRAGMA {pragma}") == value


async def test_what_fails_half_way_leaves_nothing(storage: Storage) -> None:
    async def half() -> None:
        async with storage.transaction() as tx:
            await tx.invites.create("half", 1, NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await half()
    assert not await _invited(storage, "half")


async def test_writers_take_turns(sqlite_storage: Storage) -> None:
    """Each reads, lets the others run, and writes one more than it read: none is lost."""

    async def count() -> None:
        async with sqlite_storage.transaction() as tx:
            before = await _sql(tx, "SELECT value FROM counters")
            await asyncio.sleep(0)
            assert isinstance(before, int)
            await tx.invites._connection.execute(update(counters).values(value=before + 1))

    async with sqlite_storage.transaction() as tx:
        await tx.counters.next("writers")
    await asyncio.gather(*(count() for _ in range(20)))
    async with sqlite_storage.transaction() as tx:
        assert await tx.counters.next("writers") == 22


async def test_a_transaction_holds_the_database_from_its_start(
    sqlite_storage: Storage, tmp_path: Path
) -> None:
    stranger = sqlite3.connect(tmp_path / "shop.db", timeout=0, isolation_level=None)
    async with sqlite_storage.transaction():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            stranger.execute("BEGIN IMMEDIATE")
    stranger.execute("BEGIN IMMEDIATE")
    stranger.close()


async def test_a_task_cancelled_between_two_statements_leaves_nothing(storage: Storage) -> None:
    written = asyncio.Event()

    async def stopped() -> None:
        async with storage.transaction() as tx:
            await tx.invites.create("half", 1, NOW)
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stopped())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not await _invited(storage, "half")


class Held:
    """A statement that stays in SQLite's thread until it is let go."""

    def __init__(self) -> None:
        self.running = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._go = threading.Event()

    def let_go(self) -> None:
        self._go.set()

    def _hold(self) -> int:
        self._loop.call_soon_threadsafe(self.running.set)
        self._go.wait()
        return 1

    async def run(self, storage: Storage) -> None:
        async with storage.transaction() as tx:
            await tx.invites.create("half", 1, NOW)
            raw = await tx.invites._connection.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.create_function("hold", 0, self._hold)
            await _sql(tx, "SELECT /* long */ hold()")


def _connections() -> int:
    return sum("_connection_worker_thread" in thread.name for thread in threading.enumerate())


@pytest.mark.parametrize("times", [1, 2])
async def test_a_task_cancelled_inside_a_statement_leaves_nothing(
    sqlite_storage: Storage, times: int
) -> None:
    """Cancelled twice, it doesn't even wait for the old connection to close: the next one must."""
    opened: list[int] = []
    event.listen(
        sqlite_storage._engine.sync_engine, "connect", lambda *_: opened.append(_connections())
    )
    held = Held()
    task = asyncio.create_task(held.run(sqlite_storage))
    await held.running.wait()
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    next_one = asyncio.create_task(_invited(sqlite_storage, "half"))
    for _ in range(100):  # plenty of turns for a connection that doesn't wait
        await asyncio.to_thread(threading.active_count)
    early = list(opened)
    held.let_go()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert not await next_one
    assert (early, opened) == ([], [1]), "the new connection waits, and is the only one"
    async with sqlite_storage.transaction() as tx:
        assert await _sql(tx, "PRAGMA synchronous") == 2


async def test_a_task_cancelled_while_postgresql_works_leaves_nothing(postgres_url: str) -> None:
    async def stopped(storage: Storage) -> None:
        async with storage.transaction() as tx:
            await tx.invites.create("half", 1, NOW)
            await _sql(tx, "SELECT 'stopped' FROM pg_sleep(50)")

    async with open_storage(postgres_url) as storage:
        task = asyncio.create_task(stopped(storage))
        asked = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT ''stopped''%'"
        running: object = 0
        while running == 0:
            async with storage.transaction() as tx:
                running = await _sql(tx, asked)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not await _invited(storage, "half")


async def test_closing_leaves_one_whole_file(sqlite_url: str, tmp_path: Path) -> None:
    """Even while somebody looks into it with another tool, which keeps SQLite from tidying up by itself."""
    async with open_storage(sqlite_url) as storage:
        async with storage.transaction() as tx:
            await tx.invites.create("kept", 1, NOW)
        looking = sqlite3.connect(tmp_path / "shop.db")
        looking.execute("SELECT count(*) FROM invites").fetchall()
    assert (tmp_path / "shop.db-wal").stat().st_size == 0
    shutil.copy(tmp_path / "shop.db", tmp_path / "copy.db")
    looking.close()
    async with open_storage(f"sqlite:///{tmp_path}/copy.db") as storage:
        assert await _invited(storage, "kept")


@pytest.mark.usefixtures("umask")
async def test_nobody_else_may_read_the_books(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with open_storage(f"sqlite+aiosqlite:///{folder}/shop.db"):
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert set(modes) == {"shop.db", "shop.db-wal", "shop.db-shm", "shop.db.lock"}
    assert set(modes.values()) == {0o600}


async def test_a_relative_path_starts_where_the_bot_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_storage("sqlite:///data/shop.db"):
        assert (tmp_path / "data" / "shop.db").exists()


async def test_whoever_only_looks_can_write_nothing(sqlite_storage: Storage) -> None:
    with pytest.raises(ProgrammingError, match="nothing is written outside a transaction"):
        async with sqlite_storage.reading() as tx:
            await tx.invites.create("half", 1, NOW)
    assert not await _invited(sqlite_storage, "half")


async def test_what_was_written_is_there_for_whoever_looks_next(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.panels.register(["main"])
    async with storage.reading() as tx:
        assert list(await tx.panels.all()) == ["main"]


async def test_a_long_read_holds_up_nobody(sqlite_storage: Storage) -> None:
    """It is in the thread, where it can be held; others go on meanwhile, up to the wish for the connection."""
    held = Held()
    task = asyncio.create_task(held.run(sqlite_storage))
    await held.running.wait()
    assert not task.done()
    held.let_go()
    await task


async def test_only_what_may_get_lost_does_not_wait_for_the_disk(sqlite_storage: Storage) -> None:
    found = []
    for passing in (True, False, True, False):
        async with sqlite_storage.transaction(passing=passing) as tx:
            found.append(await _sql(tx, "PRAGMA synchronous"))
    assert found == [1, 2, 1, 2]

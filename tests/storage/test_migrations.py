import asyncio
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from storage import Storage, StorageError, open_storage
from storage.tables import metadata


def _differences(connection: Connection) -> list[Any]:
    # SQLite's '' and '""' are the same default, which Alembic doesn't see.
    defaults = connection.dialect.name == "postgresql"
    options = {"compare_type": True, "compare_server_default": defaults}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, metadata))


async def _opens(url: str, **options: bool) -> None:
    async with open_storage(url, **options):
        pass


async def test_the_steps_make_exactly_the_tables_of_the_code(storage: Storage) -> None:
    async with storage._engine.begin() as connection:
        assert await connection.run_sync(_differences) == []


async def test_numbers_that_must_never_come_again_are_kept_so(
    sqlite_url: str, tmp_path: Path
) -> None:
    books = sqlite3.connect(tmp_path / "shop.db")
    made = dict(books.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    books.close()
    assert {name for name, sql in made.items() if "AUTOINCREMENT" in sql} == {
        table.name
        for table in metadata.tables.values()
        if table.dialect_options["sqlite"]["autoincrement"]
    }


async def test_steps_are_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await _opens("sqlite:///100%/shop.db")
    await _opens("sqlite:///100%/shop.db", migrate=False)


async def test_old_tables_are_refused_where_nobody_may_upgrade_them(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"older version .+: run python -m bot migrate first\.$"):
        await _opens(f"sqlite:///{tmp_path}/shop.db", migrate=False)


@pytest.mark.parametrize("migrate", [True, False])
async def test_the_books_of_a_newer_version_are_refused(
    sqlite_url: str, tmp_path: Path, migrate: bool
) -> None:
    books = sqlite3.connect(tmp_path / "shop.db")
    books.execute("UPDATE alembic_version SET version_num = '9999'")
    books.commit()
    books.close()
    with pytest.raises(StorageError, match=r"newer version of the bot: start that version"):
        await _opens(sqlite_url, migrate=migrate)


async def test_a_step_that_fails_leaves_nothing_of_it(tmp_path: Path) -> None:
    books = sqlite3.connect(tmp_path / "shop.db")
    books.execute("CREATE TABLE orders (theirs)")
    with pytest.raises(StorageError, match=r"holds tables that aren't the bot's: name another"):
        await _opens(f"sqlite:///{tmp_path}/shop.db")
    assert books.execute("SELECT name FROM sqlite_master").fetchall() == [("orders",)]
    books.close()


async def test_a_step_that_fails_leaves_nothing_of_it_in_postgresql(
    empty_postgres_url: str,
) -> None:
    books = await asyncpg.connect(empty_postgres_url)
    await books.execute("CREATE TABLE orders (theirs int)")
    with pytest.raises(StorageError, match=r"holds tables that aren't the bot's: give the bot"):
        await _opens(empty_postgres_url)
    tables = await books.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert [row["tablename"] for row in tables] == ["orders"]
    await books.close()


async def test_replicas_that_start_together_upgrade_once(empty_postgres_url: str) -> None:
    await asyncio.gather(*(_opens(empty_postgres_url, exclusive=False) for _ in range(3)))


_WALLETS = """
wallets = Table(
    "wallets",
    metadata,
    Column("id", Key, primary_key=True),
    Column("balance", Money, nullable=False),
    Column("status", word(OrderStatus)),
    Column("changed_at", Moment, index=True),
)
"""
_OPEN = """
import asyncio, sys
from storage import open_storage

async def main():
    async with open_storage(sys.argv[1]):
        pass

asyncio.run(main())
"""


def test_the_next_step_is_written_from_the_tables_and_upgrades_books_in_use(
    sqlite_url: str, tmp_path: Path
) -> None:
    code = tmp_path / "code"
    for package in ("storage", "bot/domain"):
        shutil.copytree(Path(__file__).parents[2] / package, code / package)
    (code / "bot/__init__.py").touch()
    with (code / "storage/tables/orders.py").open("a") as tables:
        tables.write(_WALLETS)

    def python(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=code, check=True, timeout=30)  # noqa: S603 - ours

    python("-m", "storage.migrations", "add wallets")
    steps = sorted((code / "storage/migrations/versions").glob("0*.py"))
    assert steps[-1].name == f"{len(steps):04}_add_wallets.py"
    assert "storage" not in steps[-1].read_text(), "a step imports nothing of ours"
    python("-c", _OPEN, sqlite_url)
    with sqlite3.connect(tmp_path / "shop.db") as books:
        columns = books.execute("SELECT name, type FROM pragma_table_info('wallets')").fetchall()
    books.close()
    assert columns == [
        ("id", "INTEGER"),
        ("balance", "BIGINT"),
        ("status", "VARCHAR(32)"),
        ("changed_at", "BIGINT"),
    ]

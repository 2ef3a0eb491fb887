import asyncio
import sys
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest

from storage import StorageError, open_storage
from storage.postgresql import OWNER_LOCK

_HOLDER = """
import asyncio, sys
from storage import open_storage

async def main():
    async with open_storage(sys.argv[1]):
        print("open", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def _holder(url: str) -> asyncio.subprocess.Process:
    """Another process that has opened the books."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _HOLDER,
        url,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"open\n"
    return process


async def _opens(url: str, *, exclusive: bool = True) -> None:
    async with open_storage(url, exclusive=exclusive):
        pass


async def test_a_second_copy_of_the_bot_is_refused(storage_url: str) -> None:
    async with open_storage(storage_url):
        with pytest.raises(StorageError, match=r"^Another copy of the bot is using .+: stop it"):
            await _opens(storage_url)
    await _opens(storage_url)


async def test_a_copy_killed_outright_leaves_no_lock_behind(sqlite_url: str) -> None:
    holder = await _holder(sqlite_url)
    with pytest.raises(StorageError, match="Another copy"):
        await _opens(sqlite_url)
    holder.kill()
    await holder.wait()
    await _opens(sqlite_url)


async def test_postgresql_frees_the_lock_of_a_killed_copy(postgres_url: str) -> None:
    holder = await _holder(postgres_url)
    with pytest.raises(StorageError, match="Another copy"):
        await _opens(postgres_url)
    holder.kill()
    await holder.wait()
    watcher = await asyncpg.connect(postgres_url)
    await watcher.execute("SELECT pg_advisory_lock($1)", OWNER_LOCK)  # once the server noticed
    await watcher.execute("SELECT pg_advisory_unlock($1)", OWNER_LOCK)
    await watcher.close()
    await _opens(postgres_url)


async def test_another_name_for_the_same_file_is_the_same_books(
    sqlite_url: str, tmp_path: Path
) -> None:
    (tmp_path / "alias.db").symlink_to(tmp_path / "shop.db")
    async with open_storage(sqlite_url):
        with pytest.raises(StorageError, match="Another copy"):
            await _opens(f"sqlite:///{tmp_path}/alias.db")


async def test_two_bots_may_keep_their_books_in_one_folder(sqlite_url: str, tmp_path: Path) -> None:
    async with open_storage(sqlite_url):
        await _opens(f"sqlite:///{tmp_path}/another.db")


async def test_replicas_share_a_postgresql_database(postgres_url: str) -> None:
    async with open_storage(postgres_url, exclusive=False):
        await _opens(postgres_url, exclusive=False)

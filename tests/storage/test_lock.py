import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest

from storage import StorageError, hold, open_storage, postgresql
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


_HOLDERS = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()"
)


async def _end_lock(url: str) -> None:
    """What a restart of the server, or somebody who tidies it up, does to the connection that holds the lock."""
    admin = await asyncpg.connect(url)
    await admin.execute("SELECT pg_terminate_backend($1, 5000)", await admin.fetchval(_HOLDERS))
    await admin.close()


async def test_who_lost_the_lock_of_postgresql_writes_nothing_more(postgres_url: str) -> None:
    async with open_storage(postgres_url) as storage:
        watching = asyncio.create_task(storage.watch())
        inside, lost = asyncio.Event(), asyncio.Event()

        async def half_way() -> None:
            async with storage.transaction() as tx:
                await tx.counters.next("written")
                inside.set()
                await lost.wait()

        half = asyncio.create_task(half_way())
        await inside.wait()
        await _end_lock(postgres_url)
        with pytest.raises(StorageError, match="another copy may be using the database"):
            await watching
        async with open_storage(postgres_url) as other:
            lost.set()
            with pytest.raises(StorageError, match="another copy may be using the database"):
                await half
            with pytest.raises(StorageError, match="another copy may be using the database"):
                async with storage.transaction():
                    pass
            async with other.transaction() as tx:
                assert await tx.counters.next("written") == 1


async def test_a_lock_that_leads_nowhere_is_found_out_by_asking(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network that swallows everything says no goodbye; a process that is held still is as silent."""
    monkeypatch.setattr(hold, "_PROOF_SECONDS", 0.05)
    monkeypatch.setattr(postgresql, "_PROOF_SECONDS", 0.2)
    async with open_storage(postgres_url) as storage:
        admin = await asyncpg.connect(postgres_url)
        holder = await admin.fetchval(_HOLDERS)
        await admin.close()
        os.kill(holder, signal.SIGSTOP)
        try:
            with pytest.raises(StorageError, match="another copy may be using the database"):
                await storage.watch()
        finally:
            os.kill(holder, signal.SIGCONT)


async def test_closed_books_stay_closed(storage_url: str) -> None:
    """Whoever still has them in hand gets a sentence, and doesn't open them behind the back of the next one."""
    async with open_storage(storage_url) as storage:
        pass
    async with open_storage(storage_url):
        with pytest.raises(StorageError, match="The database is closed"):
            async with storage.transaction():
                pass

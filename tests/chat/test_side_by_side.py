"""What goes on beside the chat: panels don't wait for each other, and nothing outlives the bot."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
from structlog.testing import capture_logs

from bot import app
from bot.sandbox.panel import Panel, serve
from bot.usecases import catalogue
from storage import StorageError, open_storage
from storage.postgresql import OWNER_LOCK
from tests.chat.conftest import OLGA, World
from tests.chat.ordering import LIKES, to_confirm
from tests.usecases import shop as counter


@pytest.fixture
async def spare(world: World) -> AsyncIterator[Panel]:
    """A second panel, which sells the same."""
    panel = Panel(speed=1000, first_order=900_001)
    async with serve(panel) as url:
        main = world.settings.panels["main"]
        panels = {"main": main, "spare": main.model_copy(update={"url": url})}
        world.settings = world.settings.model_copy(update={"panels": panels})
        yield panel


def _statuses(panel: Panel) -> int:
    return sum(request.action == "status" for request in panel.received)


async def test_a_panel_that_hangs_holds_up_no_other(world: World, spare: Panel) -> None:
    async with world.bot() as bot:
        desk = bot.shop.desk
        people = counter.Shop(desk, counter.Clock(), {"main": world.panel, "spare": spare})
        await people.meet(counter.CUSTOMER)
        for name, panel in people.truths.items():
            await catalogue.sync(desk, name)
            panel.fate(LIKES, "stall")
            await people.order(panel=name)
        hanging = world.panel.faults.add("status", "hang", times=None)
        await hanging.began.wait()
        before = _statuses(spare)
        await world.until(lambda: _statuses(spare) >= before + 10)
        hung = _statuses(world.panel)
        world.panel.faults.clear()
        await world.until(lambda: _statuses(world.panel) > hung)


async def test_nothing_outlives_the_bot(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stopped while its panel is silent: whoever opens the books next has them alone."""
    monkeypatch.setattr(app, "_READS", 0.1)
    hanging = [
        world.panel.faults.add(action, "hang", times=None) for action in ("services", "balance")
    ]
    before = asyncio.all_tasks()
    async with world.bot():
        for fault in hanging:
            await fault.began.wait()
    assert [task for task in asyncio.all_tasks() - before if _of_the_bot(task)] == []
    assert not (tmp_path / "shop.db-wal").exists()
    async with open_storage(world.settings.database_url) as books, books.transaction() as tx:
        assert "main" in await tx.panels.all()
    world.panel.faults.clear()


def _of_the_bot(task: "asyncio.Task[object]") -> bool:
    """The sandbox lives in this process as well, and is the one that hangs."""
    code = getattr(task.get_coro(), "cr_code", None)
    place = "" if code is None else code.co_filename
    return place.startswith(str(Path(app.__file__).parent)) and "sandbox" not in place


async def _end_lock(url: str) -> None:
    """What a restart of the server does to the connection that holds the lock."""
    admin = await asyncpg.connect(url)
    await admin.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks "
        "WHERE locktype = 'advisory' AND (classid::bigint << 32) + objid::bigint = $1 AND granted",
        OWNER_LOCK,
    )
    await admin.close()


async def test_a_bot_that_lost_its_books_stops_at_once_with_a_sentence(
    world: World, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It doesn't wait for the order that is being sent, which is for the next start, and isn't sent again."""
    monkeypatch.setattr(app, "_GRACE", 0.1)
    world.settings = world.settings.model_copy(update={"database_url": postgres_url})

    async def run() -> None:
        async with world.bot() as bot:
            await world.read_catalogue()
            ann = await world.invited(await world.operator())
            await to_confirm(ann)
            fault = world.panel.faults.add("add", "hang")
            ann.person.tap("Confirm")
            await fault.began.wait()
            await _end_lock(postgres_url)
            await bot.stopping.wait()

    with (
        capture_logs() as logs,
        pytest.raises(StorageError, match="another copy may be using the database"),
    ):
        await run()
    assert "Stopped in the middle of sending" not in [each["event"] for each in logs]
    world.panel.faults.clear()
    async with world.bot():
        await world.guest(OLGA, "Olga").hears("Was order #1 placed?")
    assert len(world.sent) == 1

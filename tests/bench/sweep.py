"""A sweep of 100,000 open orders: as many requests as there are hundreds, and hardly more work than the parts of it."""

import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.order import OrderStatus
from bot.panel import Account, Panel
from bot.usecases.desk import Desk, Wake
from bot.usecases.tracking import BATCH, poll
from storage import Storage, open_storage
from tests.bench.figures import Figure, milliseconds, seconds
from tests.bench.history import fill
from tests.bench.servers import server
from tests.bench.stall import watched

_OPEN = 100_000
_TRIES = 50


async def run() -> list[Figure]:
    async with _desk() as desk:
        requests = 0
        panel = desk.panels["main"]
        ask = panel.statuses

        async def counted(ids: list[str]) -> object:
            nonlocal requests
            requests += 1
            return await ask(ids)

        panel.statuses = counted  # type: ignore[method-assign, assignment]
        async with watched() as stall:
            swept = await seconds(lambda: _sweep(desk))
        panel.statuses = ask  # type: ignore[method-assign]
        parts = await _parts(desk)
    batches = -(-_OPEN // BATCH)
    return [
        Figure(what="requests for 100,000 open orders", value=requests, unit="", most=batches),
        Figure(
            what="a batch of the sweep / sum of its parts",
            value=swept / batches / sum(parts.values()),
            most=2,
            made_of=f"{milliseconds(swept / batches)} / "
            + " + ".join(f"{milliseconds(part)} {name}" for name, part in parts.items()),
        ),
        Figure(what="orders a second", value=_OPEN / swept, unit="/s"),
        Figure(what="longest stall in the sweep", value=stall.longest * 1000, unit="ms", most=50),
    ]


async def _sweep(desk: Desk) -> None:
    while await poll(desk, "main"):
        pass


async def _parts(desk: Desk) -> dict[str, float]:
    """A bare call, one claim, one batched write; the median of each."""
    panel, storage, now = desk.panels["main"], desk.storage, desk.clock() + timedelta(days=1)
    ids = [f"{number}" for number in range(1, BATCH + 1)]
    calls, claims, writes = [], [], []
    for _ in range(_TRIES):
        calls.append(await seconds(lambda: _call(panel, ids)))
        claims.append(await seconds(lambda: _claim(storage, now)))
        writes.append(await seconds(lambda: _write(storage, now)))
    return {
        "call": statistics.median(calls),
        "claim": statistics.median(claims),
        "write": statistics.median(writes),
    }


async def _call(panel: Panel, ids: list[str]) -> None:
    await panel.statuses(ids)


async def _claim(storage: Storage, now: datetime) -> None:
    async with storage.transaction() as tx:
        await tx.orders.claim_due("main", now, lease=timedelta(minutes=1), limit=BATCH)


async def _write(storage: Storage, now: datetime) -> None:
    async with storage.transaction() as tx:
        await tx.orders.reschedule(list(range(1, BATCH + 1)), now)


@asynccontextmanager
async def _desk() -> AsyncIterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        books = Path(folder) / "shop.db"
        async with open_storage(f"sqlite:///{books}"):
            pass  # its tables are made
        fill(books, count=_OPEN, status=OrderStatus.IN_PROGRESS, people=1000)
        async with server() as url, open_storage(f"sqlite:///{books}") as storage:
            account = Account(
                name="main",
                url=f"{url}/panel",
                key="k",
                requests_per_second=100_000,
                requests_per_minute=6_000_000,
            )
            async with Panel(account) as panel:
                yield Desk(
                    storage=storage,
                    panels={"main": panel},
                    clock=lambda: datetime.now(UTC),
                    epoch=1,
                    started_at=datetime.now(UTC),
                    wake=Wake(lanes={"main": asyncio.Event()}),
                )

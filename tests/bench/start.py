"""From nothing to the first poll, and what the bot takes of memory when it has worked for a while."""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox.telegram import Telegram
from bot.sandbox.telegram.server import serve
from tests.bench.figures import ROUNDS, Figure
from tests.bench.servers import server

_ROOT = Path(__file__).parents[2]
_TAPS = 500


async def run() -> list[Figure]:
    with TemporaryDirectory() as folder:
        async with server() as answers:
            starts, bare = [], []
            resident = 0.0
            for _ in range(ROUNDS + 1):
                telegram = Telegram()
                async with serve(telegram) as url:
                    settings = environment(url, answers, Path(folder))
                    async with started(("-m", "bot", "run"), settings, telegram) as (took, process):
                        starts.append(took)
                        if len(starts) > ROUNDS:
                            await _work(telegram)
                            resident = _resident(process)
                bare.append(await _echo())
    mine, other = statistics.median(starts[1:]), statistics.median(bare[1:])
    return [
        Figure(what="start to first poll", value=mine, unit="s", most=1),
        Figure(
            what="the same / the default echo bot",
            value=mine / other,
            made_of=f"{mine:.2f} s / {other:.2f} s",
        ),
        Figure(
            what=f"resident memory after {_TAPS} taps, 10,000 services",
            value=resident,
            unit="MB",
            most=120,
        ),
    ]


def environment(telegram: str, answers: str, folder: Path, admins: str = "1") -> dict[str, str]:
    return {
        "BOT_TOKEN": "100:TEST",
        "ADMIN_IDS": admins,
        "PANEL_URL": f"{answers}/panel",
        "PANEL_KEY": "k",
        "TELEGRAM_API_URL": telegram,
        "DATABASE_URL": f"sqlite:///{folder / 'shop.db'}",
    }


async def _echo() -> float:
    telegram = Telegram()
    async with (
        serve(telegram) as url,
        started(("-m", "tests.bench.echo", url), {}, telegram) as (took, _),
    ):
        return took


@asynccontextmanager
async def started(
    arguments: tuple[str, ...], environment: dict[str, str], telegram: Telegram
) -> AsyncIterator[tuple[float, asyncio.subprocess.Process]]:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=_ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await telegram.polled()
        yield time.perf_counter() - began, process
    finally:
        process.terminate()
        await process.wait()


async def _work(telegram: Telegram) -> None:
    olga = telegram.add_user(1, "Olga")
    olga.send("/start")
    await telegram.handled()
    for _ in range(_TAPS // 2):
        for text in ("/new", "/services"):
            olga.send(text)
            await telegram.handled()


def _resident(process: asyncio.subprocess.Process) -> float:
    """Megabytes."""
    for line in Path(f"/proc/{process.pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise LookupError("this system doesn't tell what a process takes")

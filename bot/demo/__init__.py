"""The demo: the real bot on real books, before two simulated panels and a simulated Telegram with a chat page.

One process, one port, no account anywhere. It starts as a shop that has been open for a month (`bot.demo.history`): Olga
owns it, Ann is one of its customers. What happened is there again at the next start; a demo that was killed has forgotten
the last seconds.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from aiohttp import web

from bot.app import Requests, running
from bot.config import Settings
from bot.demo import history
from bot.demo.history.cast import ANN, OLGA
from bot.demo.history.market import PRIME
from bot.demo.world import World, open_world
from bot.sandbox.panel import Panel, routes
from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.inprocess import InProcessRequest
from bot.sandbox.telegram.server import attach
from bot.stopping import told_by_signals
from bot.usecases.desk import Pace

HOST = "127.0.0.1"
_PEOPLE = f"#{OLGA}:operator,{ANN}:customer"
_MAX_REQUEST = 4 * 2**20
_WRITTEN_EVERY = 2.0  # seconds

_log = structlog.get_logger(__name__)


class DemoError(Exception):
    """Why the demo can't start, as a sentence."""


@dataclass(frozen=True, slots=True)
class Demo:
    """At work at `url` until `stopping` is set."""

    url: str
    world: World
    stopping: asyncio.Event


async def run(port: int, data: Path, speed: float) -> None:
    """Until SIGINT or SIGTERM. At `speed` 1 an order is done within half a minute; at 2 within a quarter."""
    with told_by_signals() as stop:
        async with playing(port, data, speed) as demo:
            stop.at_work(demo.stopping)
            note = f"\n{demo.world.note}\n" if demo.world.note else ""
            _say(f"{note}\nThe demo is at  {demo.url}/{_PEOPLE}\n\nStop it with Ctrl+C.\n")
            await _write_now_and_then(demo)


@asynccontextmanager
async def playing(port: int, data: Path, speed: float) -> AsyncIterator[Demo]:
    """The demo at work until the block ends. Port 0 is any free one."""
    world = _opened(data, speed)
    telegram = world.telegram
    async with _on_one_port(telegram, world.panels, port) as url:
        settings = _settings(world, url)
        if world.fresh:
            await history.write(telegram, world.panels, settings, datetime.now(UTC))
            await _write(world)
        requests = Requests(InProcessRequest(telegram), InProcessRequest(telegram))
        async with running(settings, requests=requests, pace=_pace(speed)) as bot:
            yield Demo(url=url, world=world, stopping=bot.stopping)
        await _write(world)


def _opened(data: Path, speed: float) -> World:
    try:
        return open_world(data, speed)
    except OSError as error:
        raise DemoError(
            f"{data} can't be used ({error.strerror}): name another folder, as in make demo ARGS='--data /tmp/demo'."
        ) from error


async def _write_now_and_then(demo: Demo) -> None:
    """Whatever the panel does shows in a chat soon: where no chat changes there is nothing to write."""
    changes = demo.world.telegram.changes
    written = 0
    while not demo.stopping.is_set():
        if changes.fired != written:
            written = changes.fired
            await _write(demo.world)
        try:
            async with asyncio.timeout(_WRITTEN_EVERY):
                await demo.stopping.wait()
        except TimeoutError:
            continue


async def _write(world: World) -> None:
    snapshot = world.snapshot()
    try:
        await asyncio.to_thread(world.write, snapshot)
    except OSError as error:
        _log.error("The demo can't be written down", folder=str(world.folder), error=str(error))


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


@asynccontextmanager
async def _on_one_port(
    telegram: Telegram, panels: Mapping[str, Panel], port: int
) -> AsyncIterator[str]:
    app = web.Application(client_max_size=_MAX_REQUEST)
    attach(app, telegram)
    for name, panel in panels.items():
        app.add_routes(routes(panel, path=_path(name), control=f"/sim{_place(name)}"))

    async def release(_: web.Application) -> None:
        for panel in panels.values():
            panel.faults.release()

    app.on_shutdown.append(release)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise DemoError(
                f"Port {port} can't be used ({error.strerror}): try another one, as in "
                "make demo ARGS='--port 8100'."
            ) from error
        yield f"http://{HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _place(panel: str) -> str:
    """The first panel's is the one that every sandbox has."""
    return "/panel" if panel == PRIME else f"/{panel}"


def _path(panel: str) -> str:
    return f"{_place(panel)}/api/v2"


def _settings(world: World, url: str) -> Settings:
    panels = {
        name: {"url": f"{url}{_path(name)}", "key": panel.key, "requests_per_minute": 6000}
        for name, panel in world.panels.items()
    }
    return Settings.model_validate(
        {
            "bot_token": world.telegram.token,
            "admin_ids": (OLGA,),
            "panels": panels,
            "database_url": f"sqlite:///{world.books}",
            "low_balance": 20,
        }
    )


def _pace(speed: float) -> Pace:
    """As in earnest, only quicker: orders are looked at every second or so."""
    return Pace(
        first_check=timedelta(seconds=1 / speed),
        retry=timedelta(seconds=3 / speed),
        parked=timedelta(seconds=10 / speed),
        grace=timedelta(seconds=20 / speed),
        lease=timedelta(seconds=10 / speed),
        poll=timedelta(seconds=1 / speed),
    )

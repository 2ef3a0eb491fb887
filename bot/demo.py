"""The demo: the real bot on real books, before a simulated panel and a simulated Telegram with a chat page.

One process, one port, no account anywhere. User 1 is the operator, 1001 a customer who was invited.
"""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from aiohttp import web

from bot.app import Requests, running
from bot.config import Settings
from bot.domain.user import User
from bot.sandbox.panel import Panel, routes
from bot.sandbox.panel.core import DEMO_SPEED
from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.inprocess import InProcessRequest
from bot.sandbox.telegram.server import attach
from bot.usecases.desk import Desk, Pace

OPERATOR, CUSTOMER = 1, 1001
HOST = "127.0.0.1"
_PEOPLE = f"#{OPERATOR}:operator,{CUSTOMER}:customer"
_MAX_REQUEST = 4 * 2**20


class DemoError(Exception):
    """Why the demo can't start, as a sentence."""


async def run(port: int, data: Path, speed: float) -> None:
    """Until SIGINT or SIGTERM. At `speed` 1 an order is done within half a minute; at 2 within a quarter."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with playing(port, data, speed) as url:
        sys.stdout.write(f"\nThe demo is at  {url}/{_PEOPLE}\n\nStop it with Ctrl+C.\n")
        sys.stdout.flush()
        await stop.wait()


@asynccontextmanager
async def playing(port: int, data: Path, speed: float) -> AsyncIterator[str]:
    """The demo at work until the block ends; gives its address. Port 0 is any free one."""
    panel = Panel(
        balance=Decimal(250),
        speed=DEMO_SPEED * speed,
        mishaps=True,
        first_order=(int(time.time()) - 1_700_000_000) * 10,  # no id that an earlier run gave
    )
    telegram = Telegram(username="demo_shop_bot", first_name="Demo shop")
    for user_id, name in ((OPERATOR, "Olga"), (CUSTOMER, "Ann")):
        telegram.add_user(user_id, first_name=name, language_code="en")
    async with _on_one_port(telegram, panel, port) as url:
        requests = Requests(InProcessRequest(telegram), InProcessRequest(telegram))
        settings = _settings(telegram, panel, url, data)
        async with running(settings, requests=requests, pace=_pace(speed)) as bot:
            await _invite(bot.shop.desk)
            yield url


@asynccontextmanager
async def _on_one_port(telegram: Telegram, panel: Panel, port: int) -> AsyncIterator[str]:
    app = web.Application(client_max_size=_MAX_REQUEST)
    attach(app, telegram)
    app.add_routes(routes(panel))

    async def release(_: web.Application) -> None:
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


def _settings(telegram: Telegram, panel: Panel, url: str, data: Path) -> Settings:
    return Settings.model_validate(
        {
            "bot_token": telegram.token,
            "admin_ids": (OPERATOR,),
            "panels": {
                "demo": {
                    "url": f"{url}/panel/api/v2",
                    "key": panel.key,
                    "requests_per_minute": 6000,
                }
            },
            "database_url": f"sqlite:///{data / 'shop.db'}",
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
        poll=timedelta(seconds=1 / speed),
    )


async def _invite(desk: Desk) -> None:
    """The customer was let in before."""
    async with desk.storage.transaction() as tx:
        await tx.users.meet(User(id=CUSTOMER, first_name="Ann"), desk.clock())
        await tx.users.set_member(CUSTOMER)

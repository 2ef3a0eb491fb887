"""A real HTTP server that answers as told, and a client that speaks to it."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import stamina
from aiohttp import web

from bot.panel import Account, Panel

KEY = "a-very/secret key&9f"
Responder = Callable[[web.Request], Awaitable[web.StreamResponse]]


def said(
    body: Any, status: int = 200, content_type: str = "text/html", **headers: str
) -> Responder:
    """An answer: bytes and text as they are, everything else as JSON."""
    raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else None
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def respond(_request: web.Request) -> web.StreamResponse:
        content = json.dumps(body).encode() if raw is None else raw
        return web.Response(body=content, status=status, content_type=content_type, headers=named)

    return respond


class Script:
    """Answers in the given order; the last one goes on for ever. `received` are the forms that came."""

    def __init__(self) -> None:
        self.received: list[dict[str, str]] = []
        self.requests: list[web.BaseRequest] = []
        self.peers: list[tuple[str, int]] = []
        self.url = ""
        self.released = asyncio.Event()
        self._answers: deque[Responder] = deque()

    def answers(self, *bodies: Any) -> None:
        self._answers = deque(b if callable(b) else said(b) for b in bodies)

    def asked(self, action: str) -> list[dict[str, str]]:
        return [form for form in self.received if form["action"] == action]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        assert request.transport is not None
        self.peers.append(request.transport.get_extra_info("peername"))
        form = await request.post()
        self.received.append({name: str(value) for name, value in form.items()})
        respond = self._answers.popleft() if len(self._answers) > 1 else self._answers[0]
        return await respond(request)


@asynccontextmanager
async def serve(script: Script) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", script.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    script.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v2"
    try:
        yield
    finally:
        script.released.set()
        await runner.cleanup()


@pytest.fixture
async def script() -> AsyncIterator[Script]:
    script = Script()
    async with serve(script):
        yield script


def account(url: str, **options: Any) -> Account:
    fast: dict[str, Any] = {"requests_per_second": 1e6, "requests_per_minute": 6e7}
    return Account(**{"name": "main", "url": url, "key": KEY, **fast, **options})


@pytest.fixture
async def panel(script: Script) -> AsyncIterator[Panel]:
    async with Panel(account(script.url)) as panel:
        yield panel


@pytest.fixture(autouse=True)
def _no_waiting_between_attempts() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield

"""The simulator as an HTTP server: Bot API, person's side and chat page, on one port.

Whoever mounts it into an application of their own calls ``attach``; long polls and event streams
then end when that application shuts down.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot.sandbox.telegram.bot_api import bot_api_routes
from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.group_api import group_api_routes
from bot.sandbox.telegram.person_api import person_api_routes

PAGE = Path(__file__).parent / "page"
_SHUTDOWN_SECONDS = 5.0


def routes(sim: Telegram) -> list[web.RouteDef]:
    """Everything the simulator serves: /bot…, /file/bot…, /sim/…, / and /page/…."""
    page = [web.get("/", _index), web.get(r"/page/{name:[A-Za-z0-9_][\w.\-]*}", _page_file)]
    return [*bot_api_routes(sim), *person_api_routes(sim), *group_api_routes(sim), *page]


def attach(app: web.Application, sim: Telegram) -> None:
    async def end_what_waits(_app: web.Application) -> None:
        await sim.close()

    app.add_routes(routes(sim))
    app.on_shutdown.append(end_what_waits)


def make_app(sim: Telegram) -> web.Application:
    app = web.Application()
    attach(app, sim)
    return app


@asynccontextmanager
async def serve(sim: Telegram, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve on that port, or on a free one for 0; gives the URL without a final slash."""
    runner = web.AppRunner(make_app(sim), shutdown_timeout=_SHUTDOWN_SECONDS, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    finally:
        await runner.cleanup()


async def _index(_request: web.Request) -> web.StreamResponse:
    return _static("index.html")


async def _page_file(request: web.Request) -> web.StreamResponse:
    return _static(request.match_info["name"])


def _static(name: str) -> web.StreamResponse:
    file = PAGE / name
    if not file.is_file():
        return web.Response(status=404, text="The chat page has no such file.")
    return web.FileResponse(file, headers={"Cache-Control": "no-cache"})

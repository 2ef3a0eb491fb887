"""The panel over HTTP: the API, its faults, and the controls a test or a demo uses.

`routes` fit into any aiohttp application; whoever composes them calls `panel.faults.release()` at
shutdown, so that nothing keeps hanging (`make_app` and `serve` do).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.sandbox.panel.actions import answer, error
from bot.sandbox.panel.control import control_routes
from bot.sandbox.panel.core import Panel
from bot.sandbox.panel.inflict import MOVED, inflict
from bot.sandbox.panel.replies import respond

API_PATH = "/panel/api/v2"
CONTROL_PATH = "/sim/panel"
_PAGE = (
    "<!doctype html><title>API</title><h1>API</h1><p>Send a POST request with key and action.</p>"
)


def routes(panel: Panel, path: str = API_PATH, control: str = CONTROL_PATH) -> list[web.RouteDef]:
    """The API at `path`, the controls below `control`."""

    async def api(request: web.Request) -> web.StreamResponse:
        fields = await _form(request)
        panel.note(method=request.method, path=request.path, fields=fields)
        if request.method != "POST":
            return web.Response(text=_PAGE, content_type="text/html")
        if request.content_type not in {
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        }:
            told, status = error(panel.dialect, "Incorrect request")
            return respond(told, panel.dialect, status=status)
        fault = panel.faults.take(fields.get("action", ""))
        if fault is not None:
            return await inflict(panel, fault, request, fields)
        told, status = answer(panel, fields)
        return respond(told, panel.dialect, status=status)

    return [
        web.route("*", path, api),
        web.route("*", path + MOVED, api),
        *control_routes(panel, control),
    ]


def make_app(panel: Panel, path: str = API_PATH, control: str = CONTROL_PATH) -> web.Application:
    """An application that is this panel and nothing else."""
    app = web.Application(client_max_size=4 * 2**20)
    app.add_routes(routes(panel, path, control))

    async def release(_app: web.Application) -> None:
        panel.faults.release()

    app.on_shutdown.append(release)
    return app


@asynccontextmanager
async def serve(
    panel: Panel, host: str = "127.0.0.1", port: int = 0, path: str = API_PATH
) -> AsyncIterator[str]:
    """Serve it until the block ends; gives the URL of the API. Port 0 is any free one."""
    runner = web.AppRunner(make_app(panel, path), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        address = runner.addresses[0]
        yield f"http://{address[0]}:{address[1]}{path}"
    finally:
        await runner.cleanup()


async def _form(request: web.Request) -> dict[str, str]:
    """The fields as PHP would see them: the last of a name wins, files don't count."""
    if request.method != "POST":
        return dict(request.query)
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}

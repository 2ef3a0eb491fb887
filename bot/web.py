"""The bot's own pages: whether it is well, and what it counts. For the people and programs that run it.

Nothing here asks who is reading, so nothing here says more than that.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

Check = Callable[[], Awaitable[None]]
"""Raises when something isn't well."""

Measure = Callable[[], Awaitable[CollectorRegistry]]
"""The figures as they are now."""

_CHECK_SECONDS = 5.0
_STOP_SECONDS = 2.0
_log = structlog.get_logger(__name__)


class WebError(Exception):
    """The pages can't be served. Its text is for the operator."""


@asynccontextmanager
async def serve(
    host: str, port: int, checks: Mapping[str, Check], measure: Measure
) -> AsyncIterator[str]:
    """Serves until the end of the block, and gives the address; port 0 is any free one. `WebError` when it can't."""
    app = web.Application()
    app.router.add_get("/healthz", _health(checks))
    app.router.add_get("/metrics", _metrics(measure))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise WebError(
                f"The health page can't be served at {host}, port {port} ({error.strerror}): "
                "set another HTTP_PORT or HTTP_HOST, or take HTTP_PORT out to do without."
            ) from error
        address = runner.addresses[0]
        yield f"http://{f'[{address[0]}]' if ':' in address[0] else address[0]}:{address[1]}"
    finally:
        await runner.cleanup()


def _health(checks: Mapping[str, Check]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def health(_: web.Request) -> web.Response:
        well = await asyncio.gather(*(_is_well(name, check) for name, check in checks.items()))
        failed = [name for name, good in zip(checks, well, strict=True) if not good]
        if failed:
            return web.json_response({"status": "failing", "failed": failed}, status=503)
        return web.json_response({"status": "ok"})

    return health


async def _is_well(name: str, check: Check) -> bool:
    """The cause is for the log, not for whoever reads the page."""
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            await check()
    except Exception as error:  # noqa: BLE001 - any failure of a check is its answer
        _log.warning("A health check failed", check=name, error=repr(error))
        return False
    return True


def _metrics(measure: Measure) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def metrics(_: web.Request) -> web.Response:
        return web.Response(
            body=generate_latest(await measure()), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    return metrics

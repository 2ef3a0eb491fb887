"""Whoever runs the bot asks whether it is well."""

import asyncio
import socket
from contextlib import closing

import aiohttp
import pytest
from prometheus_client import CollectorRegistry, Counter
from structlog.testing import capture_logs

from bot.web import WebError, serve


async def well() -> None:
    """Nothing to complain about."""


async def ill() -> None:
    raise ConnectionError("postgresql://me:s3cret@db refused")


async def get(url: str) -> tuple[int, str, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, answer.headers["Content-Type"], await answer.text()


async def test_a_bot_that_is_well_says_so() -> None:
    checks = {"database": well, "telegram": well}
    async with serve("127.0.0.1", 0, checks, CollectorRegistry()) as url:
        status, _, text = await get(f"{url}/healthz")
    assert status == 200
    assert text == '{"status": "ok"}'


async def test_what_is_ill_is_named_and_the_cause_is_in_the_log_only() -> None:
    checks = {"database": ill, "telegram": well}
    with capture_logs() as logged:
        async with serve("127.0.0.1", 0, checks, CollectorRegistry()) as url:
            status, _, text = await get(f"{url}/healthz")
    assert status == 503
    assert text == '{"status": "failing", "failed": ["database"]}'
    assert logged[0]["check"] == "database"
    assert "refused" in logged[0]["error"]


async def test_a_check_that_never_ends_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web._CHECK_SECONDS", 0)

    async def stuck() -> None:
        await asyncio.Event().wait()

    async with serve("127.0.0.1", 0, {"database": stuck}, CollectorRegistry()) as url:
        status, _, text = await get(f"{url}/healthz")
    assert status == 503
    assert "database" in text


async def test_figures_are_told_as_prometheus_reads_them() -> None:
    registry = CollectorRegistry()
    Counter("orders_placed", "Orders that a panel took", registry=registry).inc(3)
    async with serve("127.0.0.1", 0, {}, registry) as url:
        status, kind, text = await get(f"{url}/metrics")
    assert status == 200
    assert kind.startswith("text/plain; version=")
    assert "orders_placed_total 3.0" in text


async def test_other_addresses_arent_there() -> None:
    async with serve("127.0.0.1", 0, {}, CollectorRegistry()) as url:
        assert (await get(f"{url}/"))[0] == 404


async def test_a_port_that_is_taken_is_told_with_the_mend() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(WebError, match=rf"port {port} .* set another HTTP_PORT"):
            async with serve("127.0.0.1", port, {}, CollectorRegistry()):
                pass


async def test_a_host_that_isnt_ours_is_told_with_the_mend() -> None:
    with pytest.raises(WebError, match="HTTP_HOST"):
        async with serve("192.0.2.1", 0, {}, CollectorRegistry()):
            pass


async def test_nobody_answers_after_the_end() -> None:
    async with serve("127.0.0.1", 0, {}, CollectorRegistry()) as url:
        pass
    with pytest.raises(aiohttp.ClientConnectionError):
        await get(f"{url}/healthz")

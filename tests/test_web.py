"""Whoever runs the bot asks whether it is well."""

import asyncio
import socket
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import aiohttp
import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from bot.domain.notice import NoticeKind
from bot.metrics import measure
from bot.panel import Account, Panel
from bot.sandbox import panel as sandbox
from bot.web import WebError, serve
from storage import Storage


async def well() -> None:
    """Nothing to complain about."""


async def no_figures() -> CollectorRegistry:
    return CollectorRegistry()


async def ill() -> None:
    raise ConnectionError("postgresql://me:s3cret@db refused")


async def get(url: str) -> tuple[int, str, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, answer.headers["Content-Type"], await answer.text()


async def test_a_bot_that_is_well_says_so() -> None:
    checks = {"database": well, "telegram": well}
    async with serve("127.0.0.1", 0, checks, no_figures) as url:
        status, _, text = await get(f"{url}/healthz")
    assert status == 200
    assert text == '{"status": "ok"}'


async def test_what_is_ill_is_named_and_the_cause_is_in_the_log_only() -> None:
    checks = {"database": ill, "telegram": well}
    with capture_logs() as logged:
        async with serve("127.0.0.1", 0, checks, no_figures) as url:
            status, _, text = await get(f"{url}/healthz")
    assert status == 503
    assert text == '{"status": "failing", "failed": ["database"]}'
    assert logged[0]["check"] == "database"
    assert "refused" in logged[0]["error"]


async def test_a_check_that_never_ends_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web._CHECK_SECONDS", 0)

    async def stuck() -> None:
        await asyncio.Event().wait()

    async with serve("127.0.0.1", 0, {"database": stuck}, no_figures) as url:
        status, _, text = await get(f"{url}/healthz")
    assert status == 503
    assert "database" in text


async def test_figures_are_read_from_the_books_when_they_are_asked_for(
    sqlite_storage: Storage,
) -> None:
    async with serve("127.0.0.1", 0, {}, partial(measure, sqlite_storage, {})) as url:
        _, _, before = await get(f"{url}/metrics")
        async with sqlite_storage.transaction() as tx:
            await tx.panels.register(["main"])
            await tx.panels.set_balance("main", Decimal("12.5"), "EUR", datetime.now(UTC))
            await tx.outbox.put(NoticeKind.ALERT, 1, "alert", now=datetime.now(UTC))
        status, kind, text = await get(f"{url}/metrics")
    assert status == 200
    assert kind.startswith("text/plain; version=")
    assert "shop_notices_waiting 0.0" in before
    assert "shop_notices_waiting 1.0" in text
    assert 'shop_panel_balance{currency="EUR",panel="main"} 12.5' in text
    assert 'shop_orders{status="unconfirmed"} 0.0' in text


async def test_how_well_panels_answer_is_among_the_figures(sqlite_storage: Storage) -> None:
    truth = sandbox.Panel()
    async with sandbox.serve(truth) as address:
        account = Account(name="main", url=address, key=truth.key, requests_per_minute=60_000)
        async with Panel(account) as panel:
            await panel.balance()
            idle = Panel(account)
            figures = partial(measure, sqlite_storage, {"main": panel, "idle": idle})
            async with serve("127.0.0.1", 0, {}, figures) as url:
                _, _, text = await get(f"{url}/metrics")
    assert 'shop_panel_exchanges{panel="main"} 1.0' in text
    assert 'shop_panel_failures{panel="main"} 0.0' in text
    assert 'shop_panel_latency_seconds{panel="main",quantile="0.95"}' in text
    assert 'shop_panel_exchanges{panel="idle"} 0.0' in text
    assert 'latency_seconds{panel="idle"' not in text


async def test_other_addresses_arent_there() -> None:
    async with serve("127.0.0.1", 0, {}, no_figures) as url:
        assert (await get(f"{url}/"))[0] == 404


async def test_a_port_that_is_taken_is_told_with_the_mend() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(WebError, match=rf"port {port} .* set another HTTP_PORT"):
            async with serve("127.0.0.1", port, {}, no_figures):
                pass


async def test_a_host_that_isnt_ours_is_told_with_the_mend() -> None:
    with pytest.raises(WebError, match="HTTP_HOST"):
        async with serve("192.0.2.1", 0, {}, no_figures):
            pass


async def test_nobody_answers_after_the_end() -> None:
    async with serve("127.0.0.1", 0, {}, no_figures) as url:
        pass
    with pytest.raises(aiohttp.ClientConnectionError):
        await get(f"{url}/healthz")

"""Reads: balance, repetition, redirects, and the rate limit that all requests share."""

import asyncio
import shutil
import ssl
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.panel import (
    Balance,
    Cause,
    Panel,
    PanelRejected,
    PanelUnavailable,
    PanelUndetermined,
    Reason,
    Refusal,
)
from bot.panel.client import _worth_repeating
from bot.panel.errors import Evidence
from bot.panel.http import Reply, redirected
from tests.panel.conftest import KEY, Script, account, said
from tests.panel.test_add import add, cuts_the_body, refused_port, resets

GOOD = {"balance": "100.84292", "currency": "TRY"}


@pytest.mark.parametrize(
    ("answer", "amount", "currency"),
    [
        (GOOD, "100.84292", "TRY"),
        ({"balance": 100.84292, "currency": "TRY"}, "100.84292", "TRY"),
        ({"balance": 5}, "5", ""),
        ({"balance": 0, "currency": "USD"}, "0", "USD"),
        ({"balance": "1,234.50", "currency": "USD"}, "1234.50", "USD"),
        ({"balance": "$1,234.50"}, "1234.50", "USD"),
        ({"balance": "12.5 EUR"}, "12.5", "EUR"),
        ({"balance": "₺ 7"}, "7", "TRY"),
        ({"balance": "-3.2", "currency": "USD"}, "-3.2", "USD"),
        ({"status": "success", "balance": "7", "currency": "USD"}, "7", "USD"),
        ({"status": "success", "data": {"balance": "7", "currency": "USD"}}, "7", "USD"),
    ],
)
async def test_balances(
    panel: Panel, script: Script, answer: Any, amount: str, currency: str
) -> None:
    script.answers(answer)
    assert await panel.balance() == Balance(amount=Decimal(amount), currency=currency)
    assert script.received == [{"key": KEY, "action": "balance"}]


async def test_it_is_a_form_post(panel: Panel, script: Script) -> None:
    script.answers(GOOD)
    await panel.balance()
    (request,) = script.requests
    assert request.method == "POST"
    assert request.content_type == "application/x-www-form-urlencoded"


FAILING = [
    (said("", 500), Cause.SERVER_ERROR),
    (said("<html>", 503), Cause.SERVER_ERROR),
    (said({"error": "Robots asleep"}, 500), Cause.SERVER_ERROR),
    (said("<html>", 403), Cause.HTML),
    (said("<html>", 404), Cause.HTML),
    (said("", 429), Cause.BUSY),
    (said({"error": "Easy!"}, 429), Cause.BUSY),
    ({"error": "Rate limit exceeded"}, Cause.BUSY),
    ({"error": "The panel is under maintenance"}, Cause.BUSY),
    ("", Cause.EMPTY),
    ("<html>", Cause.HTML),
    ('{"balance": "1', Cause.BROKEN),
    ('{"balance": "1"} trailing', Cause.BROKEN),
    ({"balance": "soon"}, Cause.ODD),
    ([], Cause.ODD),
    (said("null", 500), Cause.ODD),
    (resets, Cause.RESET),
    (cuts_the_body, Cause.RESET),
    (said("", 302, Location="http://localhost:1/api"), Cause.REDIRECT),
]


@pytest.mark.parametrize(("answer", "cause"), FAILING)
async def test_a_failing_read_is_tried_three_times_and_then_unavailable(
    panel: Panel, script: Script, answer: Any, cause: Cause
) -> None:
    script.answers(answer)
    with pytest.raises(PanelUnavailable) as caught:
        await panel.balance()
    assert caught.value.cause is cause
    assert len(script.received) == 3


@pytest.mark.parametrize(("answer", "cause"), FAILING)
async def test_a_read_that_fails_once_succeeds(
    panel: Panel, script: Script, answer: Any, cause: Cause
) -> None:
    script.answers(answer, GOOD)
    assert (await panel.balance()).amount == Decimal("100.84292")
    assert len(script.received) == 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"error": "Invalid API key"}, Reason.BAD_KEY),
        (said("<html>", 401), Reason.BAD_KEY),
        (said("", 402), Reason.NO_FUNDS),
        ({"error": "Our robots are asleep"}, Reason.UNKNOWN),
        ('"Incorrect request"', Reason.NO_SUCH_ACTION),
        ("null", Reason.NO_SUCH_ACTION),
    ],
)
async def test_a_refused_read_is_not_repeated(
    panel: Panel, script: Script, answer: Any, reason: Reason
) -> None:
    script.answers(answer)
    with pytest.raises(PanelRejected) as caught:
        await panel.balance()
    assert caught.value.reason is reason
    assert len(script.received) == 1


async def test_a_panel_that_cannot_be_reached() -> None:
    async with Panel(account(refused_port())) as panel:
        with pytest.raises(PanelUnavailable) as caught:
            await panel.balance()
    assert (caught.value.cause, caught.value.evidence.sent) == (Cause.CONNECT, False)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0", 0.0), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)],
)
async def test_when_to_come_back_is_told(
    panel: Panel, script: Script, header: str, seconds: float | None
) -> None:
    script.answers(said("", 429, Retry_After=header))
    with pytest.raises(PanelUnavailable) as caught:
        await panel.balance()
    assert caught.value.retry_after == seconds


def unavailable(cause: Cause = Cause.BUSY, retry_after: float | None = None) -> PanelUnavailable:
    return PanelUnavailable("main", cause, Evidence(sent=True), retry_after=retry_after)


def test_a_short_retry_after_is_honoured_and_a_long_one_left_to_the_timetable() -> None:
    assert _worth_repeating(unavailable()) is True
    assert _worth_repeating(unavailable(retry_after=7.0)) == 7.0
    assert _worth_repeating(unavailable(retry_after=600.0)) is False
    assert _worth_repeating(unavailable(Cause.TOO_LARGE)) is False
    assert _worth_repeating(ValueError()) is False


async def test_a_read_follows_a_redirect_on_its_host_with_the_form(
    panel: Panel, script: Script
) -> None:
    script.answers(said("", 302, Location="/api/v2/"), GOOD)
    await panel.balance()
    assert [request.path for request in script.requests] == ["/api/v2", "/api/v2/"]
    assert script.received[0] == script.received[1]


async def test_a_move_for_good_is_remembered_so_that_orders_arrive(
    panel: Panel, script: Script
) -> None:
    script.answers(said("", 301, Location="/new"), GOOD, {"order": 1})
    await panel.balance()
    assert await add(panel) == "1"
    assert [request.path for request in script.requests] == ["/api/v2", "/new", "/new"]


async def test_a_passing_redirect_is_not_remembered(panel: Panel, script: Script) -> None:
    script.answers(said("", 302, Location="/new"), GOOD)
    await panel.balance()
    await panel.balance()
    assert [request.path for request in script.requests] == ["/api/v2", "/new", "/api/v2"]


async def test_a_redirect_in_circles_ends(panel: Panel, script: Script) -> None:
    script.answers(said("", 308, Location="/api/v2"))
    with pytest.raises(PanelUnavailable) as caught:
        await panel.balance()
    assert caught.value.cause is Cause.REDIRECT


async def test_the_key_never_follows_to_another_host(panel: Panel, script: Script) -> None:
    script.answers(said("", 307, Location=script.url.replace("127.0.0.1", "localhost")))
    with pytest.raises(PanelUnavailable):
        await panel.balance()
    assert {request.host.split(":")[0] for request in script.requests} == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        ("http://a.b/x", "/y", "http://a.b/y"),
        ("http://a.b/x", "https://a.b/x", "https://a.b/x"),
        ("https://a.b/x", "http://a.b/x", None),
        ("https://a.b/x", "https://c.d/x", None),
        ("https://a.b/x", "//c.d/x", None),
        ("https://a.b/x", "ftp://a.b/x", None),
        ("https://a.b/x", "https://a.b:bad/x", None),
        ("https://a.b/x", "", None),
    ],
)
def test_where_a_redirect_may_lead(url: str, location: str, target: str | None) -> None:
    assert redirected(url, Reply(status=302, body=b"", location=location)) == target


@pytest.fixture
def self_signed(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl isn't installed, and it makes the certificate")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    options = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-nodes"]
    made = ["-newkey", "rsa:2048", "-days", "2", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(  # noqa: S603 - our own words only
        [openssl, "req", "-x509", *made, *options], check=True, capture_output=True
    )
    return certificate, key


async def test_a_certificate_nobody_vouches_for_is_not_trusted(
    self_signed: tuple[Path, Path],
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed)
    received: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        received.append(await request.text())
        return web.json_response({"order": 1})

    app = web.Application()
    app.router.add_post("/", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    try:
        async with Panel(account(f"https://127.0.0.1:{runner.addresses[0][1]}/")) as panel:
            with pytest.raises(PanelUnavailable) as caught:
                await add(panel)
    finally:
        await runner.cleanup()
    assert (caught.value.cause, caught.value.evidence.sent) == (Cause.TLS, False)
    assert received == []


async def test_requests_wait_for_their_turn(script: Script) -> None:
    """Fifty a minute is one in 1.2 seconds, and whoever comes second waits until it is let."""
    script.answers(GOOD)
    slow = account(script.url, requests_per_second=1, requests_per_minute=0.001)
    async with Panel(slow) as panel:
        await panel.balance()
        waiting = asyncio.create_task(panel.balance())
        adding = asyncio.create_task(add(panel))
        done, _ = await asyncio.wait({waiting, adding}, timeout=0.2)
        assert done == set()
        assert len(script.received) == 1
        for task in (waiting, adding):
            task.cancel()
        await asyncio.gather(waiting, adding, return_exceptions=True)


async def test_a_panel_must_be_open(script: Script) -> None:
    panel = Panel(account(script.url))
    with pytest.raises(RuntimeError):
        await panel.balance()


async def test_open_and_close_by_hand(script: Script) -> None:
    script.answers(GOOD)
    panel = Panel(account(script.url))
    await panel.open()
    await panel.open()
    assert (await panel.balance()).currency == "TRY"
    await panel.close()
    await panel.close()


async def test_a_cancelled_order_propagates_the_cancellation(panel: Panel, script: Script) -> None:
    arrived = asyncio.Event()

    async def never(_request: web.Request) -> web.StreamResponse:
        arrived.set()
        await script.released.wait()
        return web.Response()

    script.answers(never)
    adding = asyncio.create_task(add(panel))
    await arrived.wait()
    adding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await adding


def test_kinds_of_errors_are_told_apart() -> None:
    assert not issubclass(PanelUndetermined, PanelUnavailable | PanelRejected)
    assert {reason.kind for reason in Reason} == set(Refusal)

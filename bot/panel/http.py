"""One POST to a panel, over a fresh connection, sent once.

A kept-alive connection that the server is just closing makes it unknowable whether a request arrived, and a followed
redirect sends it twice; so connections aren't reused and redirects are reported. Whether anything was sent is what the
client saw leave, not a guess from the kind of failure. What comes back is a value, `Reply` or `Loss`: an exception would
carry the request, and with it the key, up into logs.
"""

import asyncio
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import aiohttp
from yarl import URL

from bot.panel.errors import Cause

MAX_BODY = 16 * 1024 * 1024
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {"Accept": "application/json", "User-Agent": "panel-desk"}

Guard = Callable[[], None]
"""Called when the connection stands and nothing is written yet; raising keeps everything back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`retry_after` is in seconds."""

    status: int
    body: bytes
    location: str = field(default="", repr=False)
    retry_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """No whole answer. With `sent` false nothing left this machine. `body` is what had come by then, `fault` the class of
    the exception that ended it.
    """

    cause: Cause
    fault: str = ""
    sent: bool
    status: int | None = None
    body: bytes = b""
    retry_after: float | None = None


class Exchange:
    """What is known of the exchange under way."""

    __slots__ = ("body", "guard", "held_back", "sent", "status")

    def __init__(self, guard: Guard | None) -> None:
        self.guard = guard
        self.held_back = False
        self.sent = False
        self.status: int | None = None
        self.body = bytearray()


def open_session() -> aiohttp.ClientSession:
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(_about_to_write)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(force_close=True),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=_HEADERS,
        timeout=aiohttp.ClientTimeout(total=None),
        trace_configs=[trace],
    )


async def _about_to_write(
    _session: aiohttp.ClientSession,
    context: SimpleNamespace,
    _params: aiohttp.TraceRequestHeadersSentParams,
) -> None:
    """aiohttp awaits this with the headers still in its hands: what raises here leaves no byte on the wire."""
    exchange: Exchange = context.trace_request_ctx
    if exchange.guard is not None:
        exchange.held_back = True
        exchange.guard()
        exchange.held_back = False
    exchange.sent = True


async def post(
    session: aiohttp.ClientSession,
    url: str,
    form: Callable[[], Mapping[str, str]],
    *,
    timeout: float,  # noqa: ASYNC109 - one limit for connecting, sending and reading, whatever the caller does
    guard: Guard | None = None,
) -> Reply | Loss:
    """`form` is called for the fields so that no frame up to here holds the key; `timeout` is in seconds, for it all."""
    exchange = Exchange(guard)
    try:
        async with (
            asyncio.timeout(timeout),
            session.post(
                url,
                data=aiohttp.FormData(form()),
                allow_redirects=False,
                trace_request_ctx=exchange,
            ) as response,
        ):
            exchange.status = response.status
            whole = await _read(response, exchange.body)
            reply = Reply(
                status=response.status,
                body=bytes(exchange.body),
                location=response.headers.get("Location", ""),
                retry_after=_seconds(response.headers.get("Retry-After", "")),
            )
    except Exception as error:  # noqa: BLE001 - whatever broke, what counts is whether anything was sent
        cause = Cause.GUARD if exchange.held_back else _cause(error)
        fault = type(error).__name__
    else:
        if whole:
            return reply
        cause, fault = Cause.TOO_LARGE, ""
    return Loss(
        cause=cause,
        fault=fault,
        sent=exchange.sent,
        status=exchange.status,
        body=bytes(exchange.body),
    )


async def _read(response: aiohttp.ClientResponse, body: bytearray) -> bool:
    """Into `body`, decompressed. False once it is larger than any catalogue."""
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > MAX_BODY:
            return False
    return True


def _cause(error: Exception) -> Cause:
    match error:
        case TimeoutError():
            return Cause.TIMEOUT
        case aiohttp.ClientSSLError() | aiohttp.ServerFingerprintMismatch():
            return Cause.TLS
        case aiohttp.ClientConnectorDNSError() | socket.gaierror():
            return Cause.DNS
        case aiohttp.ClientConnectorError() | aiohttp.InvalidURL():
            return Cause.CONNECT
        case _:
            return Cause.RESET


def _seconds(retry_after: str) -> float | None:
    if not retry_after:
        return None
    if retry_after.strip().isdecimal() and len(retry_after) < 10:
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def redirected(url: str, outcome: Reply | Loss) -> str | None:
    """Where a reply sends us on the same host; never from https to http, where the key could be overheard."""
    if isinstance(outcome, Loss) or outcome.status not in _REDIRECTS or not outcome.location:
        return None
    here = URL(url)
    try:
        target = here.join(URL(outcome.location))
    except ValueError:
        return None
    downgraded = here.scheme == "https" and target.scheme != "https"
    if target.host != here.host or downgraded or target.scheme not in {"http", "https"}:
        return None
    return str(target)

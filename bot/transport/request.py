"""HTTP to Telegram over aiohttp, behind python-telegram-bot's `BaseRequest`.

What must stay true:

* Nothing is sent twice: Bot API calls are POSTs, which aiohttp never re-sends by itself, redirects
  are not followed, and there is no retry here.
* The URL, which carries the bot token, is in no error: errors are raised outside the `except`
  block, so that not even `__context__` leads to the library's own error with the URL in it.
* What surely never left (no connection) is told apart from what may have arrived: `NotSent`
  against `Cut` and a plain `TimedOut`.
"""

import io
import json
import os
from typing import Any

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from telegram._utils.types import ODVInput, UploadFileDict
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.transport.redact import redact

_DEFAULT = BaseRequest.DEFAULT_NONE


class NotSent(NetworkError):  # noqa: N818 - named like its siblings in telegram.error
    """No connection was had: Telegram surely got nothing."""

    __slots__ = ()


class NotSentInTime(NotSent, TimedOut):
    """No connection was had within the time-out: Telegram surely got nothing."""

    __slots__ = ()


class Cut(NetworkError):  # noqa: N818 - named like its siblings in telegram.error
    """The connection broke after it was made: Telegram may or may not have acted."""

    __slots__ = ()


class AiohttpRequest(BaseRequest):
    """One pool of connections to Telegram; use a separate instance for `getUpdates`.

    All time-outs are in seconds, None for none. `proxy` is an http://, socks4:// or socks5:// URL;
    proxies named in the environment are not used.
    """

    __slots__ = (
        "_connect_timeout",
        "_connections",
        "_media_write_timeout",
        "_pool_timeout",
        "_proxy",
        "_read_timeout",
        "_session",
        "_write_timeout",
    )

    def __init__(
        self,
        *,
        connections: int = 256,
        read_timeout: float | None = 10.0,
        write_timeout: float | None = 10.0,
        media_write_timeout: float | None = 60.0,
        connect_timeout: float | None = 10.0,
        pool_timeout: float | None = 10.0,
        proxy: str | None = None,
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._media_write_timeout = media_write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector(),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _connector(self) -> aiohttp.BaseConnector:
        if self._proxy is None:
            return aiohttp.TCPConnector(limit=self._connections)
        return ProxyConnector.from_url(self._proxy, limit=self._connections)

    async def do_request(  # noqa: PLR0917 - the interface's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = _DEFAULT,
        write_timeout: ODVInput[float] = _DEFAULT,
        connect_timeout: ODVInput[float] = _DEFAULT,
        pool_timeout: ODVInput[float] = _DEFAULT,
    ) -> tuple[int, bytes]:
        """The status and body of the answer; raises `NetworkError` or one of its children."""
        if self._session is None:
            raise RuntimeError("AiohttpRequest is used before initialize() or after shutdown()")
        files = request_data.multipart_data if request_data else {}
        fields = request_data.json_parameters if request_data else {}
        default_write = self._media_write_timeout if files else self._write_timeout
        timeout = _timeout(
            read=_given(read_timeout, self._read_timeout),
            write=_given(write_timeout, default_write),
            connect=_given(connect_timeout, self._connect_timeout),
            pool=_given(pool_timeout, self._pool_timeout),
            bounded=method == "POST",
        )
        try:
            async with self._session.request(
                method,
                url,
                data=_form(fields, files) if files else (fields or None),
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                body = await response.read()
        except (
            aiohttp.ClientError,
            OSError,
            ProxyConnectionError,
            ProxyError,
            ProxyTimeoutError,
        ) as error:
            failure = _mapped(error)
        else:
            # What answers in Telegram's place (a proxy, a portal) may quote the URL at us, and
            # python-telegram-bot quotes what it can't read.
            return response.status, body if response.status == 200 else _redacted(body)
        raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Telegram's answer; anything else is a `NetworkError`, quoted nowhere."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or "ok" not in answer:
            raise NetworkError("The answer did not come from Telegram: it is not a Bot API answer")
        return answer


def _given(value: ODVInput[float], default: float | None) -> float | None:
    return default if value is _DEFAULT else value  # type: ignore[return-value] # the sentinel


def _timeout(
    *,
    read: float | None,
    write: float | None,
    connect: float | None,
    pool: float | None,
    bounded: bool,
) -> aiohttp.ClientTimeout:
    """aiohttp has no time-out for writing: a bounded call as a whole gets the sum of all four.

    A download isn't bounded, for a long file is no fault; each of its reads still is.
    """
    return aiohttp.ClientTimeout(
        total=_sum(read, write, connect, pool) if bounded else None,
        connect=_sum(connect, pool),
        sock_connect=connect,
        sock_read=read,
    )


def _sum(*parts: float | None) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _form(fields: dict[str, str], files: UploadFileDict) -> aiohttp.FormData:
    # Unquoted, so that a file keeps a name in any alphabet instead of one full of per cent signs.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in fields.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in files.items():
        body = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=content_type)
    return form


def _redacted(body: bytes) -> bytes:
    return redact(body.decode("utf-8", "replace")).encode()


def _mapped(error: Exception) -> NetworkError:
    name = type(error).__name__
    if isinstance(error, aiohttp.ConnectionTimeoutError | ProxyTimeoutError):
        return NotSentInTime(f"No connection to Telegram in time ({name})")
    if isinstance(error, TimeoutError):
        return TimedOut(f"No answer from Telegram in time ({name})")
    if isinstance(error, aiohttp.ClientConnectorError | ProxyConnectionError | ProxyError):
        return NotSent(f"No connection to Telegram ({_described(error)})")
    if isinstance(error, aiohttp.InvalidURL):
        return NotSent(f"The address of the Bot API is not a URL ({name})")
    return Cut(f"The connection to Telegram broke ({_described(error)})")


def _described(error: Exception) -> str:
    """The class and the system's word for it; never the error's own text, which quotes URLs."""
    name = type(error).__name__
    number = getattr(error, "errno", None)
    if isinstance(number, int) and number > 0:
        return f"{name}: {os.strerror(number)}"
    return name

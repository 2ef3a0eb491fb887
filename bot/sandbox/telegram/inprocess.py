"""The front for tests: a request object that hands python-telegram-bot's calls to the core.

Parameters go through the same JSON as on the wire, so nothing gets here that couldn't get there.
"""

import asyncio
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.errors import DroppedConnectionError
from bot.sandbox.telegram.params import Upload

_NOT_FOUND = b'{"ok":false,"error_code":404,"description":"Not Found"}'


class InProcessRequest(BaseRequest):
    """Give one to ``ApplicationBuilder.request`` and one to ``get_updates_request``."""

    def __init__(self, sim: Telegram, read_timeout: float | None = 5.0) -> None:
        self._sim = sim
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(  # noqa: PLR0917 (the base class's signature)
        self,
        url: str,
        method: str,  # noqa: ARG002 (the path alone says what is meant)
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 (no socket)
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 (no socket)
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 (no socket)
    ) -> tuple[int, bytes]:
        path = unquote(urlsplit(url).path)
        try:
            async with asyncio.timeout(self._seconds(read_timeout)):
                return await self._answer(path, request_data)
        except TimeoutError as error:
            raise TimedOut from error
        except DroppedConnectionError as error:
            raise NetworkError("the connection was dropped") from error

    def _seconds(self, given: object) -> float | None:
        if given is self.DEFAULT_NONE:
            return self._read_timeout
        return float(given) if isinstance(given, int | float) else None

    async def _answer(self, path: str, data: RequestData | None) -> tuple[int, bytes]:
        place, _, rest = path.partition("/bot")
        token, _, name = rest.partition("/")
        if place.endswith("/file"):
            file = self._sim.files.at_path(name) if token == self._sim.token else None
            return (200, file.content) if file else (404, _NOT_FOUND)
        values = data.json_parameters if data else {}
        answer = await self._sim.call(token, name, values, _uploads(data))
        return answer.code, answer.encoded()


def _uploads(data: RequestData | None) -> dict[str, Upload]:
    if data is None or not data.contains_files:
        return {}
    uploads = {}
    for name, (file_name, content, mime_type) in data.multipart_data.items():
        body = content if isinstance(content, bytes) else content.read()
        uploads[name] = Upload(file_name, body, mime_type)
    return uploads

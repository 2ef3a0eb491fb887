"""As much of the Bot API as the transport needs, on a real socket.

Updates are kept, repeated from the offset on and forgotten below it, as Telegram does. Answers can
be prepared by method, first in, first out.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
ME = {"id": 123456789, "is_bot": True, "first_name": "Desk", "username": "desk_bot"}

Prepared = Callable[[web.Request], Awaitable[web.StreamResponse]]
Part = tuple[str | None, str | None, bytes]  # file name, content type, content


class SmallTelegram:
    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.headers: list[dict[str, str]] = []
        self.files: dict[str, Part] = {}
        self.peers: set[Any] = set()
        self.pending: list[dict[str, Any]] = []
        self.prepared: dict[str, deque[Prepared]] = defaultdict(deque)
        self._next_update = 1000
        self._next_message = 1
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path}", self._serve_file)
        self._runner = web.AppRunner(app, shutdown_timeout=0.01, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def prepare(self, method: str, *answers: Prepared) -> None:
        self.prepared[method].extend(answers)

    def called(self, method: str) -> list[dict[str, str]]:
        return [fields for name, fields in self.calls if name == method]

    async def wait_for_calls(self, method: str, count: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.called(method)) >= count)

    async def wait_until_forgotten(self) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: not self.pending)

    async def says(self, person: int, text: str) -> int:
        """A person writes to the bot; returns the update's id."""
        return await self.deliver({"message": self._message(person, text)})

    async def deliver(self, content: dict[str, Any]) -> int:
        update_id = self._next_update
        self._next_update += 1
        async with self._changed:
            self.pending.append({"update_id": update_id, **content})
            self._changed.notify_all()
        return update_id

    def _message(self, person: int, text: str) -> dict[str, Any]:
        self._next_message += 1
        return {
            "message_id": self._next_message,
            "date": 1_700_000_000,
            "chat": {"id": person, "type": "private", "first_name": "P"},
            "from": {"id": person, "is_bot": False, "first_name": "P"},
            "text": text,
        }

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fields = await self._fields(request)
        self.peers.add(request.transport.get_extra_info("peername") if request.transport else None)
        self.headers.append(dict(request.headers))
        async with self._changed:
            self.calls.append((method, fields))
            self._changed.notify_all()
        if request.match_info["token"] != TOKEN:
            return refused(401, "Unauthorized")
        if self.prepared[method]:
            return await self.prepared[method].popleft()(request)
        if method == "getUpdates":
            return ok(await self._updates(fields))
        return ok(self._result(method, fields))

    async def _serve_file(self, _request: web.Request) -> web.Response:
        return web.Response(body=b"contents")

    def _result(self, method: str, fields: dict[str, str]) -> Any:
        if method == "getMe":
            return ME
        if method.startswith(("send", "editMessage")) and method != "sendChatAction":
            return self._message(int(fields["chat_id"]), fields.get("text", "…"))
        return True

    async def _updates(self, fields: dict[str, str]) -> list[dict[str, Any]]:
        offset, limit = int(fields.get("offset", 0)), int(fields.get("limit", 100))
        async with self._changed:
            self.pending = [each for each in self.pending if each["update_id"] >= offset]
            self._changed.notify_all()
            try:
                async with asyncio.timeout(int(fields.get("timeout", 0))):
                    await self._changed.wait_for(lambda: self.pending)
            except TimeoutError:
                return []
            return self.pending[:limit]

    async def _fields(self, request: web.Request) -> dict[str, str]:
        form = await request.post()
        fields = {}
        for name, value in form.items():
            if isinstance(value, web.FileField):
                self.files[name] = (value.filename, value.content_type, value.file.read())
            else:
                fields[name] = str(value)
        return fields


def ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def refused(code: int, description: str, **parameters: int) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)


def refuses(code: int, description: str, **parameters: int) -> Prepared:
    async def answer(_request: web.Request) -> web.Response:
        return refused(code, description, **parameters)

    return answer


def says(body: str, *, status: int = 200, content_type: str = "text/html") -> Prepared:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=body, status=status, content_type=content_type)

    return answer


async def hangs(_request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def cuts(request: web.Request) -> web.StreamResponse:
    """The connection is closed in place of an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()

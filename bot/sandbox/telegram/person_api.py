"""The person's side over HTTP, for the chat page and for tests of whole processes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from aiohttp import web

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.faults import Fault
from bot.sandbox.telegram.people import Person

_HEARTBEAT_SECONDS = 15.0
_FAULT_FIELDS: dict[str, type[Any]] = {
    "method": str,
    "kind": str,
    "when": str,
    "times": int,
    "retry_after": int,
    "seconds": float,
    "chat_id": int,
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def person_api_routes(sim: Telegram) -> list[web.RouteDef]:
    api = _PersonApi(sim)
    user = "/sim/users/{id}"
    return [
        web.get("/sim/bot", _json(api.bot)),
        web.get("/sim/users", _json(api.users)),
        web.post("/sim/users", _json(api.add_user)),
        web.post(f"{user}/text", _json(api.text)),
        web.post(f"{user}/tap", _json(api.tap)),
        web.post(f"{user}/file", _json(api.file)),
        web.post(f"{user}/pay", _json(api.pay)),
        web.post(f"{user}/block", _json(api.block)),
        web.post(f"{user}/unblock", _json(api.unblock)),
        web.post(f"{user}/language", _json(api.language)),
        web.get(f"{user}/chat", _json(api.chat)),
        web.get(f"{user}/commands", _json(api.commands)),
        web.get("/sim/files/{file_id}", api.download),
        web.get("/sim/events", api.events),
        web.get("/sim/calls", _json(api.calls)),
        web.post("/sim/faults", _json(api.add_fault)),
        web.delete("/sim/faults", _json(api.clear_faults)),
        web.post("/sim/reset", _json(api.reset)),
    ]


class _MistakeError(ValueError):
    """A request that can't be understood; the sentence is for the person who wrote it."""


class _PersonApi:
    """Every method answers with what goes out as JSON; LookupError is 404, ValueError is 400."""

    def __init__(self, sim: Telegram) -> None:
        self._sim = sim

    async def bot(self, _request: web.Request) -> Any:
        return {key: self._sim.bot[key] for key in ("id", "username", "first_name")}

    async def users(self, _request: web.Request) -> Any:
        return [_as_listed(person) for person in self._sim.people.values()]

    async def add_user(self, request: web.Request) -> Any:
        body = await _body(request)
        user_id = _field(body, "id", int)
        if user_id <= 0 or user_id == self._sim.bot["id"]:
            raise _MistakeError("A person's id is a positive number that isn't the bot's.")
        name = _field(body, "first_name", str, "Ann")
        language = _field(body, "language_code", str, "en")
        return _as_listed(self._sim.add_user(user_id, name, language))

    async def text(self, request: web.Request) -> Any:
        person = self._person(request)
        return person.send(_field(await _body(request), "text", str)).for_page()

    async def tap(self, request: web.Request) -> Any:
        person = self._person(request)
        body = await _body(request)
        query_id = person.tap(
            _field(body, "label", str, None),
            data=_field(body, "data", str, None),
            message_id=_field(body, "message_id", int, None),
        )
        return {"callback_query_id": query_id}

    async def file(self, request: web.Request) -> Any:
        person = self._person(request)
        body = await _body(request)
        name, text = _field(body, "name", str), _field(body, "text", str)
        return person.send_file(name, text).for_page()

    async def pay(self, request: web.Request) -> Any:
        person = self._person(request)
        message_id = _field(await _body(request), "message_id", int, None)
        return {"pre_checkout_query_id": person.pay(message_id)}

    async def block(self, request: web.Request) -> Any:
        person = self._person(request)
        person.block()
        return _as_listed(person)

    async def unblock(self, request: web.Request) -> Any:
        person = self._person(request)
        person.unblock()
        return _as_listed(person)

    async def language(self, request: web.Request) -> Any:
        person = self._person(request)
        person.language_code = _field(await _body(request), "language_code", str)
        return _as_listed(person)

    async def chat(self, request: web.Request) -> Any:
        return [message.for_page() for message in self._person(request).chat]

    async def commands(self, request: web.Request) -> Any:
        seen = self._person(request).commands
        return [{"command": name, "description": description} for name, description in seen]

    async def calls(self, _request: web.Request) -> Any:
        return [asdict(call) for call in self._sim.calls]

    async def add_fault(self, request: web.Request) -> Any:
        body = await _body(request)
        unknown = sorted(body.keys() - _FAULT_FIELDS.keys())
        if unknown:
            raise _MistakeError(f"A fault has no field {', '.join(unknown)}.")
        kind = _field(body, "kind", str)
        given = {name: _field(body, name, _FAULT_FIELDS[name]) for name in body}
        self._sim.faults.add(Fault(**{**given, "kind": kind}))
        return {}

    async def clear_faults(self, _request: web.Request) -> Any:
        self._sim.faults.clear()
        return {}

    async def reset(self, _request: web.Request) -> Any:
        self._sim.reset()
        return {}

    async def download(self, request: web.Request) -> web.StreamResponse:
        file = self._sim.files.find(request.match_info["file_id"])
        if file is None:
            return _error(404, "There is no such file.")
        headers = {"X-Content-Type-Options": "nosniff"}
        if file.kind != "photo":  # a document must never run as a part of the page
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.content, content_type=file.mime_type, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the listener leaves or the server stops."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        # A listener that closes the page is noticed at the next event: nothing is amiss then.
        with self._sim.events.listen() as queue, suppress(ConnectionResetError):
            await response.prepare(request)
            await response.write(b": listening\n\n")
            while (news := await _next_news(queue)) is not None:
                await response.write(news)
        return response

    def _person(self, request: web.Request) -> Person:
        given = request.match_info["id"]
        person = self._sim.people.get(int(given)) if given.isdecimal() else None
        if person is None:
            raise LookupError(f"There is no user {given}.")
        return person


async def _next_news(queue: asyncio.Queue[dict[str, Any] | None]) -> bytes | None:
    """The next event, a comment when there is none for a while, None at the end."""
    try:
        async with asyncio.timeout(_HEARTBEAT_SECONDS):
            event = await queue.get()
    except TimeoutError:
        return b": still here\n\n"
    return None if event is None else b"data: " + json.dumps(event).encode() + b"\n\n"


def _json(answer: Callable[[web.Request], Awaitable[Any]]) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await answer(request))
        except LookupError as error:
            return _error(404, str(error))
        except ValueError as error:
            return _error(400, str(error))

    return handler


def _error(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise _MistakeError("The body isn't JSON.") from None
    if not isinstance(body, dict):
        raise _MistakeError("The body must be a JSON object.")
    return body


_REQUIRED = object()


def _field(body: dict[str, Any], name: str, kind: type[Any], default: Any = _REQUIRED) -> Any:
    value = body.get(name)
    if value is None and default is not _REQUIRED:
        return default
    if kind is float and isinstance(value, int):
        value = float(value)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _MistakeError(f"“{name}” must be a {'string' if kind is str else 'number'}.")
    return value


def _as_listed(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "first_name": person.first_name,
        "language_code": person.language_code,
        "blocked": person.blocked,
    }

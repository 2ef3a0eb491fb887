"""The person's side over HTTP, for the chat page and for tests of whole processes."""

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from aiohttp import web

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.faults import Fault
from bot.sandbox.telegram.json_http import MistakeError, answering, body_of, field_of, mistake
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.seat_api import seat_routes

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


def person_api_routes(sim: Telegram) -> list[web.RouteDef]:
    api = _PersonApi(sim)
    user = "/sim/users/{id}"
    return [
        web.get("/sim/bot", answering(api.bot)),
        web.get("/sim/users", answering(api.users)),
        web.post("/sim/users", answering(api.add_user)),
        web.post(f"{user}/pay", answering(api.pay)),
        web.post(f"{user}/block", answering(api.block)),
        web.post(f"{user}/unblock", answering(api.unblock)),
        web.post(f"{user}/language", answering(api.language)),
        *seat_routes(user, api.person),
        web.get("/sim/files/{file_id}", api.download),
        web.get("/sim/events", api.events),
        web.get("/sim/calls", answering(api.calls)),
        web.post("/sim/faults", answering(api.add_fault)),
        web.delete("/sim/faults", answering(api.clear_faults)),
        web.post("/sim/reset", answering(api.reset)),
    ]


class _PersonApi:
    """Most methods answer with what goes out as JSON."""

    def __init__(self, sim: Telegram) -> None:
        self._sim = sim

    async def bot(self, _request: web.Request) -> Any:
        return {key: self._sim.bot[key] for key in ("id", "username", "first_name")}

    async def users(self, _request: web.Request) -> Any:
        return [_as_listed(person) for person in self._sim.people.values()]

    async def add_user(self, request: web.Request) -> Any:
        body = await body_of(request)
        user_id = field_of(body, "id", int)
        if user_id <= 0 or user_id == self._sim.bot["id"]:
            raise MistakeError("A person's id is a positive number that isn't the bot's.")
        name = field_of(body, "first_name", str, "Ann")
        language = field_of(body, "language_code", str, "en")
        return _as_listed(self._sim.add_user(user_id, name, language))

    async def pay(self, request: web.Request) -> Any:
        person = self.person(request)
        message_id = field_of(await body_of(request), "message_id", int, None)
        return {"pre_checkout_query_id": person.pay(message_id)}

    async def block(self, request: web.Request) -> Any:
        person = self.person(request)
        person.block()
        return _as_listed(person)

    async def unblock(self, request: web.Request) -> Any:
        person = self.person(request)
        person.unblock()
        return _as_listed(person)

    async def language(self, request: web.Request) -> Any:
        person = self.person(request)
        person.language_code = field_of(await body_of(request), "language_code", str)
        return _as_listed(person)

    async def calls(self, _request: web.Request) -> Any:
        return [asdict(call) for call in self._sim.calls]

    async def add_fault(self, request: web.Request) -> Any:
        body = await body_of(request)
        unknown = sorted(body.keys() - _FAULT_FIELDS.keys())
        if unknown:
            raise MistakeError(f"A fault has no field {', '.join(unknown)}.")
        kind = field_of(body, "kind", str)
        given = {name: field_of(body, name, _FAULT_FIELDS[name]) for name in body}
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
            return mistake(404, "There is no such file.")
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

    def person(self, request: web.Request) -> Person:
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


def _as_listed(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "first_name": person.first_name,
        "language_code": person.language_code,
        "blocked": person.blocked,
    }

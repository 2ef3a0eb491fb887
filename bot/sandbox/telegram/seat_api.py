"""What a person does and sees in one chat, over HTTP: the same in a private chat and in a group."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.telegram.json_http import answering, body_of, bytes_of, field_of
from bot.sandbox.telegram.seats import Seat

SeatOf = Callable[[web.Request], Seat]


def seat_routes(place: str, seat_of: SeatOf) -> list[web.RouteDef]:
    """Under the path of a place; ``seat_of`` finds who is meant, and where."""
    api = _SeatApi(seat_of)
    return [
        web.post(f"{place}/text", answering(api.text)),
        web.post(f"{place}/photo", answering(api.photo)),
        web.post(f"{place}/file", answering(api.file)),
        web.post(f"{place}/tap", answering(api.tap)),
        web.get(f"{place}/chat", answering(api.chat)),
        web.get(f"{place}/commands", answering(api.commands)),
    ]


class _SeatApi:
    def __init__(self, seat_of: SeatOf) -> None:
        self._seat_of = seat_of

    async def text(self, request: web.Request) -> Any:
        seat, body = self._seat_of(request), await body_of(request)
        return seat.send(field_of(body, "text", str), **_where(body)).for_page()

    async def photo(self, request: web.Request) -> Any:
        seat, body = self._seat_of(request), await body_of(request)
        caption = field_of(body, "caption", str, "")
        sent = seat.send_photo(bytes_of(body, "base64"), caption=caption, **_where(body))
        return sent.for_page()

    async def file(self, request: web.Request) -> Any:
        """A document unless another kind is said; of its "text", or of bytes in "base64"."""
        seat, body = self._seat_of(request), await body_of(request)
        has_text = body.get("base64") is None
        sent = seat.send_media(
            field_of(body, "kind", str, "document"),
            field_of(body, "text", str).encode() if has_text else bytes_of(body, "base64"),
            name=field_of(body, "name", str),
            caption=field_of(body, "caption", str, ""),
            **_where(body),
        )
        return sent.for_page()

    async def tap(self, request: web.Request) -> Any:
        seat, body = self._seat_of(request), await body_of(request)
        query_id = seat.tap(
            field_of(body, "label", str, None),
            data=field_of(body, "data", str, None),
            message_id=field_of(body, "message_id", int, None),
        )
        return {"callback_query_id": query_id}

    async def chat(self, request: web.Request) -> Any:
        return [message.for_page() for message in self._seat_of(request).chat]

    async def commands(self, request: web.Request) -> Any:
        seen = self._seat_of(request).commands
        return [{"command": name, "description": description} for name, description in seen]


def _where(body: dict[str, Any]) -> dict[str, Any]:
    return {name: field_of(body, name, int, None) for name in ("reply_to", "thread_id")}

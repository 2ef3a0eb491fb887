"""JSON over HTTP for the people's side: a body's fields, and mistakes told in a sentence."""

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.telegram.files import UPLOAD_LIMIT

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
REQUIRED = object()
_BODY_LIMIT = 2 * UPLOAD_LIMIT  # a file travels in base64


class MistakeError(ValueError):
    """A request that can't be understood; the sentence is for the person who wrote it."""


def answering(answer: Callable[[web.Request], Awaitable[Any]]) -> Handler:
    """A handler whose answer goes out as JSON; LookupError is 404, ValueError is 400."""

    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await answer(request))
        except LookupError as error:
            return mistake(404, str(error))
        except ValueError as error:
            return mistake(400, str(error))

    return handler


def mistake(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


async def body_of(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.clone(client_max_size=_BODY_LIMIT).read() or b"{}")
    except ValueError:
        raise MistakeError("The body isn't JSON.") from None
    if not isinstance(body, dict):
        raise MistakeError("The body must be a JSON object.")
    return body


def field_of(body: dict[str, Any], name: str, kind: type[Any], default: Any = REQUIRED) -> Any:
    value = body.get(name)
    if value is None and default is not REQUIRED:
        return default
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise MistakeError(f"“{name}” must be a {_KINDS.get(kind, 'number')}.")
    return value


def bytes_of(body: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(field_of(body, name, str), validate=True)
    except ValueError as error:
        if isinstance(error, MistakeError):
            raise
        raise MistakeError(f"“{name}” isn't base64.") from None


_KINDS = {str: "string", bool: "truth value", list: "list"}

"""The Bot API over HTTP: calls as JSON, form or multipart, and the download of files."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.errors import DroppedConnectionError, RefusalError, bad_request
from bot.sandbox.telegram.files import UPLOAD_LIMIT
from bot.sandbox.telegram.params import Upload

_ROOM_FOR_FIELDS = 1024 * 1024


def bot_api_routes(sim: Telegram) -> list[web.RouteDef]:
    front = _BotApi(sim)
    return [
        web.route("*", "/bot{token}/{method}", front.call),
        web.get("/file/bot{token}/{path:.+}", front.download),
    ]


class _BotApi:
    def __init__(self, sim: Telegram) -> None:
        self._sim = sim

    async def call(self, request: web.Request) -> web.Response:
        token, method = request.match_info["token"], request.match_info["method"]
        try:
            values, uploads = await _parameters(request)
            answer = await self._sim.call(token, method, values, uploads)
        except DroppedConnectionError:
            return _dropped(request)
        except RefusalError as refusal:
            return _refused(refusal)
        return web.Response(
            status=answer.code, body=answer.encoded(), content_type="application/json"
        )

    async def download(self, request: web.Request) -> web.Response:
        is_known = request.match_info["token"] == self._sim.token
        file = self._sim.files.at_path(request.match_info["path"]) if is_known else None
        if file is None:
            return _refused(RefusalError(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")


async def _parameters(request: web.Request) -> tuple[Mapping[str, Any], dict[str, Upload]]:
    values: dict[str, Any] = dict(request.query)
    limit = UPLOAD_LIMIT + _ROOM_FOR_FIELDS
    if (request.content_length or 0) > limit:
        raise RefusalError(413, "Request Entity Too Large")
    roomy = request.clone(client_max_size=limit)
    try:
        if request.content_type == "application/json":
            return {**values, **_json_object(await roomy.read())}, {}
        uploads = {}
        for name, field in (await roomy.post()).items():
            if isinstance(field, web.FileField):
                with field.file as file:
                    uploads[name] = Upload(field.filename, file.read(), field.content_type)
            else:
                values[name] = field
    except web.HTTPRequestEntityTooLarge:
        raise RefusalError(413, "Request Entity Too Large") from None
    return values, uploads


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad_request("can't parse JSON object")
    return value


def _refused(refusal: RefusalError) -> web.Response:
    body = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    return web.json_response(body, status=refusal.code)


def _dropped(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()  # it goes nowhere, but a handler has to return something

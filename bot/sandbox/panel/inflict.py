"""How each kind of fault is done to a request."""

import asyncio
import socket
import struct
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.panel.actions import answer, error, wire_id
from bot.sandbox.panel.core import Panel
from bot.sandbox.panel.faults import NOTHING_HAPPENED, Fault
from bot.sandbox.panel.replies import respond

MOVED = "/moved"  # where redirect_307 points to; whoever follows it is served there
HUGE = 17 * 2**20

_UNKNOWN = "Our robots are asleep (E-7)"
_PAGE = "<!doctype html><title>Oops</title><h1>Something went wrong</h1>"
_SAID: dict[str, tuple[str, int]] = {
    "wrong_key": ("Invalid API key", 200),
    "no_funds": ("Not enough funds on balance", 200),
    "rate_limit_429": ("Too many requests", 429),
    "rate_limit_200": ("Rate limit exceeded", 200),
    "maintenance": ("The panel is under maintenance, please try again later", 200),
}
_BODIES: dict[str, tuple[str, int]] = {
    "status_500_before": (_PAGE, 500),
    "status_500_after": (_PAGE, 500),
    "html": (_PAGE, 200),
    "html_after": (_PAGE, 200),
    "empty": ("", 200),
    "empty_after": ("", 200),
}

Fields = Mapping[str, str]


async def inflict(
    panel: Panel, fault: Fault, request: web.Request, fields: Fields
) -> web.StreamResponse:
    """Serve one request the wrong way; the effect happens where the fault's kind has one."""
    if fault.kind == "latency":
        await _wait(panel, request, fault.seconds)
    told, status = (None, 200)
    if fault.kind not in NOTHING_HAPPENED:
        told, status = answer(panel, fields)
    if fault.kind in {"hang", "hang_after"}:
        await _wait(panel, request, None)
        return _reset(request)
    if fault.kind in {"reset_before", "reset_after"}:
        return _reset(request)
    if fault.kind in _BODIES:
        text, usual = _BODIES[fault.kind]
        return web.Response(text=text, status=fault.status or usual, content_type="text/html")
    if fault.kind == "redirect_307":
        return web.Response(status=307, headers={"Location": request.path + MOVED})
    if fault.kind in {"truncated", "cut_off", "slow_drip", "huge"}:
        body = respond(told, panel.dialect, status=status).body
        assert isinstance(body, bytes)  # noqa: S101 - respond() gives nothing else
        return await _odd_delivery(panel, fault, request, body)
    return _odd_answer(panel, fault, told, status)


def _odd_answer(panel: Panel, fault: Fault, told: Any, status: int) -> web.Response:
    """Faults that say something else than the truth, in an orderly way."""
    headers: dict[str, str] = {}
    if fault.kind in _SAID:
        sentence, usual = _SAID[fault.kind]
        told, status = error(panel.dialect, sentence)
        status = usual if usual != 200 else status
        if usual == 429:
            headers["Retry-After"] = str(int(fault.seconds))
    elif fault.kind in {"unknown_error", "unknown_error_moved"}:
        told, status = error(panel.dialect, fault.value or _UNKNOWN)
    elif fault.kind == "json_string":
        told = fault.value or "Incorrect request"
    elif fault.kind in {"answer", "answer_after"}:
        told = fault.value
    elif fault.kind == "odd_id":
        told = {"order": fault.value}
    elif fault.kind == "error_and_order":
        told = {"error": fault.value or _UNKNOWN} | told
    elif fault.kind == "duplicate_id":
        first = next(iter(panel.orders), None)
        told = {"order": wire_id(panel.dialect, first)} if first else told
    response = respond(told, panel.dialect, status=fault.status or status)
    response.headers.update(headers)
    return response


async def _odd_delivery(
    panel: Panel, fault: Fault, request: web.Request, body: bytes
) -> web.StreamResponse:
    """Faults of the way: the right answer arrives in pieces, in part, or drowned in blanks."""
    half = body[: len(body) // 2]
    if fault.kind == "truncated":
        return web.Response(body=half, content_type=panel.dialect.content_type)
    response = web.StreamResponse()
    response.content_type = panel.dialect.content_type
    response.content_length = len(body) + (HUGE if fault.kind == "huge" else 0)
    await response.prepare(request)
    if fault.kind == "cut_off":
        await response.write(half)
        return _reset(request)
    if fault.kind == "huge":
        await response.write(b" " * HUGE)
        await response.write(body)
        return response
    piece = max(1, len(body) // 20)
    for start in range(0, len(body), piece):
        await _wait(panel, request, fault.seconds * piece / len(body))
        await response.write(body[start : start + piece])
    return response


async def _wait(panel: Panel, request: web.Request, seconds: float | None) -> None:
    """Until the time is up, the client has left, or the faults are released."""
    released, loop = panel.faults.released, asyncio.get_running_loop()
    until = None if seconds is None else loop.time() + seconds
    # aiohttp gives no event for "the client has left", so this looks every now and then.
    while not released.is_set() and request.transport and not request.transport.is_closing():
        left = 0.05 if until is None else min(0.05, until - loop.time())
        if left <= 0:
            return
        try:
            await asyncio.wait_for(released.wait(), left)
        except TimeoutError:
            continue


def _reset(request: web.Request) -> web.Response:
    """Break the connection at once; what is returned can't be sent any more."""
    transport = request.transport
    if transport is not None:
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()

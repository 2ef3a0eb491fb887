"""From the bytes of an answer to a JSON value.

The content type lies and is never looked at. A byte order mark, blanks and PHP warnings before the first brace are passed
over; a body that begins with a brace must be JSON to its last byte, so that two answers in one are never read as the first.
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from bot.panel.errors import Cause

Json = Any
"""None, bool, int, Decimal, str, list or dict, and nothing else; numbers with a point are exact."""

_BRACE = re.compile(r"[{\[]")
_PHP_WARNING = re.compile(
    r"(?:\s|<br ?/?>|<b>)*(?:PHP )?(?:Warning|Notice|Deprecated|Strict Standards)(?:</b>)?:"
    r".*? on line (?:<b>)?\d+(?:</b>)?(?:\s|<br ?/?>)*",
    re.DOTALL,
)
_STRICT = msgspec.json.Decoder(float_hook=Decimal)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`fault` says why there is no value; without one, `value` is what the panel said, which may be null."""

    value: Json = None
    fault: Cause | None = None


def decode(body: bytes) -> Decoded:
    shown = body.decode("utf-8", "replace").lstrip("\ufeff").strip()
    text = _without_warnings(shown)
    if not text:
        return Decoded(fault=Cause.BROKEN if shown else Cause.EMPTY)
    whole = _decode_all(text)
    if whole.fault is None or text[0] in "{[":
        return whole
    brace = _BRACE.search(text)
    inner = _decode_all(text[brace.start() :]) if brace else whole
    if inner.fault is not None and text[0] == "<":
        return Decoded(fault=Cause.HTML)
    return inner


def _without_warnings(text: str) -> str:
    """Warnings have brackets of their own, and what follows them may be a bare null."""
    while found := _PHP_WARNING.match(text):
        text = text[found.end() :]
    return text


def _decode_all(text: str) -> Decoded:
    try:
        return Decoded(_STRICT.decode(text))
    except (msgspec.MsgspecError, ValueError, ArithmeticError, RecursionError):
        return _decode_patiently(text)


def _decode_patiently(text: str) -> Decoded:
    """Half an emoji, cut off by the panel, or a raw control character in one name mustn't cost the whole catalogue."""
    try:
        return Decoded(
            json.loads(text, strict=False, parse_float=Decimal, parse_constant=_not_a_number)
        )
    except (ValueError, ArithmeticError, RecursionError):
        return Decoded(fault=Cause.BROKEN)


def _not_a_number(_name: str) -> None:
    """NaN and Infinity stand where a number isn't known."""

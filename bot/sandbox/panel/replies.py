"""What goes out: an answer's JSON and an HTTP status, spelled in the panel's dialect."""

import json
from decimal import Decimal
from typing import Any

from aiohttp import web

from bot.sandbox.panel.dialects import Dialect

_NUMBERS = frozenset(
    {"service", "rate", "min", "max", "charge", "start_count", "remains", "balance"}
    | {"order", "refill", "runs", "posts", "average_time"}
)


def respond(answer: Any, dialect: Dialect, *, status: int = 200) -> web.Response:
    """The answer as this panel would put it."""
    if dialect.numbers != "documented":
        answer = _respell(answer, as_strings=dialect.numbers == "strings")
    text = json.dumps(answer, ensure_ascii=dialect.ascii_only, separators=(",", ":"))
    return web.Response(
        body=(dialect.before + text).encode(),
        status=status,
        content_type=dialect.content_type,
        charset="utf-8",
    )


def plain(amount: Decimal) -> str:
    """An amount in digits, without trailing zeros or an exponent."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _respell(value: Any, *, as_strings: bool, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _respell(v, as_strings=as_strings, key=k) for k, v in value.items()}
    if isinstance(value, list):
        return [_respell(item, as_strings=as_strings, key=key) for item in value]
    if key not in _NUMBERS or isinstance(value, bool):
        return value
    if as_strings:
        return str(value) if isinstance(value, int) else value
    return _number(value) if isinstance(value, str) else value


def _number(text: str) -> int | float | str:
    """A JSON number; the shortest float of so few digits reads back as the same decimal."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text

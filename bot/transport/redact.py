"""Takes the bot token and other secrets out of everything that is logged.

The token stands in every URL of the Bot API, so it turns up in messages, arguments and tracebacks
of whatever library touches a URL. Nothing that passes through here may still hold a token.
"""

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any

HIDDEN = "[hidden]"
_TOKEN = re.compile(r"\d{1,20}(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
_FORMATTER = logging.Formatter()


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without bot tokens (recognised by their form) and without the given `secrets`."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, HIDDEN)
    return _TOKEN.sub(HIDDEN, text)


class Redactor:
    """Both a structlog processor and a `logging` filter, with the same secrets.

    As a processor it stands right before the renderer, after exceptions were made into text. As a
    filter it belongs on handlers: a filter on a logger doesn't see what child loggers write.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # The longest first, so that one secret inside another leaves no remainder.
        self._secrets = tuple(sorted(filter(None, secrets), key=len, reverse=True))

    def __call__(self, _logger: Any, _method: str, event_dict: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self._clean(value) for key, value in event_dict.items()}

    def filter(self, record: logging.LogRecord) -> bool:
        """Cleans the record in place; lets every record pass."""
        if isinstance(record.msg, str):
            record.msg, record.args = self._clean(_message(record)), ()
        else:
            record.msg = self._clean(record.msg)
        if record.stack_info:
            record.stack_info = self._clean(record.stack_info)
        self._clean_exception(record)
        return True

    def _clean_exception(self, record: logging.LogRecord) -> None:
        if not record.exc_info:
            return
        text = record.exc_text or _FORMATTER.formatException(record.exc_info)
        cleaned = redact(text, self._secrets)
        if cleaned == text:
            return
        # A formatter would write the exception itself again: keep only its cleaned text.
        record.msg = f"{record.msg}\n{cleaned}"
        record.exc_info = record.exc_text = None

    def _clean(self, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, str):
            return redact(value, self._secrets)
        if isinstance(value, Mapping):
            return {self._clean(key): self._clean(item) for key, item in value.items()}
        if type(value) in {list, tuple, set, frozenset}:
            return type(value)(self._clean(item) for item in value)
        text = repr(value)
        cleaned = redact(text, self._secrets)
        return value if cleaned == text else cleaned


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} {record.args!r}"

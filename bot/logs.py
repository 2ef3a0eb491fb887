"""What is logged, in which form, and what must never be in it.

Every line goes to stderr through one handler, whichever library wrote it, and passes the redactor.
"""

import logging
import sys
from collections.abc import Iterable
from typing import Literal

import structlog

from bot.transport.redact import Redactor

# They tell every request or every statement: only their complaints are of interest.
_CHATTERBOXES = (
    "aiohttp.access",
    "aiosqlite",
    "alembic",
    "asyncio",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
)


def set_up_logs(level: str, form: Literal["text", "json"], secrets: Iterable[str]) -> None:
    """Route structlog and `logging` through one handler; `level` is a name as `logging` has them."""
    redactor = Redactor(secrets)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Foreign(redactor))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redactor,
                _renderer(form),
            ],
        )
    )
    logging.captureWarnings(capture=True)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _CHATTERBOXES:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Foreign(logging.Filter):
    """Redacts what came by `logging` before a wrong argument makes `logging` itself print the lot.

    What came by structlog is a mapping here, with its traceback in it; it is redacted by the formatter.
    """

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        return isinstance(record.msg, dict) or self._redactor.filter(record)


def _renderer(form: Literal["text", "json"]) -> structlog.typing.Processor:
    if form == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())

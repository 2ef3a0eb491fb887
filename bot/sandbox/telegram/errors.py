"""What the Bot API says when it refuses, and what a network does when it breaks."""

from typing import Any


class RefusalError(Exception):
    """An answer with ``ok: false``; ``description`` is Telegram's own wording."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class DroppedConnectionError(Exception):
    """The connection broke before the answer got through."""


def bad_request(reason: str) -> RefusalError:
    return RefusalError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusalError:
    return RefusalError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusalError:
    return RefusalError(409, f"Conflict: {reason}")


def query_too_old() -> RefusalError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")

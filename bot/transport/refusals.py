"""What Telegram's errors mean to whoever sent something.

Telegram tells most of them apart by text only. The texts here are matched in lower case, as parts
of the error's message.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport.request import Cut, NotSent


class Refusal(Enum):
    NOT_MODIFIED = auto()
    """The message already shows this: success."""
    GONE = auto()
    """The message to change isn't there, or can't be changed to text: send one instead."""
    TOPIC_GONE = auto()
    """There is no such topic in the group (any more)."""
    TOPIC_CLOSED = auto()
    """The topic takes no messages of ours until somebody opens it again."""
    UNREACHABLE = auto()
    """The person blocked the bot, never wrote to it, or is no more: stop until they write."""
    FLOOD = auto()
    """Too much at once: wait `retry_after` seconds."""
    MIGRATED = auto()
    """The group lives on under `new_chat_id`."""
    PASSING = auto()
    """Telegram can't be reached or has trouble, and did nothing: try again later."""
    UNKNOWN = auto()
    """It may have been done or not: harmless to repeat for an edit, perhaps a double for a send."""
    QUERY_OLD = auto()
    """The tap was too long ago to answer, or was answered already."""
    BROKEN = auto()
    """Telegram found our request faulty: a bug of ours, repeating is useless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """`retry_after` (seconds) is set for FLOOD only, `new_chat_id` for MIGRATED only."""

    refusal: Refusal
    retry_after: float | None = None
    new_chat_id: int | None = None


_TEXTS: tuple[tuple[str, Refusal], ...] = (
    ("message is not modified", Refusal.NOT_MODIFIED),
    ("message to edit not found", Refusal.GONE),
    ("message can't be edited", Refusal.GONE),
    ("message_id_invalid", Refusal.GONE),
    ("there is no text in the message to edit", Refusal.GONE),
    ("there is no media in the message to edit", Refusal.GONE),
    ("message media can't be edited", Refusal.GONE),
    ("message to delete not found", Refusal.GONE),
    ("message can't be deleted", Refusal.GONE),
    ("query is too old", Refusal.QUERY_OLD),
    ("query id is invalid", Refusal.QUERY_OLD),
    ("query_id_invalid", Refusal.QUERY_OLD),
    ("message thread not found", Refusal.TOPIC_GONE),
    ("message thread is not a forum topic thread", Refusal.TOPIC_GONE),
    ("topic_deleted", Refusal.TOPIC_GONE),
    ("topic_id_invalid", Refusal.TOPIC_GONE),
    ("topic_closed", Refusal.TOPIC_CLOSED),
    ("chat not found", Refusal.UNREACHABLE),
    ("user not found", Refusal.UNREACHABLE),
    ("peer_id_invalid", Refusal.UNREACHABLE),
    ("group chat was deactivated", Refusal.UNREACHABLE),
    ("chat_write_forbidden", Refusal.UNREACHABLE),
    ("have no rights to send a message", Refusal.UNREACHABLE),
    ("not enough rights to send", Refusal.UNREACHABLE),
)


def classify(error: TelegramError) -> Classified:
    if isinstance(error, RetryAfter):
        return Classified(refusal=Refusal.FLOOD, retry_after=seconds_to_wait(error))
    if isinstance(error, ChatMigrated):
        return Classified(refusal=Refusal.MIGRATED, new_chat_id=error.new_chat_id)
    if isinstance(error, BadRequest):
        return Classified(refusal=_by_text(error.message))
    return Classified(refusal=_by_class(error))


def seconds_to_wait(error: RetryAfter) -> float:
    """python-telegram-bot gives a number or a timedelta, depending on `PTB_TIMEDELTA`."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _by_text(message: str) -> Refusal:
    lowered = message.lower().replace("\u2019", "'")
    return next((refusal for text, refusal in _TEXTS if text in lowered), Refusal.BROKEN)


def _by_class(error: TelegramError) -> Refusal:
    match error:
        case Forbidden():
            return Refusal.UNREACHABLE
        case NotSent() | InvalidToken():
            return (
                Refusal.PASSING
            )  # a refused token ends the bot elsewhere; what is to be said waits for the right one
        case TimedOut() | Cut():
            return Refusal.UNKNOWN
        case NetworkError():
            return Refusal.PASSING
        case _:
            return Refusal.BROKEN

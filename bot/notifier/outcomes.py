"""What Telegram's refusals mean for a notice."""

from datetime import timedelta

import structlog
from telegram.error import TelegramError

from bot.domain.notice import Notice, NoticeKind
from bot.transport.refusals import Refusal, classify
from bot.usecases.delivery import Broken, Later, Outcome, Sent, Unreachable

_log = structlog.get_logger(__name__)

_SOON = timedelta(seconds=10)
_UNSURE = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""When a message is sent again whose sending got no answer: a double is better than nothing, but not many of them."""


def outcome(notice: Notice, error: TelegramError) -> Outcome:
    """What Telegram surely didn't take is tried until it does: an outage loses nothing, however long it lasts."""
    classified = classify(error)
    said = f"{type(error).__name__}: {error}"
    match classified.refusal:
        case Refusal.NOT_MODIFIED | Refusal.GONE:
            return Sent()
        case Refusal.UNREACHABLE:
            return Unreachable(said)
        case Refusal.FLOOD:
            wait = timedelta(seconds=classified.retry_after or 1)
            return Later(said, after=wait, counts=False, chat=True)
        case Refusal.PASSING:
            return Later(said, after=_SOON, counts=False)
        case Refusal.UNKNOWN:
            return _unsure(notice, said)
        case _:
            _log.error("Telegram finds a notice faulty", error=said)
            return Broken(said)


def _unsure(notice: Notice, said: str) -> Outcome:
    """It may have arrived: a card is simply edited again, a message sent again a few times."""
    if notice.kind is NoticeKind.CARD:
        return Later(said)
    if notice.attempts > len(_UNSURE):
        return Broken(said)
    return Later(said, after=_UNSURE[notice.attempts - 1])

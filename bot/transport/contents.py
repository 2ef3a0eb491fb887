"""What somebody sent, as far as it can be carried over to another chat."""

from collections.abc import Mapping

import telegram

from bot.domain.errors import Problem, ShopError
from bot.domain.ticket import KEPT, Message, What
from bot.domain.typed import visible

_KINDS: Mapping[str, What] = {
    "photo": What.PHOTO,
    "video": What.VIDEO,
    "animation": What.VIDEO,
    "video_note": What.VIDEO,
    "voice": What.VOICE,
    "audio": What.AUDIO,
    "document": What.FILE,
    "sticker": What.STICKER,
    "contact": What.OTHER,
    "location": What.OTHER,
    "venue": What.OTHER,
    "dice": What.OTHER,
}
"""By the field of the message; an animation has a document too, so it comes first. Telegram copies nothing else for sure."""


def read(message: telegram.Message | None) -> Message:
    """ShopError: NOT_CARRIED, if it can't be carried over, or says nothing."""
    if message is None or message.has_protected_content:
        raise ShopError(Problem.NOT_CARRIED)
    what = next((what for field, what in _KINDS.items() if getattr(message, field)), None)
    if message.text:
        what = What.TEXT
    if what is None:
        raise ShopError(Problem.NOT_CARRIED)
    return Message(
        chat_id=message.chat_id,
        message_id=message.message_id,
        what=what,
        text=_words(message, what),
        album=message.media_group_id,
    )


def _words(message: telegram.Message, what: What) -> str:
    words = message.text or message.caption or ""
    if what is What.FILE and message.document is not None:
        words = ": ".join(part for part in (message.document.file_name, words) if part)
    return visible(words)[:KEPT].strip()

"""Puts a picture before a person, or gives them a file. Captions are HTML.

A picture takes the place of a text or of another picture, but Telegram can't make a text of one: it is sent, and the picture
deleted after it.
"""

from typing import Any

import structlog
from telegram import InlineKeyboardMarkup, InputFile, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.transport.refusals import Refusal, classify

_log = structlog.get_logger(__name__)


async def edit_or_send_photo(
    bot: ExtBot[Any],
    chat_id: int,
    message_id: int | None,
    photo: bytes,
    *,
    caption: str,
    keyboard: InlineKeyboardMarkup | None = None,
) -> int:
    """Shows the picture in that message, or in a fresh one if that can't be; returns its id."""
    media = InputMediaPhoto(photo, caption, parse_mode=ParseMode.HTML)
    if message_id is not None and await _edit(bot, chat_id, message_id, media, keyboard):
        return message_id
    message = await bot.send_photo(
        chat_id, photo, caption, parse_mode=ParseMode.HTML, reply_markup=keyboard
    )
    return message.message_id


async def _edit(
    bot: ExtBot[Any],
    chat_id: int,
    message_id: int,
    media: InputMediaPhoto,
    keyboard: InlineKeyboardMarkup | None,
) -> bool:
    try:
        await bot.edit_message_media(
            media, chat_id=chat_id, message_id=message_id, reply_markup=keyboard
        )
    except BadRequest as error:
        if classify(error).refusal is not Refusal.GONE:
            raise
        return False
    return True


async def send_file(bot: ExtBot[Any], chat_id: int, content: bytes, name: str, caption: str) -> int:
    """A document; returns the message's id."""
    message = await bot.send_document(
        chat_id,
        InputFile(content, filename=name),
        caption=caption,
        parse_mode=ParseMode.HTML,
        disable_content_type_detection=True,
    )
    return message.message_id


async def take_away(bot: ExtBot[Any], chat_id: int, message_id: int) -> None:
    """Deletes a message of the bot's, where Telegram still allows it."""
    try:
        await bot.delete_message(chat_id, message_id)
    except TelegramError as error:
        _log.debug("A message stays in the chat", error=repr(error))

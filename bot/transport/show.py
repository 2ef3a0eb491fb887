"""Puts a screen before a person: edits the message that shows it, or sends one.

Every text is HTML, without link previews. Errors come out as python-telegram-bot's, but for those
that mean nothing: an edit that changes nothing, and a tap too old to answer.
"""

from typing import Any

import structlog
from telegram import CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.transport.pacing import PUSH
from bot.transport.refusals import Refusal, classify

_log = structlog.get_logger(__name__)
_NOD = "👌"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(
    bot: ExtBot[Any],
    chat_id: int,
    text: str,
    keyboard: InlineKeyboardMarkup | None = None,
    *,
    push: bool = False,
    silent: bool = False,
    thread: int | None = None,
    reply_to: int | None = None,
) -> int:
    """Sends a message and returns its id. `push`: nobody waits for it, answers go first. `thread`: a group's topic.

    `reply_to`: a message that this one answers, if it is still there.
    """
    message = await bot.send_message(
        chat_id,
        text,
        parse_mode=ParseMode.HTML,
        link_preview_options=_NO_PREVIEW,
        reply_markup=keyboard,
        disable_notification=silent,
        message_thread_id=thread,
        reply_parameters=_answering(reply_to),
        rate_limit_args=PUSH if push else None,
    )
    return message.message_id


async def copy(
    bot: ExtBot[Any],
    source_chat: int,
    source: int,
    chat_id: int,
    *,
    thread: int | None = None,
    reply_to: int | None = None,
) -> int:
    """Sends what stands elsewhere, without saying from whom it is. Nobody waits for it: it goes out as a push."""
    copied = await bot.copy_message(
        chat_id,
        source_chat,
        source,
        message_thread_id=thread,
        reply_parameters=_answering(reply_to),
        rate_limit_args=PUSH,
    )
    return copied.message_id


def _answering(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


async def edit_or_send(
    bot: ExtBot[Any],
    chat_id: int,
    message_id: int | None,
    text: str,
    keyboard: InlineKeyboardMarkup | None = None,
    *,
    push: bool = False,
) -> int:
    """Shows the screen in that message, or in a fresh one if that can't be; returns its id."""
    if message_id is not None and await edit(bot, chat_id, message_id, text, keyboard, push=push):
        return message_id
    return await send(bot, chat_id, text, keyboard, push=push)


async def edit(
    bot: ExtBot[Any],
    chat_id: int,
    message_id: int,
    text: str,
    keyboard: InlineKeyboardMarkup | None = None,
    *,
    push: bool = False,
) -> bool:
    """Whether the message shows the screen now; False if it is gone or can't be changed."""
    try:
        await bot.edit_message_text(
            text,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard,
            rate_limit_args=PUSH if push else None,
        )
    except BadRequest as error:
        match classify(error).refusal:
            case Refusal.NOT_MODIFIED:
                return True
            case Refusal.GONE:
                return False
            case _:
                raise
    return True


async def nod(bot: ExtBot[Any], chat_id: int, message_id: int) -> None:
    """A sign on somebody's message that it is taken; where none can be put, it is taken all the same."""
    try:
        await bot.set_message_reaction(chat_id, message_id, _NOD)
    except TelegramError as error:
        _log.debug("A message got no sign", error=repr(error))


async def answer(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Ends the spinner on a tapped button, with a short notice or none (0–200 characters)."""
    try:
        await query.answer(text, show_alert=alert)
    except BadRequest as error:
        if classify(error).refusal is not Refusal.QUERY_OLD:
            raise
        _log.debug("A tap is too old to answer", user=query.from_user.id)

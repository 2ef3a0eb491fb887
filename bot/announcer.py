"""Brings a broadcast to one person, and shows in its own message how it goes; Telegram's answers become outcomes.

Nobody may get it twice, so an answer counts as "surely nothing was done" only where it says so.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.domain.broadcast import Broadcast, RecipientStatus, Standing
from bot.shop import Shop
from bot.transport import show
from bot.transport.pacing import BROADCAST
from bot.transport.patience import passes
from bot.transport.refusals import seconds_to_wait
from bot.transport.request import NotSent
from bot.usecases.broadcasting import Outcome
from bot.views.broadcast import keyboard
from bot.views.broadcast_progress import progress

_log = structlog.get_logger(__name__)

_SOON = timedelta(seconds=10)
"""When to try again after Telegram couldn't be reached."""

_MESSAGE_GONE = ("message to copy not found", "message can't be copied", "message_id_invalid")
"""Parts of what Telegram says about the message itself, whoever was to get it."""


@dataclass(frozen=True, slots=True)
class Announcer:
    bot: ExtBot[Any]
    shop: Shop

    async def send(self, broadcast: Broadcast, user_id: int) -> Outcome:
        source = broadcast.source
        try:
            await self.bot.copy_message(
                user_id,
                source.chat_id,
                source.message_id,
                reply_markup=keyboard(broadcast.links),
                rate_limit_args=BROADCAST,
            )
        except TelegramError as error:
            return outcome(error)
        return Outcome(status=RecipientStatus.SENT)

    async def show(self, standing: Standing) -> int | None:
        """The message it stands in now: a fresh one if the old one is gone. None if it may be shown later."""
        broadcast = standing.broadcast
        desk = self.shop.desk
        if broadcast.started_by is None:
            return None
        async with desk.storage.reading() as tx:
            reader = await tx.users.get(broadcast.started_by)
        lang = self.shop.lang_of(reader)
        screen = progress(lang, standing, desk.clock(), live=True)
        try:
            return await show.edit_or_send(
                self.bot,
                broadcast.started_by,
                broadcast.progress_id,
                screen.text,
                screen.markup,
                push=True,
            )
        except TelegramError as error:
            _log.info("How a broadcast goes isn't shown", broadcast=broadcast.id, error=str(error))
            return None if passes(error) else broadcast.progress_id


def outcome(error: TelegramError) -> Outcome:
    """What Telegram's answer to a copy says about the person who was to get it."""
    said = f"{type(error).__name__}: {error}"
    match error:
        case RetryAfter():
            wait = timedelta(seconds=max(seconds_to_wait(error), 1))
            return Outcome(status=RecipientStatus.DUE, error=said, after=wait)
        case Forbidden():
            return Outcome(status=RecipientStatus.UNREACHABLE, error=said)
        case NotSent() | InvalidToken():
            return Outcome(status=RecipientStatus.DUE, error=said, after=_SOON)
        case BadRequest() if any(text in said.lower() for text in _MESSAGE_GONE):
            return Outcome(
                status=RecipientStatus.DUE, error=error.message, after=_SOON, message_gone=True
            )
        case BadRequest():
            return Outcome(status=RecipientStatus.REFUSED, error=error.message)
        case _:
            return Outcome(status=RecipientStatus.UNKNOWN, error=said)

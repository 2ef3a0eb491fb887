"""What becomes of an error in a handler.

1. Telegram couldn't be reached: nothing to say to anybody, the intake and the outbox try again.
2. Anything else is a bug: logged with an incident number, operators told once, the person gets an apology with the number.

Errors that a person can mend never come here: they are answered where they are raised (`handlers.wiring`).
"""

import structlog
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.context import ShopContext, visit_of
from bot.domain.user import User
from bot.usecases import incidents
from bot.views.menu import sorry

_log = structlog.get_logger(__name__)


async def on_error(update: object, context: ShopContext) -> None:
    error = context.error
    if error is None or _passing(error):
        _log.warning("Telegram couldn't be reached", error=repr(error))
        return
    number = await incidents.report(context.shop.desk, error)
    if isinstance(update, Update):
        await _apologise(update, context, number)


def _passing(error: Exception) -> bool:
    if isinstance(error, BadRequest):
        return False
    return isinstance(error, (NetworkError, RetryAfter, Forbidden))


async def _apologise(update: Update, context: ShopContext, number: int) -> None:
    person, chat = update.effective_user, update.effective_chat
    if person is None or chat is None or chat.id != person.id:
        return
    user = User(
        id=person.id, first_name=person.first_name, client_language=person.language_code or ""
    )
    visit = visit_of(update, context, user, fresh=True)
    try:
        await visit.answer()
        await visit.show(sorry(visit.lang, number))
    except TelegramError as error:
        _log.warning("The apology couldn't be sent", incident=number, error=repr(error))

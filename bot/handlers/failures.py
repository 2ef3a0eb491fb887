"""What becomes of an error in a handler.

1. Telegram couldn't be reached for so long that the answer was given up (`transport.patience`): a log line.
2. The person can't be written to: a log line.
3. Anything else is a bug: logged with an incident number, operators told once, the person gets an apology with the number.

Errors that a person can mend never come here: they are answered where they are raised (`handlers.wiring`). No later group
gets an update that failed in an earlier one: behind the door nobody works without its visit.
"""

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.context import ShopContext, visit_of
from bot.domain.user import User
from bot.transport.patience import passes
from bot.transport.refusals import Refusal, classify
from bot.usecases import incidents
from bot.views.menu import sorry

_log = structlog.get_logger(__name__)


async def on_error(update: object, context: ShopContext) -> None:
    error = context.error
    if error is not None:
        await _deal_with(error, update if isinstance(update, Update) else None, context)
    raise ApplicationHandlerStop


async def _deal_with(error: Exception, update: Update | None, context: ShopContext) -> None:
    update_id = update.update_id if update else None
    if passes(error):
        _log.warning("Somebody got no answer", update=update_id, error=repr(error))
        return
    if isinstance(error, TelegramError) and classify(error).refusal is Refusal.UNREACHABLE:
        _log.info("A person can't be written to", update=update_id, error=repr(error))
        return
    number = await _report(error, context)
    if update is not None:
        await _apologise(update, context, number)


async def _report(error: Exception, context: ShopContext) -> int | None:
    """The incident's number; None if the books are what fails."""
    try:
        return await incidents.report(context.shop.desk, error)
    except Exception:  # noqa: BLE001 - whatever it is, the person still gets an answer
        _log.critical("An incident can't be written down", exc_info=error)
        return None


async def _apologise(update: Update, context: ShopContext, number: int | None) -> None:
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

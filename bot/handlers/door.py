"""Before anything else: who is it, may they come in, and in which language are they spoken to.

Runs ahead of every handler and leaves the visit in the context, or stops the update here. Only private chats are served.
"""

import structlog
from telegram import ChatMember, Update
from telegram.ext import ApplicationHandlerStop

from bot.callbacks import is_fresh
from bot.context import ShopContext, Visit, visit_of
from bot.domain.errors import ShopError
from bot.domain.user import User
from bot.usecases import access
from bot.views import menu
from bot.views.problems import sentence
from bot.views.screen import Screen

_log = structlog.get_logger(__name__)


async def enter(update: Update, context: ShopContext) -> None:
    person, chat = update.effective_user, update.effective_chat
    if person is None or chat is None or chat.id != person.id or person.is_bot:
        raise ApplicationHandlerStop
    if update.my_chat_member is not None:
        return
    desk = context.shop.desk
    seen = User(
        id=person.id,
        first_name=person.first_name,
        username=person.username or "",
        client_language=person.language_code or "",
    )
    user = await access.meet(desk, seen)
    query = update.callback_query
    fresh = query is not None and is_fresh(query.data or "")
    visit = visit_of(update, context, user, fresh=fresh)
    try:
        visit.user = await access.redeem(desk, user, _payload(update))
    except ShopError as error:
        await visit.show(Screen(sentence(visit.lang, error)))
        raise ApplicationHandlerStop from None
    if not access.may_enter(visit.user):
        await _turn_away(visit)
        raise ApplicationHandlerStop
    context.visit = visit


async def _turn_away(visit: Visit) -> None:
    """Whoever is blocked keeps what the bot told them: their orders go on, and their cards with them."""
    if visit.user.blocked and visit.query is not None:
        await visit.answer(menu.blocked_in_short(visit.lang), alert=True)
        return
    await visit.answer()
    await visit.show(menu.blocked(visit.lang) if visit.user.blocked else menu.closed(visit.lang))


def _payload(update: Update) -> str:
    """What follows /start in a deep link."""
    text = (update.message.text if update.message else None) or ""
    command, _, payload = text.partition(" ")
    return payload.strip() if command.split("@")[0] == "/start" else ""


async def blocked_or_back(update: Update, context: ShopContext) -> None:
    """They blocked the bot, or let it in again."""
    changed = update.my_chat_member
    if changed is None:
        return
    reachable = changed.new_chat_member.status not in {ChatMember.BANNED, ChatMember.LEFT}
    async with context.shop.desk.storage.transaction() as tx:
        await tx.users.set_reachable(changed.from_user.id, reachable=reachable)
    _log.info("A person can be reached or not", user=changed.from_user.id, reachable=reachable)

"""Questions in the staff room: operators answer by replying to a message of one, and tap what is to become of it.

Whoever may not is told so; everything else that is said in the group is nobody's business here.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from telegram import Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ExtBot, MessageHandler, filters

from bot.callbacks import parse, pattern
from bot.callbacks.action import Action
from bot.callbacks.tickets import CloseTicket, ReopenTicket, TakeTicket
from bot.context import ShopContext
from bot.domain.conversation import Conversation
from bot.domain.errors import ShopError
from bot.domain.ticket import Side
from bot.transport import contents, show
from bot.transport.patience import until_taken
from bot.usecases import answering, threads
from bot.usecases.desk import Desk
from bot.views import tickets as views
from bot.views.lang import Lang, pick
from bot.views.problems import notice, sentence
from bot.views.screen import Screen


async def replied(update: Update, context: ShopContext) -> None:
    message, person = update.message, update.effective_user
    answered = message.reply_to_message if message else None
    if message is None or person is None or answered is None:
        return
    desk = context.shop.desk
    lang = await _language_of(desk, message.chat_id)
    if lang is None:
        return
    thread = await threads.thread_of(
        desk,
        person.id,
        message.chat_id,
        message_id=answered.message_id,
        album=message.media_group_id,
    )
    match thread:
        case (ticket_id, Side.STAFF):
            await _answer(context, message, ticket_id, lang, update.update_id)


async def _answer(
    context: ShopContext, message: Message, ticket_id: int, lang: Lang, update_id: int
) -> None:
    try:
        person = await answering.answer(
            context.shop.desk,
            _author_of(message),
            ticket_id,
            contents.read(message),
            update_id=update_id,
        )
    except ShopError as error:
        await _say(context.bot, message, Screen(sentence(lang, error)))
        return
    await show.nod(context.bot, message.chat_id, message.message_id)
    if person is not None and not person.reachable:
        await _say(context.bot, message, views.unreachable(lang, person))


def _author_of(message: Message) -> int:
    """Who writes in the name of the group is nobody that is known."""
    return message.from_user.id if message.from_user else 0


async def _say(bot: ExtBot[None], message: Message, screen: Screen) -> None:
    """Under the message that it is about."""
    thread = message.message_thread_id if message.is_topic_message else None
    await until_taken(
        lambda: show.send(
            bot,
            message.chat_id,
            screen.text,
            screen.markup,
            thread=thread,
            reply_to=message.message_id,
        )
    )


async def tapped(update: Update, context: ShopContext) -> None:
    """Under the head of a question, which the outbox brings up to date."""
    query = update.callback_query
    action = parse(query.data or "") if query else None
    if query is None or query.message is None:
        return
    if not isinstance(action, TakeTicket | CloseTicket | ReopenTicket):
        return
    desk = context.shop.desk
    lang = await _language_of(desk, query.message.chat.id)
    if lang is None:
        return
    try:
        await _DEEDS[type(action)](desk, query.from_user.id, action.ticket_id)
    except ShopError as error:
        why = notice(lang, error)
        await until_taken(lambda: show.answer(query, why, alert=True))
        return
    await until_taken(lambda: show.answer(query))


async def _language_of(desk: Desk, chat_id: int) -> Lang | None:
    """None: the chat isn't the staff room."""
    if chat_id > 0:
        return None
    async with desk.storage.reading() as tx:
        room = await tx.rooms.get()
    if room is None or room.chat_id != chat_id:
        return None
    return pick(room.language, desk.languages.default)


_DEEDS: Mapping[type[Action], Callable[[Desk, int, int], Awaitable[Conversation]]] = {
    TakeTicket: answering.take,
    CloseTicket: answering.close,
    ReopenTicket: answering.reopen,
}


def handlers() -> Sequence[BaseHandler[Update, ShopContext, None]]:
    """They look at the staff room only; what comes from elsewhere goes on."""
    replies = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE & filters.REPLY
    return (
        MessageHandler(replies & ~filters.COMMAND, replied),
        CallbackQueryHandler(tapped, pattern="|".join(pattern(kind) for kind in _DEEDS)),
    )

"""In groups: the staff room is made by one command of an owner's, and looked after; nothing else is served.

These handlers run before the door, which stops whatever isn't private. Who is no operator isn't answered: a group full of
strangers must not make the bot talk.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberAdministrator, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from bot.callbacks import parse, pattern
from bot.callbacks.room import LeaveRoom, RoomLanguage
from bot.context import ShopContext
from bot.domain.errors import Problem, ShopError
from bot.domain.room import Room, Topic
from bot.notifier.staff_room import open_topic
from bot.transport import show
from bot.transport.patience import until_taken
from bot.usecases import rooming
from bot.usecases.desk import Desk
from bot.views import room as views
from bot.views.lang import LANGUAGES, Lang, pick
from bot.views.problems import notice, sentence
from bot.views.screen import Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guest:
    """An operator in a group. `lang`: the room's, if this is it; else their own."""

    bot: ExtBot[None]
    desk: Desk
    user_id: int
    lang: Lang
    chat: Chat
    thread: int | None

    async def say(self, screen: Screen) -> None:
        await until_taken(
            lambda: show.send(
                self.bot, self.chat.id, screen.text, screen.markup, thread=self.thread
            )
        )


async def commanded(update: Update, context: ShopContext) -> None:
    """/room, /room off; and what Telegram sends for somebody who let the bot in by our link."""
    guest = await _guest(update, context)
    if guest is None:
        return
    try:
        screen = await (_close(guest) if context.args == ["off"] else _open(guest))
    except ShopError as error:
        screen = Screen(sentence(guest.lang, error))
    await guest.say(screen)


async def _open(guest: _Guest) -> Screen:
    desk, chat = guest.desk, guest.chat
    room = await rooming.open_(desk, guest.user_id, chat.id, chat.title or "", guest.lang.code)
    forum = await _may_open_topics(guest.bot, chat.id)
    if forum:
        await _open_topics(guest.bot, desk, room)
    return await _shown_in_group(desk, forum=forum)


async def _open_topics(bot: ExtBot[None], desk: Desk, room: Room) -> None:
    for topic in Topic:
        if topic not in room.topics:
            await open_topic(bot, desk, room, topic)


async def _may_open_topics(bot: ExtBot[None], chat_id: int) -> bool:
    chat = await until_taken(lambda: bot.get_chat(chat_id))
    own = await until_taken(lambda: bot.get_chat_member(chat_id, bot.id))
    return bool(chat.is_forum) and _manages_topics(own)


def _manages_topics(own: ChatMember) -> bool:
    return isinstance(own, ChatMemberAdministrator) and bool(own.can_manage_topics)


async def _shown_in_group(desk: Desk, *, forum: bool) -> Screen:
    async with desk.storage.reading() as tx:
        room, routes = await tx.rooms.get(), await tx.streams.routes()
    if room is None:
        raise ShopError(Problem.NO_ROOM)
    return views.in_group(pick(room.language), room, routes, forum=forum)


async def _close(guest: _Guest) -> Screen:
    async with guest.desk.storage.reading() as tx:
        room = await tx.rooms.get()
    if room is None or room.chat_id != guest.chat.id:
        return Screen(views.not_this_one(guest.lang))
    await rooming.close(guest.desk, guest.user_id)
    return Screen(views.left(guest.lang))


async def tapped(update: Update, context: ShopContext) -> None:
    """A button under the room's own message; in private the door lets them through to the area."""
    query = update.callback_query
    guest = await _guest(update, context)
    if query is None or guest is None:
        return
    try:
        screen = await _done(guest, query)
    except ShopError as error:
        why = notice(guest.lang, error)
        await until_taken(lambda: show.answer(query, why, alert=True))
        return
    await until_taken(lambda: show.answer(query))
    if query.message is not None:
        shown_in = query.message.message_id
        await until_taken(
            lambda: show.edit_or_send(
                guest.bot, guest.chat.id, shown_in, screen.text, screen.markup
            )
        )


async def _done(guest: _Guest, query: CallbackQuery) -> Screen:
    match parse(query.data or ""):
        case RoomLanguage(language) if language in LANGUAGES:
            await rooming.set_language(guest.desk, guest.user_id, language)
            forum = await _may_open_topics(guest.bot, guest.chat.id)
            return await _shown_in_group(guest.desk, forum=forum)
        case LeaveRoom():
            return await _close(guest)
        case _:
            raise ShopError(Problem.BUTTON_UNKNOWN)


async def standing_changed(update: Update, context: ShopContext) -> None:
    """The bot was put out of the room; or it may make its topics now."""
    changed = update.my_chat_member
    if changed is None or changed.chat.type == Chat.PRIVATE:
        return
    desk, own = context.shop.desk, changed.new_chat_member
    if own.status in {ChatMember.BANNED, ChatMember.LEFT}:
        await rooming.put_out(desk, changed.chat.id)
        return
    async with desk.storage.reading() as tx:
        room = await tx.rooms.get()
    if room is not None and room.chat_id == changed.chat.id and _manages_topics(own):
        forum = await _may_open_topics(context.bot, room.chat_id)
        if forum:
            await _open_topics(context.bot, desk, room)


async def moved(update: Update, context: ShopContext) -> None:
    """The group became a supergroup. Both say so: the old one where to, the new one where from."""
    message = update.message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await rooming.moved(context.shop.desk, message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await rooming.moved(context.shop.desk, message.migrate_from_chat_id, message.chat_id)


async def _guest(update: Update, context: ShopContext) -> _Guest | None:
    """None outside of groups, and for who is no operator."""
    person, chat, message = update.effective_user, update.effective_chat, update.effective_message
    if person is None or chat is None or chat.type == Chat.PRIVATE:
        return None
    desk = context.shop.desk
    async with desk.storage.reading() as tx:
        rights = await tx.staff.rights(person.id)
        room = await tx.rooms.get()
        known = await tx.users.get(person.id)
    if not rights:
        return None
    own = context.shop.lang_of(known)
    in_topic = message is not None and message.is_topic_message
    return _Guest(
        bot=context.bot,
        desk=desk,
        user_id=person.id,
        lang=pick(room.language) if room is not None and room.chat_id == chat.id else own,
        chat=chat,
        thread=message.message_thread_id if message is not None and in_topic else None,
    )


def handlers() -> Sequence[BaseHandler[Update, ShopContext, None]]:
    """They look at groups only; what comes from a private chat goes on to the door."""
    groups = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    return (
        CommandHandler("room", commanded, filters=groups),
        CommandHandler("start", commanded, filters=groups & filters.Regex(r" room$")),
        MessageHandler(groups & filters.StatusUpdate.MIGRATE, moved),
        CallbackQueryHandler(tapped, pattern=f"{pattern(RoomLanguage)}|{pattern(LeaveRoom)}"),
        ChatMemberHandler(standing_changed),
    )

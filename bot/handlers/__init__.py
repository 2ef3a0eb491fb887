"""Every handler, in order. The first group is the door; the second gives an update to the first handler that fits it.

What a person sends is, in this order: part of a question to support, if it answers one of its messages; the answer to a
question they were asked (`Visit.ask`), the answer to a form, a word to search for. A file is read for a form only.
"""

from functools import partial

from telegram import Message, Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.callbacks import parse
from bot.callbacks.action import Action
from bot.callbacks.links import PREFIX, opened_by
from bot.context import Area, Handle, ShopApplication, ShopContext, Visit
from bot.domain.ticket import Side
from bot.handlers import (
    all_orders,
    blocked,
    broadcast,
    broadcast_sending,
    browse,
    cockpit,
    curate,
    desk,
    door,
    failures,
    form,
    group,
    group_tickets,
    journal,
    menu,
    money,
    notifications,
    orders,
    people,
    riddles,
    room,
    stand_ins,
    stats,
    status,
    stock,
    support,
    team,
    tickets,
    words,
)
from bot.handlers.wiring import allowed, do, forget_question, on_command, serve, stale
from bot.usecases import threads
from bot.views.menu import file_unasked, not_understood
from bot.views.screen import Screen

AREAS: tuple[Area, ...] = (
    menu.AREA,
    browse.AREA,
    form.AREA,
    orders.AREA,
    cockpit.AREA,
    all_orders.AREA,
    desk.AREA,
    money.AREA,
    stats.AREA,
    status.AREA,
    people.AREA,
    team.AREA,
    journal.AREA,
    broadcast.AREA,
    broadcast_sending.AREA,
    stock.AREA,
    curate.AREA,
    stand_ins.AREA,
    riddles.AREA,
    blocked.AREA,
    notifications.AREA,
    room.AREA,
    support.AREA,
    tickets.AREA,
)


def register(application: ShopApplication) -> None:
    for handler in (*group.handlers(), *group_tickets.handlers()):
        application.add_handler(handler, group=-2)
    application.add_handler(TypeHandler(Update, door.enter), group=-1)
    application.add_handler(ChatMemberHandler(door.blocked_or_back))
    application.add_handler(CallbackQueryHandler(_tapped))
    application.add_handler(CommandHandler("start", _followed, filters=_OPENS_A_SCREEN))
    for name in dict.fromkeys(name for area in AREAS for name in area.commands):
        having = [area for area in AREAS if name in area.commands]
        application.add_handler(on_command(name, having))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & ~filters.COMMAND, _said))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, _unknown_command))
    application.add_error_handler(failures.on_error)


_TAPS = {kind: area for area in AREAS for kind in area.taps}


async def _tapped(_: Update, context: ShopContext) -> None:
    """One handler for all buttons: to ask each area in turn would take longer than most answers."""
    visit = context.visit
    action = parse((visit.query.data if visit.query else None) or "")
    area = None if action is None else _TAPS.get(type(action))
    if action is None or area is None:
        await stale(visit)
        return
    await do(visit, area, action)


_OPENS_A_SCREEN = filters.Regex(rf"^/start(@\w+)?\s+{PREFIX}")


async def _followed(_: Update, context: ShopContext) -> None:
    """A link opens a screen that only shows something; what it isn't good for leads to the menu."""
    visit = context.visit
    action = opened_by(" ".join(context.args or ()))
    area = None if action is None else _TAPS.get(type(action))
    if action is not None and area is not None:
        await do(visit, area, action)
        return
    await forget_question(visit)
    await serve(visit, menu.start, "")


async def _said(_: Update, context: ShopContext) -> None:
    visit = context.visit
    thread = await _thread_of(visit)
    if thread is not None:
        await serve(visit, _into_thread, thread)
        return
    asked = parse(visit.user.asked or "")
    for area in AREAS:
        handle = None if asked is None else area.answers.get(type(asked))
        if handle is not None and allowed(visit, area):
            await serve(visit, partial(_answer, handle), asked)
            return
    await serve(visit, _take, None)


_Thread = tuple[int, Side]
"""A ticket, and the side on which somebody is in it."""


async def _thread_of(visit: Visit) -> _Thread | None:
    """Where what they sent belongs: it answers something of a ticket, or is of an album that went into one."""
    message = visit.message
    if message is None or not (message.reply_to_message or message.media_group_id):
        return None
    answered = message.reply_to_message
    return await _thread_around(visit, answered.message_id if answered else None)


async def _thread_around(visit: Visit, message_id: int | None) -> _Thread | None:
    """The one to which that message of their chat belongs."""
    message = visit.message
    album = message.media_group_id if message else None
    return await threads.thread_of(
        visit.desk, visit.user.id, visit.user.id, message_id=message_id, album=album
    )


async def _into_thread(visit: Visit, thread: _Thread) -> None:
    ticket_id, side = thread
    await (support.add if side is Side.PERSON else tickets.answer)(visit, ticket_id)


async def _answer(handle: Handle, visit: Visit, asked: Action) -> Screen | None:
    """A question is over once it got its answer, unless that led to another."""
    screen = await handle(visit, asked)
    if not visit.asking:
        await forget_question(visit)
    return screen


async def _take(visit: Visit, _: None) -> Screen | None:
    message = visit.message
    if message is None or await _is_for_form(visit, message):
        return None
    thread = await _thread_around(visit, message.message_id)
    if thread is not None:
        await _into_thread(visit, thread)  # it was taken before, and comes once more
        return None
    if message.document is not None:
        return file_unasked(visit.lang)
    if not message.text:
        return not_understood(visit.lang)
    return await browse.typed(visit, message.text)


async def _is_for_form(visit: Visit, message: Message) -> bool:
    if message.document is not None:
        return await form.asks(visit) and await form.typed(
            visit, await words.read(message.document)
        )
    return bool(message.text) and await form.typed(visit, message.text or "")


async def _unknown_command(_: Update, context: ShopContext) -> None:
    await serve(context.visit, _point_the_way, None)


async def _point_the_way(visit: Visit, _: None) -> Screen:
    return not_understood(visit.lang)

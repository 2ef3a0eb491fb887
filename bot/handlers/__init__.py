"""Every handler, in order. The first group is the door; the second gives an update to the first handler that fits it.

A person's typed text is, in this order: the answer to an operator's question, to a form, a word to search for. A file is
read for a form only.
"""

from telegram import Document, Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.context import ShopApplication, ShopContext, Visit
from bot.domain.staff import Right
from bot.handlers import (
    all_orders,
    browse,
    cockpit,
    desk,
    door,
    failures,
    form,
    menu,
    money,
    orders,
    people,
    stock,
    words,
)
from bot.handlers.wiring import Reserved, on_command, on_tap, serve, stale
from bot.views.menu import file_unasked, not_understood
from bot.views.screen import Screen

FOR_ALL = (menu, browse, form, orders, cockpit)
"""The cockpit asks by itself whether one is an operator: which right they have is all the same to it."""
FOR_OPERATORS = (
    (all_orders, Right.ORDERS),
    (desk, Right.ORDERS),
    (money, Right.MONEY),
    (people, Right.PEOPLE),
    (stock, Right.CATALOGUE),
)
_COMMANDS = {**menu.COMMANDS, **browse.COMMANDS, **orders.COMMANDS}
_RESERVED = {
    name: Reserved(handle, right)
    for module, right in FOR_OPERATORS
    for name, handle in module.COMMANDS.items()
}


def register(application: ShopApplication) -> None:
    application.add_handler(TypeHandler(Update, door.enter), group=-1)
    application.add_handler(ChatMemberHandler(door.blocked_or_back))
    for module in FOR_ALL:
        for kind, handle in module.TAPS.items():
            application.add_handler(on_tap(kind, handle))
    for module, right in FOR_OPERATORS:
        for kind, handle in module.TAPS.items():
            application.add_handler(on_tap(kind, handle, right=right))
    application.add_handler(CallbackQueryHandler(_unknown_button))
    for name in {**_COMMANDS, **_RESERVED}:
        application.add_handler(on_command(name, _COMMANDS.get(name), _RESERVED.get(name)))
    said = filters.UpdateType.MESSAGE & ~filters.COMMAND & (filters.TEXT | filters.Document.ALL)
    application.add_handler(MessageHandler(said, _words))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, _something_else))
    application.add_error_handler(failures.on_error)


async def _words(_: Update, context: ShopContext) -> None:
    await serve(context.visit, _take_words, None)


async def _take_words(visit: Visit, _: None) -> Screen | None:
    if visit.message is None:
        return None
    if visit.message.document is not None:
        return await _take_file(visit, visit.message.document)
    text = visit.message.text or ""
    answer = await desk.typed(visit, text) if visit.operator else None
    if answer is not None:
        return answer
    if await form.typed(visit, text):
        return None
    return await browse.typed(visit, text)


async def _take_file(visit: Visit, document: Document) -> Screen | None:
    if await form.asks(visit) and await form.typed(visit, await words.read(document)):
        return None
    return file_unasked(visit.lang)


async def _something_else(_: Update, context: ShopContext) -> None:
    """A picture, a sticker, a command nobody knows."""
    await serve(context.visit, _point_the_way, None)


async def _point_the_way(visit: Visit, _: None) -> Screen:
    return not_understood(visit.lang)


async def _unknown_button(_: Update, context: ShopContext) -> None:
    await stale(context.visit)

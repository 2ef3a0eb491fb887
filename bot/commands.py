"""The commands that Telegram shows beside the text field: by language, and more of them for operators."""

from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.views.lang import LANGUAGES, Lang, lang, mark

_FOR_ALL = (
    ("start", mark("Menu")),
    ("new", mark("New order")),
    ("orders", mark("My orders")),
    ("language", mark("Change the language")),
    ("cancel", mark("Leave the order form")),
    ("help", mark("How it works")),
)
_FOR_OPERATORS = (
    ("balance", mark("Panel balances")),
    ("services", mark("Services")),
    ("unconfirmed", mark("Orders to decide")),
    ("orders", mark("All orders")),
    ("invite", mark("Invite somebody")),
)


async def publish(bot: ExtBot[None]) -> None:
    """For everybody, in each language; English for the languages the bot doesn't speak."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(_list(lang("en"), operator=False), scope=scope)
    for code in LANGUAGES:
        if code != "en":
            await bot.set_my_commands(
                _list(lang(code), operator=False), scope=scope, language_code=code
            )


async def publish_for(bot: ExtBot[None], user_id: int, reader: Lang, *, operator: bool) -> None:
    """For one person, in the language they chose. Nothing to do for one who hasn't written to the bot yet."""
    try:
        await bot.set_my_commands(
            _list(reader, operator=operator), scope=BotCommandScopeChat(user_id)
        )
    except (BadRequest, Forbidden):
        return


def _list(reader: Lang, *, operator: bool) -> list[BotCommand]:
    texts = dict(_FOR_ALL)
    if operator:
        texts |= dict(_FOR_OPERATORS)
    return [BotCommand(name, reader.label(text)) for name, text in texts.items()]

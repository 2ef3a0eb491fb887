"""Publishes the commands that Telegram shows beside the text field: by language, and more of them for operators."""

from collections.abc import Sequence

from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.domain.user import User
from bot.views.commands import Command, for_all, for_person
from bot.views.lang import LANGUAGES, Lang, lang


async def publish(bot: ExtBot[None]) -> None:
    """For everybody, in each language; English for the languages the bot doesn't speak."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(_list(lang("en"), for_all()), scope=scope)
    for code in LANGUAGES:
        if code != "en":
            await bot.set_my_commands(_list(lang(code), for_all()), scope=scope, language_code=code)


async def publish_for(bot: ExtBot[None], user: User, reader: Lang) -> None:
    """For one person, in the language they chose. Nothing to do for one who hasn't written to the bot yet."""
    try:
        await bot.set_my_commands(
            _list(reader, for_person(user)), scope=BotCommandScopeChat(user.id)
        )
    except (BadRequest, Forbidden):
        return


def _list(reader: Lang, commands: Sequence[Command]) -> list[BotCommand]:
    return [BotCommand(command.name, reader.label(command.text)) for command in commands]

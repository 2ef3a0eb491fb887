"""People see the commands for their scope and language, the narrowest first."""

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
    MenuButtonDefault,
)
from telegram.error import BadRequest

from bot.sandbox.telegram import Person, Telegram
from tests.sandbox.telegram.conftest import Api


async def test_commands_by_scope_and_language(sim: Telegram, ann: Person, bot: Bot) -> None:
    def seen() -> list[str]:
        return [description for _, description in ann.commands]

    everybody = BotCommandScopeAllPrivateChats()
    only_ann = BotCommandScopeChat(ann.id)
    assert ann.commands == []
    await bot.set_my_commands([("help", "default")])
    assert ann.commands == [("help", "default")]
    await bot.set_my_commands([("help", "default, ru")], language_code="ru")
    await bot.set_my_commands([("help", "private")], scope=everybody)
    assert seen() == ["private"]
    ann.language_code = "ru-RU"
    assert seen() == ["private"]
    await bot.set_my_commands([("help", "private, ru")], scope=everybody, language_code="ru")
    assert seen() == ["private, ru"]
    await bot.set_my_commands([("balance", "Ann's")], scope=only_ann)
    assert seen() == ["Ann's"]
    await bot.set_my_commands([("balance", "Ann's, ru")], scope=only_ann, language_code="ru")
    assert seen() == ["Ann's, ru"]
    ann.language_code = "en"
    assert seen() == ["Ann's"]
    assert sim.add_user(1002, language_code="ru").commands == [("help", "private, ru")]

    assert (await bot.get_my_commands(scope=only_ann))[0].description == "Ann's"
    await bot.delete_my_commands(scope=only_ann)
    assert seen() == ["private"]
    assert await bot.get_my_commands(scope=only_ann) == ()


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        (
            {"commands": [{"command": "help", "description": ""}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            {"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]},
            "BOT_COMMANDS_TOO_MUCH",
        ),
        ({"commands": [], "language_code": "english"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    ],
)
async def test_commands_that_telegram_refuses(
    api: Api, params: dict[str, Any], complaint: str
) -> None:
    answer = await api("setMyCommands", **params)
    assert answer["description"] == f"Bad Request: {complaint}"


async def test_an_operator_who_never_wrote_has_no_scope_of_their_own(
    sim: Telegram, bot: Bot
) -> None:
    ben = sim.add_user(1, first_name="Ben")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([("help", "x")], scope=BotCommandScopeChat(ben.id))
    ben.send("/start")
    await bot.set_my_commands([("help", "x")], scope=BotCommandScopeChat(ben.id))
    assert ben.commands == [("help", "x")]


async def test_name_and_descriptions_by_language(bot: Bot) -> None:
    assert (await bot.get_my_name()).name == "Desk"
    await bot.set_my_name("The Desk")
    await bot.set_my_name("Стол", language_code="ru")
    assert (await bot.get_my_name("ru")).name == "Стол"
    assert (await bot.get_my_name("de")).name == "The Desk"
    await bot.set_my_description("Orders here.")
    assert (await bot.get_my_description("ru")).description == "Orders here."
    await bot.set_my_short_description("Orders")
    assert (await bot.get_my_short_description()).short_description == "Orders"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_name("x" * 65)


async def test_the_menu_button_of_a_chat(ann: Person, bot: Bot) -> None:
    assert isinstance(await bot.get_chat_menu_button(ann.id), MenuButtonCommands)
    await bot.set_chat_menu_button(ann.id, MenuButtonDefault())
    assert isinstance(await bot.get_chat_menu_button(ann.id), MenuButtonDefault)
    assert isinstance(await bot.get_chat_menu_button(), MenuButtonCommands)

"""Methods about how the bot presents itself: commands, name, descriptions, menu button."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.entities import utf16_length
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.methods.addressing import readable_chat
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.profile import Command, Scope

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

_COMMAND = re.compile(r"/?([a-z0-9_]{1,32})")
_LANGUAGE = re.compile(r"[a-z]{2}")
_COMMANDS_LIMIT = 100
_OPEN_SCOPES = frozenset({
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
})  # fmt: skip
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
_MENU_BUTTONS = frozenset({"commands", "web_app", "default"})
# kind: the field that carries it, and how many characters it may have
_TEXTS = {
    "Name": ("name", 64),
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
}


def set_my_commands(sim: "Telegram", params: Params) -> bool:
    value = params.value("commands")
    if not isinstance(value, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(value) > _COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = _scope(sim, params), _language(params)
    sim.profile.commands[key] = [_command(command) for command in value]
    return True


def get_my_commands(sim: "Telegram", params: Params) -> list[Command]:
    return sim.profile.commands.get((_scope(sim, params), _language(params)), [])


def delete_my_commands(sim: "Telegram", params: Params) -> bool:
    sim.profile.commands.pop((_scope(sim, params), _language(params)), None)
    return True


def set_chat_menu_button(sim: "Telegram", params: Params) -> bool:
    button = params.value("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in _MENU_BUTTONS:
        raise bad_request("MenuButton has unsupported type")
    sim.profile.menu_buttons[_menu_chat(sim, params)] = button
    return True


def get_chat_menu_button(sim: "Telegram", params: Params) -> dict[str, Any]:
    buttons = sim.profile.menu_buttons
    general = buttons.get(0, {"type": "commands"})
    return buttons.get(_menu_chat(sim, params), general)


def _menu_chat(sim: "Telegram", params: Params) -> int:
    return readable_chat(sim, params).id if params.value("chat_id") is not None else 0


def _command(value: Any) -> Command:
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommand: BotCommand must be an Object")
    found = _COMMAND.fullmatch(str(value.get("command", "")))
    if not found:
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(value.get("description", "")).strip()
    if not 1 <= utf16_length(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": found.group(1), "description": description}


def _scope(sim: "Telegram", params: Params) -> Scope:
    value = params.value("scope") or {"type": "default"}
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = value.get("type")
    if kind in _OPEN_SCOPES:
        return Scope(kind)
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: BotCommandScope has unsupported type")
    chat = sim.find_chat(value.get("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    chat.check_read()
    if chat.kind == "private" and kind != "chat":
        raise bad_request("can't be used for a private chat")
    user_id = value.get("user_id") if kind == "chat_member" else 0
    if not isinstance(user_id, int) or (kind == "chat_member" and user_id <= 0):
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    return Scope(kind, chat.id, user_id)


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _setter(kind: str) -> Callable[["Telegram", Params], bool]:
    field, limit = _TEXTS[kind]

    def set_text(sim: "Telegram", params: Params) -> bool:
        text = params.text(field)
        if utf16_length(text) > limit:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        sim.profile.texts[kind, _language(params)] = text
        return True

    return set_text


def _getter(kind: str) -> Callable[["Telegram", Params], dict[str, str]]:
    field = _TEXTS[kind][0]

    def get_text(sim: "Telegram", params: Params) -> dict[str, str]:
        default = str(sim.bot["first_name"]) if kind == "Name" else ""
        return {field: sim.profile.text(kind, _language(params), default)}

    return get_text


PRESENTING: dict[str, Callable[..., Any]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    **{f"setMy{kind}": _setter(kind) for kind in _TEXTS},
    **{f"getMy{kind}": _getter(kind) for kind in _TEXTS},
}

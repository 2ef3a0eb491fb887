"""Whom a call is about: the chat it names, and what in that chat."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.chats import Chat
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.params import Params

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram


def readable_chat(sim: "Telegram", params: Params, field: str = "chat_id") -> Chat:
    """A chat that the bot may ask about, whether or not it may write to it."""
    chat = _chat(sim, params.value(field), field)
    chat.check_read()
    return chat


def writable_chat(sim: "Telegram", params: Params) -> Chat:
    chat = _chat(sim, params.value("chat_id"), "chat_id")
    chat.check_write()
    return chat


def present_message(chat: Chat, params: Params, complaint: str) -> SimMessage:
    message_id = params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(complaint)
    return message


def _chat(sim: "Telegram", chat_id: Any, field: str) -> Chat:
    if chat_id is None or chat_id == "":
        raise bad_request(f"{field} is empty")
    chat = sim.find_chat(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    return chat

"""Methods about a chat as a whole: what is known of it, its pinned messages, "typing…"."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.groups import Group
from bot.sandbox.telegram.methods.addressing import (
    present_message,
    readable_chat,
    writable_chat,
)
from bot.sandbox.telegram.params import Params

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

_GENERAL = 1  # the only thing that can be addressed so is being busy there
_ACTIONS = frozenset({
    "choose_sticker",
    "find_location",
    "record_video",
    "record_video_note",
    "record_voice",
    "typing",
    "upload_document",
    "upload_photo",
    "upload_video",
    "upload_video_note",
    "upload_voice",
})  # fmt: skip


def get_chat(sim: "Telegram", params: Params) -> dict[str, Any]:
    chat = readable_chat(sim, params)
    shown: dict[str, Any] = {
        **chat.as_chat(),
        **chat.in_full(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
    }
    if chat.pinned:
        shown["pinned_message"] = chat.pinned[-1].for_api()
    return shown


def get_chat_member(sim: "Telegram", params: Params) -> dict[str, Any]:
    return readable_chat(sim, params).chat_member(params.integer("user_id"))


def send_chat_action(sim: "Telegram", params: Params) -> bool:
    chat = writable_chat(sim, params)
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    topic_id = params.integer("message_thread_id")
    if topic_id not in {None, _GENERAL}:
        chat.admit_bot(topic_id)
    sim.events.publish({**chat.address(), "kind": "typing"})
    return True


def pin_chat_message(sim: "Telegram", params: Params) -> bool:
    chat = writable_chat(sim, params)
    message = present_message(chat, params, "message to pin not found")
    chat.check_pin()
    if message in chat.pinned:
        chat.pinned.remove(message)
    chat.pinned.append(message)
    shown = message.for_api()
    shown.pop("reply_to_message", None)
    sim.add_message(chat, author=None, topic_id=message.topic_id, service={"pinned_message": shown})
    return True


def unpin_chat_message(sim: "Telegram", params: Params) -> bool:
    """Without a message the one pinned last is meant."""
    chat = writable_chat(sim, params)
    message_id = params.integer("message_id")
    pinned = [m for m in chat.pinned if message_id is None or m.message_id == message_id]
    if not pinned:
        raise bad_request("message to unpin not found")
    chat.check_pin()
    chat.pinned.remove(pinned[-1])
    chat.changed()
    return True


def get_chat_administrators(sim: "Telegram", params: Params) -> list[dict[str, Any]]:
    group = _group(sim, params, "there are no administrators in the private chat")
    shown = [group.chat_member(group.owner.id)]
    if group.bot_status == "administrator":
        shown.append(group.chat_member(sim.bot["id"]))
    return shown


def get_chat_member_count(sim: "Telegram", params: Params) -> int:
    chat = writable_chat(sim, params)
    return len(chat.members) + 1 if isinstance(chat, Group) else 2


def leave_chat(sim: "Telegram", params: Params) -> bool:
    _group(sim, params, "chat member status can't be changed in private chats").leave()
    return True


def _group(sim: "Telegram", params: Params, complaint: str) -> Group:
    chat = writable_chat(sim, params)
    if not isinstance(chat, Group):
        raise bad_request(complaint)
    return chat


CHATS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "sendChatAction": send_chat_action,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
}

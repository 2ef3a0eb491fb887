"""Methods about a chat as a whole: what is known of it, its pinned messages, "typing…"."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

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
    person = sim.reader(params)
    if not person.started:
        raise bad_request("chat not found")
    gifts = ("unlimited", "limited", "unique")
    shown: dict[str, Any] = {
        **person.as_chat(),
        "accent_color_id": person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            **{f"{kind}_gifts": True for kind in gifts},
            "premium_subscription": True,
            "gifts_from_channels": True,
        },
    }
    if person.pinned:
        shown["pinned_message"] = person.pinned[-1].for_api(sim.bot)
    return shown


def get_chat_member(sim: "Telegram", params: Params) -> dict[str, Any]:
    """Who is in a private chat: the person and the bot."""
    person = sim.reader(params)
    user_id = params.integer("user_id")
    if user_id == sim.bot["id"]:
        return sim.membership("kicked" if person.blocked else "member")
    if user_id != person.id:
        raise bad_request("user not found")
    return {"status": "member", "user": person.as_user()}


def send_chat_action(sim: "Telegram", params: Params) -> bool:
    person = sim.recipient(params)
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    sim.events.publish({"user_id": person.id, "kind": "typing"})
    return True


def pin_chat_message(sim: "Telegram", params: Params) -> bool:
    person = sim.recipient(params)
    message = person.messages.get(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to pin not found")
    if message in person.pinned:
        person.pinned.remove(message)
    person.pinned.append(message)
    sim.chat_changed(person)
    return True


def unpin_chat_message(sim: "Telegram", params: Params) -> bool:
    """Without a message the one pinned last is meant."""
    person = sim.recipient(params)
    message_id = params.integer("message_id")
    pinned = [m for m in person.pinned if message_id is None or m.message_id == message_id]
    if not pinned:
        raise bad_request("message to unpin not found")
    person.pinned.remove(pinned[-1])
    sim.chat_changed(person)
    return True


CHATS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "sendChatAction": send_chat_action,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
}

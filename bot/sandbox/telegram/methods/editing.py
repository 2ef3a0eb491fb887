"""Methods that change or remove a message that is there."""

from typing import TYPE_CHECKING, Any

from telegram.constants import ReactionEmoji

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.files import sent_file
from bot.sandbox.telegram.keyboards import Markup, inline_markup, shown_markup
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.methods.addressing import present_message, writable_chat
from bot.sandbox.telegram.methods.sending import preview_options
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.texts import Formatted, caption, message_text

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

_DELETABLE_SECONDS = 48 * 3600
_DELETED_AT_ONCE = 100
_CHANGEABLE = frozenset({"photo", "document"})
_REPLACEABLE = _CHANGEABLE | {"video"}
_REACTIONS = frozenset(str(emoji.value) for emoji in ReactionEmoji)


def edit_message_text(sim: "Telegram", params: Params) -> dict[str, Any]:
    message = _editable(sim, params)
    words = message_text(params, sim.find_user)
    if message.media or message.invoice:
        raise bad_request("there is no text in the message to edit")
    markup, preview = inline_markup(params), preview_options(params)
    changed = preview != message.link_preview_options
    message.link_preview_options = preview
    return _apply(sim, message, words, markup, changed=changed)


def edit_message_caption(sim: "Telegram", params: Params) -> dict[str, Any]:
    message = _editable(sim, params)
    words = caption(params, sim.find_user)
    if not message.has_caption:
        raise bad_request("there is no caption in the message to edit")
    return _apply(sim, message, words, inline_markup(params))


def edit_message_reply_markup(sim: "Telegram", params: Params) -> dict[str, Any]:
    message = _editable(sim, params)
    words = Formatted(message.text, message.entities)
    return _apply(sim, message, words, inline_markup(params))


def edit_message_media(sim: "Telegram", params: Params) -> dict[str, Any]:
    """A photo or document in the place of what was there; uploads are named in it by ``attach://``."""
    message = _editable(sim, params)
    given = params.value("media")
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in _CHANGEABLE:
        raise bad_request("can't parse InputMedia: type must be photo or document")
    own = Params({**given, kind: given.get("media")}, params.uploads)
    words = caption(own, sim.find_user)
    markup = inline_markup(params)
    media = sent_file(sim.files, own, kind)
    if message.invoice or (message.media and message.media.kind not in _REPLACEABLE):
        raise bad_request("message media can't be edited")
    changed = media != message.media
    message.media = media
    return _apply(sim, message, words, markup, changed=changed)


def set_message_reaction(sim: "Telegram", params: Params) -> bool:
    chat = writable_chat(sim, params)
    message = present_message(chat, params, "message to react not found")
    given = params.value("reaction") or []
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise bad_request("can't parse reaction types JSON object")
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if given and given[0].get("type") != "custom_emoji" and given[0].get("emoji") not in _REACTIONS:
        raise bad_request("REACTION_INVALID")
    message.reaction = given[0] if given else None
    chat.changed()
    return True


def delete_message(sim: "Telegram", params: Params) -> bool:
    chat = writable_chat(sim, params)
    message = present_message(chat, params, "message to delete not found")
    _check_deletable(sim, message)
    chat.forget(message)
    chat.changed()
    return True


def delete_messages(sim: "Telegram", params: Params) -> bool:
    """What isn't there is passed over; if one of them can't go, none does."""
    chat = writable_chat(sim, params)
    ids = params.value("message_ids")
    if not isinstance(ids, list) or not all(isinstance(number, int) for number in ids):
        raise bad_request("can't parse message identifiers: expected an Array of Integer")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > _DELETED_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    messages = [message for number in ids if (message := chat.messages.get(number))]
    for message in messages:
        _check_deletable(sim, message)
    for message in dict.fromkeys(messages):
        chat.forget(message)
    chat.changed()
    return True


def _check_deletable(sim: "Telegram", message: SimMessage) -> None:
    if sim.now() - message.date > _DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.chat.check_delete(message)


def _editable(sim: "Telegram", params: Params) -> SimMessage:
    chat = writable_chat(sim, params)
    message = present_message(chat, params, "message to edit not found")
    has_reply_keyboard = message.reply_markup and not shown_markup(message.reply_markup)
    if not message.from_bot or message.forward_origin or has_reply_keyboard:
        raise bad_request("message can't be edited")
    return message


def _apply(
    sim: "Telegram",
    message: SimMessage,
    words: Formatted,
    markup: Markup | None,
    *,
    changed: bool = False,
) -> dict[str, Any]:
    after = (words.text, words.entities, markup)
    if not changed and after == (message.text, message.entities, message.reply_markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        )
    message.text, message.entities, message.reply_markup = after
    message.edits += 1
    message.edit_date = sim.now()
    message.chat.changed()
    return message.for_api()


EDITING = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_message_reaction,
}

"""Methods about the topics of a supergroup."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.groups import Group
from bot.sandbox.telegram.methods.addressing import writable_chat
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.topics import FIRST_COLOR, Topic

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

_COLORS = frozenset({FIRST_COLOR, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F})


def create_forum_topic(sim: "Telegram", params: Params) -> dict[str, Any]:
    forum = _forum(sim, params)
    if "can_manage_topics" not in forum.bot_rights:
        raise bad_request("not enough rights to create a topic")
    name = " ".join(params.text("name").split())
    if not name:
        raise bad_request("title must be non-empty")
    color = params.integer("icon_color")
    if color not in {None, *_COLORS}:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    emoji = params.text("icon_custom_emoji_id")
    return forum.topics.open(None, name, color or FIRST_COLOR, emoji).as_topic()


def edit_forum_topic(sim: "Telegram", params: Params) -> bool:
    forum = _forum(sim, params)
    topic = _managed(forum, params, "edit the topic")
    changes = {}
    if name := " ".join(params.text("name").split()):
        changes["name"] = name
    if params.value("icon_custom_emoji_id") is not None:
        changes["icon_custom_emoji_id"] = params.text("icon_custom_emoji_id")
    if changes and not forum.topics.edit(topic, None, **changes):
        raise bad_request("TOPIC_NOT_MODIFIED")
    return True


def close_forum_topic(sim: "Telegram", params: Params) -> bool:
    return _set_closed(sim, params, closed=True)


def reopen_forum_topic(sim: "Telegram", params: Params) -> bool:
    return _set_closed(sim, params, closed=False)


def delete_forum_topic(sim: "Telegram", params: Params) -> bool:
    forum = _forum(sim, params)
    topic = _topic(forum, params)
    if "can_delete_messages" not in forum.bot_rights:
        raise bad_request("not enough rights to delete the topic")
    forum.topics.delete(topic)
    return True


def _set_closed(sim: "Telegram", params: Params, *, closed: bool) -> bool:
    forum = _forum(sim, params)
    topic = _managed(forum, params, "close or open the topic")
    if not forum.topics.set_closed(topic, None, closed=closed):
        raise bad_request("TOPIC_NOT_MODIFIED")
    return True


def _forum(sim: "Telegram", params: Params) -> Group:
    chat = writable_chat(sim, params)
    if not isinstance(chat, Group) or not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _managed(forum: Group, params: Params, deed: str) -> Topic:
    topic = _topic(forum, params)
    if not forum.bot_manages(topic):
        raise bad_request(f"not enough rights to {deed}")
    return topic


def _topic(forum: Group, params: Params) -> Topic:
    topic = forum.topics.by_id.get(params.integer("message_thread_id") or 0)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


FORUM = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}

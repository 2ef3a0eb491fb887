"""What Telegram itself puts into a chat, in a sentence, as its apps show it."""

from typing import Any

_PLAIN = {
    "forum_topic_created": "{who} opened the topic “{name}”",
    "forum_topic_closed": "{who} closed the topic",
    "forum_topic_reopened": "{who} opened the topic again",
    "migrate_to_chat_id": "The group became a supergroup",
    "migrate_from_chat_id": "This was a basic group before",
    "successful_payment": "⭐️ {total_amount} Stars were paid",
    "refunded_payment": "⭐️ {total_amount} Stars were given back",
}
_PINNED_LIMIT = 40


def sentence(service: dict[str, Any], user: dict[str, Any]) -> str:
    """Of a service message, which the user has caused."""
    ((kind, content),) = service.items()
    who = user["first_name"]
    if kind == "new_chat_members":
        came = ", ".join(member["first_name"] for member in content)
        return f"{who} joined" if content == [user] else f"{who} added {came}"
    if kind == "left_chat_member":
        return f"{who} left" if content == user else f"{who} removed {content['first_name']}"
    if kind == "forum_topic_edited":
        new = f"the topic to “{content['name']}”" if "name" in content else "the topic's icon"
        return f"{who} changed {new}"
    if kind == "pinned_message":
        return f"{who} pinned {_in_short(content)}"
    fields = content if isinstance(content, dict) else {}
    return _PLAIN[kind].format(who=who, **fields)


def _in_short(message: dict[str, Any]) -> str:
    words = message.get("text") or message.get("caption")
    if not words:
        return "a message"
    return f"“{words[:_PINNED_LIMIT]}{'…' if len(words) > _PINNED_LIMIT else ''}”"

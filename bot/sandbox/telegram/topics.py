"""The topics of a supergroup: opened, renamed, closed, reopened and deleted, by people or by the bot.

A topic is called by the id of the message that opened it. What is in no topic is in "General",
which isn't among these.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.telegram.groups import Group
    from bot.sandbox.telegram.people import Person

NAME_LIMIT = 128
FIRST_COLOR = 0x6FB9F0


@dataclass(slots=True, kw_only=True)
class Topic:
    """``creator`` is the id of a person, and None if the bot has opened it."""

    id: int
    name: str
    creator: int | None
    icon_color: int = FIRST_COLOR
    icon_custom_emoji_id: str = ""
    closed: bool = False

    def as_topic(self) -> dict[str, Any]:
        """The Bot API's ForumTopic."""
        return {"message_thread_id": self.id, **self.described()}

    def described(self) -> dict[str, Any]:
        """The Bot API's ForumTopicCreated."""
        shown = {"name": self.name, "icon_color": self.icon_color}
        if not self.icon_custom_emoji_id:
            return shown
        return {**shown, "icon_custom_emoji_id": self.icon_custom_emoji_id}


@dataclass(slots=True, eq=False)
class Topics:
    """Every deed but a deletion leaves a message in the topic. Without an author it is the bot's."""

    group: "Group"
    by_id: dict[int, Topic] = field(default_factory=dict)

    def open(
        self,
        author: "Person | None",
        name: str,
        icon_color: int = FIRST_COLOR,
        icon_custom_emoji_id: str = "",
    ) -> Topic:
        topic = Topic(
            id=self.group.next_message_id(),
            name=name[:NAME_LIMIT],
            creator=author.id if author else None,
            icon_color=icon_color,
            icon_custom_emoji_id=icon_custom_emoji_id,
        )
        self.by_id[topic.id] = topic
        self._tell(topic, author, {"forum_topic_created": topic.described()}, topic.id)
        return topic

    def edit(self, topic: Topic, author: "Person | None", **changes: str) -> bool:
        """Change name and icon; False if nothing would change."""
        news = {name: new for name, new in changes.items() if getattr(topic, name) != new}
        for name, new in news.items():
            setattr(topic, name, new)
        if news:
            self._tell(topic, author, {"forum_topic_edited": news})
        return bool(news)

    def set_closed(self, topic: Topic, author: "Person | None", *, closed: bool) -> bool:
        """False if it is so already."""
        if topic.closed == closed:
            return False
        topic.closed = closed
        deed = "forum_topic_closed" if closed else "forum_topic_reopened"
        self._tell(topic, author, {deed: {}})
        return True

    def delete(self, topic: Topic) -> None:
        """With all that was written in it; nobody is told."""
        del self.by_id[topic.id]
        for message in [m for m in self.group.messages.values() if m.topic_id == topic.id]:
            self.group.forget(message)
        self.group.changed()

    def _tell(
        self,
        topic: Topic,
        author: "Person | None",
        service: dict[str, Any],
        message_id: int | None = None,
    ) -> None:
        self.group.sim.add_message(
            self.group, author=author, message_id=message_id, topic_id=topic.id, service=service
        )

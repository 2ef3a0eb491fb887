"""The staff room: the group in which operators are told what isn't for one of them alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Topic(StrEnum):
    ORDERS = "orders"
    ALERTS = "alerts"
    SUPPORT = "support"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """`chat_id` is negative, as every group's. `language`: chosen in the room; None: the shop's.

    `topics` are the threads that are known; one that isn't there goes into the group itself, as all do without a forum.
    """

    chat_id: int
    title: str
    language: str | None = None
    topics: Mapping[Topic, int] = field(default_factory=dict)

    def thread(self, topic: Topic) -> int | None:
        """Telegram's message_thread_id; None: the group itself, or its general topic."""
        return self.topics.get(topic)

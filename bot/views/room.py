"""The staff room."""

from collections.abc import Mapping

from bot.domain.room import Topic
from bot.views.lang import Html, Lang, mark

_TOPICS: Mapping[Topic, str] = {
    Topic.ORDERS: mark("Orders"),
    Topic.ALERTS: mark("Alerts"),
    Topic.SUPPORT: mark("Support"),
    Topic.REPORTS: mark("Reports"),
}


def topic_name(lang: Lang, topic: Topic) -> str:
    return lang.label(_TOPICS[topic])


def topic_closed(lang: Lang, topic: Topic) -> Html:
    """Above a message that should stand in a topic, and can't."""
    return lang.t(
        "(The topic “{name}” is closed, so this comes here.)", name=topic_name(lang, topic)
    )

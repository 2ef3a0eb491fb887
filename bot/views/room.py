"""The staff room."""

from collections.abc import Mapping

from bot.callbacks.room import StaffRoom
from bot.domain.room import Topic
from bot.views.lang import Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.screen import Screen, button
from bot.views.text import clip

_TOPICS: Mapping[Topic, str] = {
    Topic.ORDERS: mark("Orders"),
    Topic.ALERTS: mark("Alerts"),
    Topic.SUPPORT: mark("Support"),
    Topic.REPORTS: mark("Reports"),
}


def topic_name(lang: Lang, topic: Topic) -> str:
    return lang.label(_TOPICS[topic])


def lost(lang: Lang, title: str) -> Screen:
    """To owners, privately."""
    text = lang.t(
        "I can't write in “{title}” any more, so it isn't the staff room now. What it hadn't been told comes to you "
        "and the other operators here.",
        title=clip(title, 80),
    )
    return Screen(text, ((button(lang.label("🏠 Staff room"), StaffRoom()),), cockpit_row(lang)))


def topic_closed(lang: Lang, topic: Topic) -> Html:
    """Above a message that should stand in a topic, and can't."""
    return lang.t(
        "(The topic “{name}” is closed, so this comes here.)", name=topic_name(lang, topic)
    )

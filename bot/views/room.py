"""The staff room: what is told where in it, and how to get one."""

from collections.abc import Iterable, Mapping

from telegram import InlineKeyboardButton

from bot.callbacks.notifications import Notifications
from bot.callbacks.room import LeaveRoom, RoomLanguage, StaffRoom
from bot.domain.room import Room, Topic
from bot.domain.stream import STREAMS, Route, Stream, Where
from bot.views.lang import LANGUAGES, Html, Lang, mark, pick
from bot.views.menu import cockpit_row
from bot.views.notifications import stream_name
from bot.views.screen import Row, Screen, bold, button, in_rows, lines, paragraphs
from bot.views.text import clip

_TOPICS: Mapping[Topic, str] = {
    Topic.ORDERS: mark("Orders"),
    Topic.ALERTS: mark("Alerts"),
    Topic.SUPPORT: mark("Support"),
    Topic.REPORTS: mark("Reports"),
}
_ALWAYS: Mapping[Topic, str] = {
    Topic.SUPPORT: mark("What people ask"),
    Topic.REPORTS: mark("What became of broadcasts"),
}
"""What goes there beside streams."""


def topic_name(lang: Lang, topic: Topic) -> str:
    return lang.label(_TOPICS[topic])


def in_group(lang: Lang, room: Room, routes: Mapping[Stream, Route], *, forum: bool) -> Screen:
    """In the room itself. `forum`: it has topics, and the bot may make them."""
    text = paragraphs(
        bold(lang.t("🏠 This is the staff room.")),
        _what_is_where(lang, room, routes),
        None if forum else _how_to_get_topics(lang),
    )
    rows = (*_language_rows(room), (button(lang.label("Leave the room"), LeaveRoom()),))
    return Screen(text, rows)


def _how_to_get_topics(lang: Lang) -> Html:
    return lang.t(
        "To have a topic for each kind of news: turn on topics in the group's settings, make me an administrator who may "
        "manage topics, and send /room again."
    )


def _what_is_where(lang: Lang, room: Room, routes: Mapping[Stream, Route]) -> Html:
    here: dict[Topic, list[str]] = {topic: [] for topic in Topic}
    for stream, route in routes.items():
        if route.where is Where.ROOM:
            here[STREAMS[stream].topic].append(stream_name(lang, stream))
    for topic, always in _ALWAYS.items():
        here[topic].append(lang.label(always))
    privately = [each for each, route in routes.items() if route.where is Where.PRIVATE]
    if room.topics:
        told = lines(*(_topic(lang, topic, names) for topic, names in here.items() if names))
    else:
        told = _list(lang, (name for names in here.values() for name in names))
    return paragraphs(told, _private(lang, privately))


def _topic(lang: Lang, topic: Topic, names: list[str]) -> Html:
    name = bold(lang.t(_TOPICS[topic]))
    return lang.t("{topic}: {what}", topic=name, what=", ".join(names))


def _list(lang: Lang, names: Iterable[str]) -> Html:
    return lang.t("Told here: {what}", what=", ".join(names))


def _private(lang: Lang, streams: list[Stream]) -> Html | None:
    if not streams:
        return None
    what = ", ".join(stream_name(lang, stream) for stream in streams)
    return lang.t("Told privately: {what}", what=what)


def _language_rows(room: Room) -> tuple[Row, ...]:
    spoken = pick(room.language).code
    return in_rows((_language(code, here=code == spoken) for code in LANGUAGES), 2)


def _language(code: str, *, here: bool) -> InlineKeyboardButton:
    return button(("✓ " if here else "") + LANGUAGES[code], RoomLanguage(code))


def privately(lang: Lang, room: Room, routes: Mapping[Stream, Route]) -> Screen:
    """To an owner, about the room there is."""
    text = paragraphs(
        bold(lang.t("🏠 Staff room: {title}", title=clip(room.title, 80))),
        _what_is_where(lang, room, routes),
        lang.t("The room's language:"),
    )
    rows = (
        *_language_rows(room),
        (button(lang.label("🔔 Notifications"), Notifications()),),
        (button(lang.label("Leave the room"), LeaveRoom()),),
        cockpit_row(lang),
    )
    return Screen(text, rows)


def none_yet(lang: Lang, username: str) -> Screen:
    """To an owner: what a room is good for, and how to make one."""
    text = paragraphs(
        bold(lang.t("🏠 Staff room")),
        lang.t(
            "A group in which operators read the shop's news together, instead of each in private. "
            "Everybody in the group can read them. With topics turned on in its settings, each kind of news has its place."
        ),
        lang.t(
            "Tap the button and choose the group. Or add me there as an administrator who may manage topics, and send /room "
            "in your own name, not as an anonymous administrator."
        ),
    )
    url = f"https://t.me/{username}?startgroup=room&admin=manage_topics"
    rows = ((InlineKeyboardButton(lang.label("Choose the group"), url=url),), cockpit_row(lang))
    return Screen(text, rows)


def left(lang: Lang) -> Html:
    """In the group, after it was the room."""
    return lang.t("This isn't the staff room any more. News go to each operator privately.")


def not_this_one(lang: Lang) -> Html:
    """In a group that never was the room, or isn't any more."""
    return lang.t("This isn't the staff room.")


def lost(lang: Lang, title: str) -> Screen:
    """To owners, privately."""
    text = lang.t(
        "I can't write in “{title}” any more, so it isn't the staff room now. What wasn't told there comes to you "
        "and the other operators privately.",
        title=clip(title, 80),
    )
    return Screen(text, ((button(lang.label("🏠 Staff room"), StaffRoom()),), cockpit_row(lang)))


def topic_closed(lang: Lang, topic: Topic) -> Html:
    """Above a message that should stand in a topic, and can't."""
    return lang.t(
        "(The topic “{name}” is closed, so this comes here.)", name=topic_name(lang, topic)
    )

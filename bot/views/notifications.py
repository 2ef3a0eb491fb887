"""How operators are told what: what there is, and the choices for each."""

from collections.abc import Mapping

from telegram import InlineKeyboardButton

from bot.callbacks.notifications import Hear, HearInRoom, Notifications, RouteTo, StreamChoices
from bot.callbacks.room import StaffRoom
from bot.domain.hearing import Choices
from bot.domain.stream import STREAMS, Stream, Way, Where
from bot.views.lang import Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.screen import Row, Screen, bold, button, in_rows, lines, paragraphs
from bot.views.text import clip

_NAMES: Mapping[Stream, str] = {
    Stream.COMPLETIONS: mark("Finished orders"),
    Stream.UNCONFIRMED: mark("Orders to decide"),
    Stream.MONEY: mark("Money at the panels"),
    Stream.PANELS: mark("Trouble at the panels"),
    Stream.CATALOGUE: mark("The list of services"),
    Stream.BUGS: mark("Faults of the bot"),
}
_MEANT: Mapping[Stream, str] = {
    Stream.COMPLETIONS: mark("Every order that ends, and how. Told without a sound."),
    Stream.UNCONFIRMED: mark("Orders that may have been placed or not: only you can find out."),
    Stream.MONEY: mark("A balance that runs low or is used up, a key that is refused."),
    Stream.PANELS: mark("A panel that doesn't answer or refuses orders, orders that wait."),
    Stream.CATALOGUE: mark("A list of services that can't be read."),
    Stream.BUGS: mark("Errors in the bot, and messages that can't be delivered."),
}
_WAYS: Mapping[Way, str] = {
    Way.AT_ONCE: mark("At once"),
    Way.HOURLY: mark("Every hour"),
    Way.DAILY: mark("Every day at 9:00 UTC"),
    Way.OFF: mark("Off"),
}


def stream_name(lang: Lang, stream: Stream) -> str:
    return lang.label(_NAMES[stream])


def way_name(lang: Lang, way: Way) -> str:
    return lang.label(_WAYS[way])


def notifications(lang: Lang, choices: Choices) -> Screen:
    text = paragraphs(
        bold(lang.t("🔔 Notifications")),
        lang.t("What you can do something about, and how soon you hear of it."),
        lines(*(_line(lang, choices, stream) for stream in choices.ways)),
    )
    streams = (button(stream_name(lang, each), StreamChoices(each.value)) for each in choices.ways)
    rows: list[Row] = [*in_rows(streams, 2)]
    if choices.owner:
        rows.append((button(lang.label("🏠 Staff room"), StaffRoom()),))
    return Screen(text, (*rows, cockpit_row(lang)))


def _line(lang: Lang, choices: Choices, stream: Stream) -> Html:
    name = bold(lang.t(_NAMES[stream]))
    if choices.in_room(stream):
        way = way_name(lang, choices.routes[stream].in_room)
        return lang.t("{name}: 🏠 {way}", name=name, way=way)
    return lang.t("{name}: {way}", name=name, way=way_name(lang, choices.ways[stream]))


def stream(lang: Lang, choices: Choices, about: Stream) -> Screen:
    """The choices for one stream: for the reader, and for all if they own the shop."""
    in_room = choices.in_room(about)
    text = paragraphs(
        bold(lang.t(_NAMES[about])),
        lang.t(_MEANT[about]),
        _where(lang, choices) if in_room else None,
        lang.t("Somebody must hear of this: the last one who does can't turn it off.")
        if STREAMS[about].heard and not in_room
        else None,
    )
    rows: list[Row] = []
    if choices.owner and choices.room is not None:
        rows.append(_places(lang, choices, about))
    if not in_room:
        rows.extend(in_rows(_own_ways(lang, choices, about), 2))
    elif choices.owner:
        rows.extend(in_rows(_ways_in_room(lang, choices, about), 2))
    rows.append((button(lang.label("‹ Notifications"), Notifications()),))
    return Screen(text, tuple(rows))


def _where(lang: Lang, choices: Choices) -> Html:
    title = clip(choices.room.title, 80) if choices.room else ""
    if choices.owner:
        return lang.t("It is told in the staff room “{title}”, for all.", title=title)
    return lang.t(
        "It is told in the staff room “{title}”, for all. An owner can have it told privately.",
        title=title,
    )


def _places(lang: Lang, choices: Choices, about: Stream) -> Row:
    names = {
        Where.ROOM: lang.label("🏠 Staff room"),
        Where.PRIVATE: lang.label("👤 Privately"),
    }
    there = Where.ROOM if choices.in_room(about) else Where.PRIVATE
    return tuple(
        button(_ticked(name, here=where is there), RouteTo(about.value, where.value))
        for where, name in names.items()
    )


def _own_ways(lang: Lang, choices: Choices, about: Stream) -> list[InlineKeyboardButton]:
    return [
        button(
            _ticked(way_name(lang, way), here=way is choices.ways[about]),
            Hear(about.value, way.value),
        )
        for way in Way
    ]


def _ways_in_room(lang: Lang, choices: Choices, about: Stream) -> list[InlineKeyboardButton]:
    return [
        button(
            _ticked(way_name(lang, way), here=way is choices.routes[about].in_room),
            HearInRoom(about.value, way.value),
        )
        for way in Way
        if way is not Way.OFF
    ]


def _ticked(name: str, *, here: bool) -> str:
    return f"✓ {name}" if here else name


def completions_set(lang: Lang, *, wanted: bool) -> str:
    """Over the tapped button."""
    if wanted:
        return lang.label("You'll hear of finished orders.")
    return lang.label("Muted. Change it in 🔔 Notifications.")

"""The log: who did what, when, to what, in sentences that a person reads.

Each act has its sentence here. They name nobody, so that they read well of anybody in any language; `{subject}` is what it
was done to, every other name in braces one of the entry's details (a dash, where an older entry hasn't got it).
"""

from collections.abc import Callable, Mapping, Sequence
from string import Formatter

from telegram import InlineKeyboardButton

from bot.callbacks.action import Action
from bot.callbacks.all_orders import OperatorOrder
from bot.callbacks.broadcast import ShowBroadcast
from bot.callbacks.browse import ShowService
from bot.callbacks.journal import Log, LogList, NarrowLog, SearchLog, SetLog
from bot.callbacks.people import ShowPerson
from bot.callbacks.tickets import OperatorTicket
from bot.domain.journal import Act, Entry, Kind
from bot.domain.journal_search import DAYS, LogWanted
from bot.domain.listing import LogListing
from bot.domain.staff import Right
from bot.domain.stream import Stream, Way, Where
from bot.domain.user import User
from bot.views.lang import LANGUAGES, Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.notifications import stream_name, way_name
from bot.views.people import called
from bot.views.screen import Row, Screen, bold, button, in_rows, lines, paragraphs, steps
from bot.views.team import right_name
from bot.views.text import clip, esc

_SENTENCES: Mapping[Act, str] = {
    Act.INVITED: mark("Made an invitation"),
    Act.INVITE_REVOKED: mark("Took back an invitation"),
    Act.USER_BLOCKED: mark("{subject}: blocked"),
    Act.USER_UNBLOCKED: mark("{subject}: unblocked"),
    Act.APPOINTED: mark("{subject}: made an operator. May: {rights}"),
    Act.RIGHTS_CHANGED: mark("{subject}: other rights. May: {rights}"),
    Act.DISMISSED: mark("{subject}: no operator any more"),
    Act.ORDER_FOUND: mark("{subject}: found at the panel, as its order {panel_order}"),
    Act.ORDER_NOT_PLACED: mark("{subject}: decided that it wasn't placed"),
    Act.ORDER_TAKEN_BACK: mark("{subject}: taken back before it was sent"),
    Act.ORDER_CANCEL_ASKED: mark("{subject}: asked the panel to cancel it"),
    Act.ORDER_REFILL_ASKED: mark("{subject}: asked the panel for a refill"),
    Act.BROADCAST_STARTED: mark("{subject}: sending begun, to {people}"),
    Act.BROADCAST_PAUSED: mark("{subject}: paused"),
    Act.BROADCAST_RESUMED: mark("{subject}: goes on"),
    Act.BROADCAST_STOPPED: mark("{subject}: stopped for good"),
    Act.TICKET_TAKEN: mark("{subject}: taken on"),
    Act.TICKET_CLOSED: mark("{subject}: closed"),
    Act.TICKET_REOPENED: mark("{subject}: opened again"),
    Act.ROOM_OPENED: mark("Made “{title}” the staff room"),
    Act.ROOM_CLOSED: mark("“{title}” is the staff room no longer"),
    Act.ROOM_LANGUAGE: mark("Language of the staff room: {language}"),
    Act.NEWS_HEARD: mark("Own news, {stream}: {way}"),
    Act.NEWS_ROUTED: mark("Everybody's news, {stream}: {where}; in the staff room: {way}"),
    Act.STAND_IN_ADDED: mark("{subject}: {service} of {panel} may stand in"),
    Act.STAND_IN_REMOVED: mark("{subject}: {service} of {panel} stands in no longer"),
    Act.STAND_IN_MOVED_UP: mark("{subject}: {service} of {panel} stands in sooner"),
    Act.SERVICE_HIDDEN: mark("{subject}: hidden"),
    Act.SERVICE_SHOWN: mark("{subject}: shown again"),
    Act.SERVICE_PINNED: mark("{subject}: pinned to the top"),
    Act.SERVICE_UNPINNED: mark("{subject}: pinned no longer"),
    Act.CATEGORY_HIDDEN: mark("Category “{category}” of {panel}: hidden"),
    Act.CATEGORY_SHOWN: mark("Category “{category}” of {panel}: shown again"),
    Act.CATEGORY_PINNED: mark("Category “{category}” of {panel}: pinned to the top"),
    Act.CATEGORY_UNPINNED: mark("Category “{category}” of {panel}: pinned no longer"),
    Act.TYPE_MAPPED: mark("Type “{type}” of {panel}: read as {form}"),
    Act.TYPE_UNMAPPED: mark("Type “{type}” of {panel}: no longer read as any"),
    Act.WORD_BLOCKED: mark("Services with “{word}” aren't sold any more"),
    Act.WORD_UNBLOCKED: mark("Services with “{word}” are sold again"),
}

_SUBJECTS: Mapping[Kind, str] = {
    Kind.ORDER: mark("Order #{n}"),
    Kind.USER: mark("{name}"),
    Kind.SERVICE: mark("Service {name}"),
    Kind.TICKET: mark("Question {n}"),
    Kind.BROADCAST: mark("Broadcast {n}"),
    Kind.SHOP: mark("The shop"),
}
_KINDS: Mapping[Kind, str] = {
    Kind.ORDER: mark("Orders"),
    Kind.USER: mark("People"),
    Kind.SERVICE: mark("Services"),
    Kind.TICKET: mark("Questions"),
    Kind.BROADCAST: mark("Broadcasts"),
    Kind.SHOP: mark("The shop"),
}
_WAYS: Mapping[Kind, Callable[[int], Action]] = {
    Kind.ORDER: OperatorOrder,
    Kind.USER: ShowPerson,
    Kind.SERVICE: ShowService,
    Kind.TICKET: OperatorTicket,
    Kind.BROADCAST: ShowBroadcast,
}
"""Where a button under the log leads to."""

_SHOWN_DETAIL = 80


def deed(lang: Lang, entry: Entry, people: Mapping[int, User], services: Mapping[int, str]) -> Html:
    """When, who and what, in two lines."""
    who = called(people.get(entry.actor_id), lang, entry.actor_id)
    return Html(
        f"{esc(lang.moment(entry.at))} · {esc(clip(who, 40))}\n{sentence(lang, entry, people, services)}"
    )


def sentence(
    lang: Lang, entry: Entry, people: Mapping[int, User], services: Mapping[int, str]
) -> Html:
    text = _SENTENCES[entry.act]
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    values: dict[str, object] = {name: _detail(lang, entry, name) for name in names}
    if "subject" in names:
        values["subject"] = bold(Html(esc(subject(lang, entry, people, services))))
    return lang.t(text, **values)


def _detail(lang: Lang, entry: Entry, name: str) -> str:
    word = entry.details.get(name, "")
    named = _DETAILS.get(name)
    return clip(named(lang, word) if named and word else word, _SHOWN_DETAIL) or "–"


_PLACES = {Where.ROOM: mark("🏠 Staff room"), Where.PRIVATE: mark("👤 Privately")}
_DETAILS: Mapping[str, Callable[[Lang, str], str]] = {
    "rights": lambda lang, word: ", ".join(right_name(lang, Right(each)) for each in word.split()),
    "stream": lambda lang, word: stream_name(lang, Stream(word)),
    "way": lambda lang, word: way_name(lang, Way(word)),
    "where": lambda lang, word: lang.label(_PLACES[Where(word)]),
    "language": lambda _, word: LANGUAGES.get(word, word),
}
"""Details that are words of ours, as the reader calls them."""


def subject(
    lang: Lang, entry: Entry, people: Mapping[int, User], services: Mapping[int, str]
) -> str:
    """What it was done to, in plain text."""
    name = services.get(entry.number, str(entry.number))
    if entry.kind is Kind.USER:
        name = called(people.get(entry.number), lang, entry.number)
    return lang.label(_SUBJECTS[entry.kind], n=entry.number, name=clip(name, 60))


def kind_words(lang: Lang) -> dict[str, str]:
    """The reader's own words for the kinds, case folded."""
    named = {lang.label(name).casefold(): kind.value for kind, name in _KINDS.items()}
    return {name: word for name, word in named.items() if " " not in name}


def log(lang: Lang, found: LogListing) -> Screen:
    search, page = found.search, found.page
    rows: list[Row] = list(in_rows(_links(lang, found), 2))
    rows.extend(steps(page, lambda at: LogList(search.id, at)))
    wanted = found.wanted
    who = lang.label("Who")
    if wanted.actor_id:
        who = called(found.people.get(wanted.actor_id), lang, wanted.actor_id)
    what = lang.label(_KINDS[Kind(wanted.kind)]) if wanted.kind in set(Kind) else lang.label("What")
    rows.append(
        (
            button(f"{clip(who, 16)} ▾", NarrowLog(search.id, "who")),
            button(f"{what} ▾", NarrowLog(search.id, "what")),
            button(
                f"{when(lang, wanted.when) or lang.label('When')} ▾", NarrowLog(search.id, "when")
            ),
        )
    )
    rows.append((button(lang.label("🔎 Search"), SearchLog()), *_all(lang, wanted)))
    rows.append(cockpit_row(lang))
    entries = [
        Html(f"<b>{number}.</b> {deed(lang, entry, found.people, found.services)}")
        for number, entry in enumerate(page.items, 1)
    ]
    nothing = lang.t("Nothing was done here.")
    return Screen(paragraphs(_head(lang, found), *(entries or [nothing])), tuple(rows))


def _all(lang: Lang, wanted: LogWanted) -> Row:
    return () if wanted == LogWanted() else (button(lang.label("The whole log"), Log()),)


def _head(lang: Lang, found: LogListing) -> Html:
    wanted = found.wanted
    about = ""
    if wanted.number and wanted.kind in set(Kind):
        kind = Kind(wanted.kind)
        name = found.services.get(wanted.number, str(wanted.number))
        if kind is Kind.USER:
            name = called(found.people.get(wanted.number), lang, wanted.number)
        about = lang.label(_SUBJECTS[kind], n=wanted.number, name=clip(name, 60))
    return lines(bold(lang.t("Who did what")), Html(f"🔎 {esc(about)}") if about else None)


def _links(lang: Lang, found: LogListing) -> list[InlineKeyboardButton]:
    buttons = []
    for number, entry in enumerate(found.page.items, 1):
        way = _WAYS.get(entry.kind)
        if way is not None and entry.number:
            label = subject(lang, entry, found.people, found.services)
            buttons.append(button(f"{number} · {label}", way(entry.number)))
    return buttons


def when(lang: Lang, word: str) -> str:
    """ "0" is today; a day is written out."""
    match word:
        case "":
            return ""
        case "0":
            return lang.label("Today")
        case "1":
            return lang.label("Yesterday")
        case "7":
            return lang.label("7 days")
        case "30":
            return lang.label("30 days")
        case _:
            return word


def narrow(
    lang: Lang, found: LogListing, what: str, actors: Sequence[tuple[int, User | None]]
) -> Screen:
    """The choices of one kind. `actors`: everybody who ever did something."""
    search, wanted = found.search, found.wanted
    match what:
        case "who":
            chosen = str(wanted.actor_id or "")
            choices = {str(each): called(user, lang, each) for each, user in actors[:60]}
        case "what":
            chosen = wanted.kind
            choices = {kind.value: lang.label(_KINDS[kind]) for kind in Kind}
        case _:
            what, chosen = "when", wanted.when
            choices = {word: when(lang, word) for word in DAYS}
    buttons = [
        button(("• " if word == chosen else "") + name, SetLog(search.id, what, word))
        for word, name in {"": lang.label("Any"), **choices}.items()
    ]
    rows = (*in_rows(buttons, 2), (button(lang.label("‹ Back"), LogList(search.id)),))
    return Screen(paragraphs(_head(lang, found), lang.t("Show only:")), rows)


def ask_words(lang: Lang) -> Screen:
    text = paragraphs(
        lang.t("What do you look for in the log? Send one or several of these:"),
        lang.t(
            "· an order's number\n"
            "· a person's @name, id or first name: what they did, or else what was done to them\n"
            "· what it is about, as on the buttons\n"
            "· a day, such as <code>31.12.2030</code>"
        ),
    )
    return Screen(text, ((button(lang.label("‹ The log"), Log()),),))

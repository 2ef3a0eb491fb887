"""Putting a broadcast together: the list, the message and its buttons, and the question before it goes out."""

from collections.abc import Mapping, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks.broadcast import (
    AddOrderLink,
    AskBroadcastLinks,
    AskBroadcastMessage,
    AskStartBroadcast,
    Broadcasts,
    DropBroadcastLinks,
    ShowAudience,
    ShowBroadcast,
    ShowBroadcastMessage,
    StartBroadcast,
    ThrowBroadcastAway,
)
from bot.callbacks.browse import Platforms, Shelves, ShowService
from bot.domain.broadcast import Broadcast, BroadcastStatus, LeadsTo, Link, Standing
from bot.domain.broadcast_links import MAX_LINKS
from bot.domain.platform import PLATFORMS
from bot.views.audience import described
from bot.views.lang import Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.screen import Row, Screen, bold, button, lines, pager, paragraphs
from bot.views.text import clip, esc

PAGE = 6

_S = BroadcastStatus
_STATES: Mapping[BroadcastStatus, tuple[str, str]] = {
    _S.DRAFT: ("✏️", mark("draft")),
    _S.WAITING: ("🕓", mark("waiting")),
    _S.RUNNING: ("▶️", mark("being sent")),
    _S.PAUSED: ("⏸", mark("paused")),
    _S.DONE: ("✅", mark("done")),
    _S.STOPPED: ("⏹", mark("stopped")),
}
_MEDIA: Mapping[str, str] = {
    "animation": "🎞",
    "audio": "🎵",
    "contact": "👤",
    "document": "📄",
    "location": "📍",
    "photo": "🖼",
    "poll": "📊",
    "sticker": "🏷",
    "video": "🎬",
    "video_note": "🎬",
    "voice": "🎤",
}
_ABOUT = 60
"""Characters of the message that tell one broadcast from another."""


def keyboard(links: Sequence[Link]) -> InlineKeyboardMarkup | None:
    """What stands under the message; a button into the shop opens a message of its own."""
    return InlineKeyboardMarkup([[_link_button(link)] for link in links]) if links else None


def _link_button(link: Link) -> InlineKeyboardButton:
    match link.to:
        case LeadsTo.URL:
            return InlineKeyboardButton(link.text, url=link.value)
        case LeadsTo.PLATFORM:
            return button(link.text, Shelves(link.value), fresh=True)
        case LeadsTo.SERVICE:
            return button(link.text, ShowService(int(link.value)), fresh=True)
        case LeadsTo.ORDER:
            return button(link.text, Platforms(), fresh=True)


def title(lang: Lang, broadcast: Broadcast) -> Html:
    icon, word = _STATES[broadcast.status]
    name = lang.t("Broadcast #{id}", id=broadcast.id)
    return lines(Html(f"<b>{name}</b> · {icon} {lang.t(word)}"), Html(esc(_about(broadcast))))


def _about(broadcast: Broadcast) -> str:
    source = broadcast.source
    icon = _MEDIA.get(source.media, "💬")
    return f"{icon} {clip(' '.join(source.about.split()), _ABOUT)}".rstrip()


def broadcasts(lang: Lang, found: Sequence[Broadcast], *, page: int, total: int) -> Screen:
    """One page of all of them, the newest first."""
    rows: list[Row] = [(button(lang.label("✍️ New broadcast"), AskBroadcastMessage()),)]
    rows.extend((button(_in_short(lang, each), ShowBroadcast(each.id)),) for each in found)
    rows.extend(pager(lang, page, max(1, -(-total // PAGE)), Broadcasts))
    rows.append(cockpit_row(lang))
    hint = lang.t("A message to all customers, or to some of them. You choose, and see it first.")
    entries = [_entry(lang, each) for each in found] or [hint]
    return Screen(paragraphs(bold(lang.t("Broadcasts")), *entries), tuple(rows))


def _in_short(lang: Lang, broadcast: Broadcast) -> str:
    icon, _ = _STATES[broadcast.status]
    return f"{icon} {lang.label('#{id}', id=broadcast.id)} · {_about(broadcast)}"


def _entry(lang: Lang, broadcast: Broadcast) -> Html:
    if broadcast.status is _S.DRAFT:
        return title(lang, broadcast)
    figures = lang.t(
        "Sent: {sent} of {all}",
        sent=lang.number(broadcast.sent),
        all=lang.number(broadcast.total),
    )
    return lines(title(lang, broadcast), figures)


def ask_message(lang: Lang, broadcast_id: int, *, wrong: Html | None = None) -> Screen:
    """`broadcast_id` is 0 for a new one."""
    text = paragraphs(
        Html(f"⚠️ {wrong}") if wrong else None,
        lang.t("Send me the message: text, a picture, a video, a file, anything."),
        lang.t("Nobody gets it before you have seen it and said so."),
    )
    back = ShowBroadcast(broadcast_id) if broadcast_id else Broadcasts()
    return Screen(text, ((button(lang.label("‹ Back"), back),),))


def compose(lang: Lang, shown: Standing) -> Screen:
    """A draft: what it is, who gets it, and everything that can still be changed."""
    draft = shown.broadcast
    text = paragraphs(
        title(lang, draft),
        _links(draft.links),
        described(lang, draft.audience),
        reach(lang, shown.reaches),
    )
    rows: list[Row] = [
        (button(lang.label("👁 Show it to me"), ShowBroadcastMessage(draft.id)),),
        (
            button(lang.label("✏️ Other message"), AskBroadcastMessage(draft.id)),
            button(lang.label("🔘 Buttons"), AskBroadcastLinks(draft.id)),
        ),
        (button(lang.label("👥 Who gets it"), ShowAudience(draft.id)),),
    ]
    if shown.reaches:
        rows.append((button(lang.label("📣 Send it…"), AskStartBroadcast(draft.id)),))
    rows.append(
        (
            button(lang.label("🗑 Throw away"), ThrowBroadcastAway(draft.id)),
            button(lang.label("‹ Broadcasts"), Broadcasts()),
        )
    )
    return Screen(text, tuple(rows))


def reach(lang: Lang, people: int) -> Html:
    if not people:
        return lang.t("That is nobody right now. Change who gets it.")
    return lang.n("It goes to {n} person.", "It goes to {n} people.", people)


def _links(links: Sequence[Link]) -> Html | None:
    if not links:
        return None
    return lines(*(Html(f"🔘 {esc(link.text)} → {esc(_target(link))}") for link in links))


def _target(link: Link) -> str:
    match link.to:
        case LeadsTo.URL:
            return clip(link.value, 60)
        case LeadsTo.PLATFORM:
            return PLATFORMS.get(link.value, link.value)
        case LeadsTo.SERVICE | LeadsTo.ORDER:
            return "🛒"


def ask_links(lang: Lang, shown: Standing, *, wrong: Html | None = None) -> Screen:
    draft = shown.broadcast
    text = paragraphs(
        Html(f"⚠️ {wrong}") if wrong else None,
        bold(lang.t("Buttons under the message")),
        _links(draft.links) or lang.t("There are none yet."),
        lang.t(
            "Send all of them, one a line: the text, a stroke, and where it leads. For example:"
        ),
        Html(
            "<code>"
            + lang.t("Our channel")
            + " | https://t.me/telegram\nInstagram | Instagram\n"
            + lang.t("Likes")
            + " | 1010</code>"
        ),
        lang.t("A platform's name or a service's number opens it right here in the chat."),
    )
    rows: list[Row] = []
    if len(draft.links) < MAX_LINKS and not any(link.to is LeadsTo.ORDER for link in draft.links):
        rows.append((button(lang.label("Add “🛒 Order”"), AddOrderLink(draft.id)),))
    if draft.links:
        rows.append((button(lang.label("No buttons"), DropBroadcastLinks(draft.id)),))
    rows.append((button(lang.label("‹ Back"), ShowBroadcast(draft.id)),))
    return Screen(text, tuple(rows))


def order_label(lang: Lang) -> str:
    return lang.label("🛒 Order")


def ask_start(lang: Lang, shown: Standing) -> Screen:
    draft = shown.broadcast
    text = paragraphs(
        title(lang, draft),
        described(lang, draft.audience),
        bold(lang.n("Send it to {n} person?", "Send it to {n} people?", shown.reaches)),
        lang.t("Whoever joins later doesn't get it. You can pause or stop it on the way."),
    )
    row = (
        button(lang.label("Yes, send it"), StartBroadcast(draft.id)),
        button(lang.label("‹ Back"), ShowBroadcast(draft.id)),
    )
    return Screen(text, (row,))

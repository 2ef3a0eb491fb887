"""What people ask, as operators see it: the list, a question with its history, and what stands in the chats."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.callbacks.all_orders import OperatorOrder
from bot.callbacks.people import ShowPerson
from bot.callbacks.tickets import (
    AnswerTicket,
    CloseTicket,
    OperatorTicket,
    ReopenTicket,
    TakeTicket,
    Tickets,
)
from bot.domain.conversation import Conversation
from bot.domain.ticket import Entry, Side, Ticket, TicketStatus, What
from bot.domain.user import User
from bot.views import orders as order_views
from bot.views.history import excerpt, history, icon, state
from bot.views.lang import LANGUAGES, Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.screen import Row, Screen, bold, button, lines, pager, paragraphs
from bot.views.text import clip, esc

PAGE = 6

_TABS: Mapping[str, tuple[TicketStatus, str]] = {
    "open": (TicketStatus.OPEN, mark("Open: {count}")),
    "answered": (TicketStatus.ANSWERED, mark("Answered: {count}")),
    "closed": (TicketStatus.CLOSED, mark("Closed: {count}")),
}


def shown(word: str) -> str:
    """Which list a button asks for."""
    return word if word in _TABS else "open"


def status_of(word: str) -> TicketStatus:
    return _TABS[shown(word)][0]


def tickets(
    lang: Lang,
    found: Sequence[tuple[Ticket, User | None]],
    counts: Mapping[TicketStatus, int],
    asked: Tickets,
    now: datetime,
) -> Screen:
    """Of the open ones the one that waits longest is on top."""
    rows: list[Row] = [
        (button(f"#{each.id} · {_name(each, person)}", OperatorTicket(each.id)),)
        for each, person in found
    ]
    pages = max(1, -(-counts.get(status_of(asked.shown), 0) // PAGE))
    rows.extend(pager(lang, asked.page, pages, lambda page: Tickets(asked.shown, page)))
    rows.append(
        tuple(
            button(
                ("• " if word == asked.shown else "")
                + lang.label(label, count=counts.get(status, 0)),
                Tickets(word),
            )
            for word, (status, label) in _TABS.items()
        )
    )
    rows.append(cockpit_row(lang))
    entries = [_in_short(lang, each, person, now) for each, person in found]
    nothing = lang.t("Nobody waits for an answer.")
    if asked.shown != "open":
        nothing = lang.t("Nothing in this list.")
    return Screen(paragraphs(bold(lang.t("Support")), *(entries or [nothing])), tuple(rows))


def _in_short(lang: Lang, ticket: Ticket, person: User | None, now: datetime) -> Html:
    name = esc(_name(ticket, person))
    about = lang.t("order #{id}", id=ticket.order_id) if ticket.order_id else None
    since = lang.when(ticket.changed_at, now)
    if ticket.status is TicketStatus.OPEN and ticket.waiting_since:
        since = lang.t("waits for {span}", span=lang.lasting(now - ticket.waiting_since))
    facts = (state(lang, ticket.status), about, since)
    if ticket.status is TicketStatus.OPEN:
        facts = (Html(icon(ticket.status)), about, since)
    return lines(
        Html(f"<b>#{ticket.id}</b> {name}"), Html(" · ".join(part for part in facts if part))
    )


def _name(ticket: Ticket, person: User | None) -> str:
    return clip(person.first_name, 40) if person and person.first_name else str(ticket.user_id)


def ticket(lang: Lang, found: Conversation, now: datetime) -> Screen:
    """With what was said, shortened; the whole stands in the chats."""
    text = paragraphs(
        _facts(lang, found),
        history(
            lang,
            found.entries,
            now,
            lambda entry: _author(found, entry),
            lambda entry: _done(lang, found, entry),
        ),
    )
    rows: list[Row] = [
        (button(lang.label("✏️ Answer"), AnswerTicket(found.ticket.id)),),
        _deeds(lang, found.ticket),
    ]
    rows.append(_about_row(lang, found, fresh=False))
    rows.append((button(lang.label("‹ All questions"), Tickets()),))
    return Screen(text, tuple(rows))


def head(lang: Lang, found: Conversation) -> Screen:
    """Stands in the operators' chats; what was said follows as answers to it."""
    text = paragraphs(
        _facts(lang, found),
        lang.t("To answer, reply to any message of this question."),
    )
    rows = (_deeds(lang, found.ticket), _about_row(lang, found, fresh=True))
    return Screen(text, rows)


def shown_by_head(ticket: Ticket) -> str:
    """What of a ticket its head must be edited for."""
    return f"{ticket.status}:{ticket.taken_by or ''}"


def _facts(lang: Lang, found: Conversation) -> Html:
    person, order = found.person, found.order
    name = clip(person.first_name, 60) or lang.label("unknown")
    code = person.language or person.client_language
    who = (
        f"{name} (@{person.username})" if person.username else name,
        str(person.id),
        LANGUAGES.get(code.split("-")[0], code),
    )
    taker = found.ticket.taken_by
    return lines(
        Html(
            f"<b>{lang.t('Question #{id}', id=found.ticket.id)}</b> · {state(lang, found.ticket.status)}"
        ),
        lang.t("From {who}", who=" · ".join(part for part in who if part)),
        Html(
            f"{lang.t('About order #{id}', id=order.id)} · {order_views.state(lang, order)}\n"
            f"{esc(clip(order.service_name, 100))}"
        )
        if order
        else None,
        lang.t("{name} takes care of it.", name=_named(found, taker)) if taker else None,
    )


def _named(found: Conversation, user_id: int) -> str:
    return clip(found.names.get(user_id, ""), 40) or str(user_id)


def _author(found: Conversation, entry: Entry) -> str:
    return _named(found, entry.author_id)


def _done(lang: Lang, found: Conversation, entry: Entry) -> Html:
    if entry.side is Side.NOBODY:
        return lang.t("Closed by itself")
    text = (
        mark("Opened again by {name}") if entry.what is What.REOPENED else mark("Closed by {name}")
    )
    return lang.t(text, name=_author(found, entry))


def _deeds(lang: Lang, ticket: Ticket) -> Row:
    if ticket.status is TicketStatus.CLOSED:
        return (button(lang.label("↩️ Open it again"), ReopenTicket(ticket.id)),)
    return (
        button(lang.label("✋ I'll take it"), TakeTicket(ticket.id)),
        button(lang.label("✔️ Close it"), CloseTicket(ticket.id)),
    )


def _about_row(lang: Lang, found: Conversation, *, fresh: bool) -> Row:
    """`fresh`: the message with these buttons stays."""
    person = button(
        lang.label("👤 {name}", name=clip(found.person.first_name, 20) or found.person.id),
        ShowPerson(found.person.id),
        fresh=fresh,
    )
    if found.order is None:
        return (person,)
    order = lang.label("📦 Order #{id}", id=found.order.id)
    return (button(order, OperatorOrder(found.order.id), fresh=fresh), person)


def ask_answer(lang: Lang, ticket: Ticket) -> Screen:
    text = paragraphs(
        bold(lang.t("Write the answer to question #{id}.", id=ticket.id)),
        lang.t("Pictures, voice messages and files are welcome. Your name isn't shown."),
    )
    return Screen(text, ((button(lang.label("‹ Back"), OperatorTicket(ticket.id)),),))


def answered_by(lang: Lang, found: Conversation, entry: Entry) -> Screen:
    """To the other operators: it needs no answer of theirs."""
    name = lang.t("{name} answered:", name=_author(found, entry))
    return Screen(lines(Html(f"✔️ {name}"), excerpt(lang, entry)))


def not_carried(lang: Lang, entry: Entry) -> Screen:
    """In place of a message that Telegram doesn't let us copy."""
    text = lang.t("This can't be shown in full: it was deleted, or can't be copied.")
    return Screen(lines(text, excerpt(lang, entry)))


def unreachable(lang: Lang, person: User) -> Screen:
    text = lang.t(
        "{name} has blocked the bot. The answer is kept, and arrives if they come back within a week.",
        name=person.first_name,
    )
    return Screen(text)

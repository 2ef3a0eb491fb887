"""What people ask whoever runs the shop, as they see it: nobody who answers has a name here."""

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks.menu import Menu
from bot.callbacks.orders import ShowOrder
from bot.callbacks.support import AskAbout, CloseQuestion, ShowQuestion, Support, WriteMore
from bot.domain.order import Order
from bot.domain.ticket import Entry, Side, Ticket, TicketStatus, What
from bot.views import orders as order_views
from bot.views.history import history, icon, state
from bot.views.lang import Html, Lang
from bot.views.screen import Row, Screen, bold, button, lines, paragraphs


def support(
    lang: Lang, tickets: Sequence[Ticket], orders: Sequence[Order], now: datetime
) -> Screen:
    """Their questions, and what a new one may be about."""
    rows: list[Row] = [
        (button(f"{icon(each.status)} {_title(lang, each)}", ShowQuestion(each.id)),)
        for each in tickets
    ]
    rows += [(button(order_views.in_short(lang, order), AskAbout(order.id)),) for order in orders]
    rows.append((button(lang.label("✏️ Something else"), AskAbout(0)),))
    rows.append((button(lang.label("‹ Menu"), Menu()),))
    known = lines(*(_in_short(lang, each, now) for each in tickets))
    text = paragraphs(
        bold(lang.t("Support")),
        paragraphs(lang.t("Your questions:"), known) if tickets else None,
        lang.t("What is your question about?"),
    )
    return Screen(text, tuple(rows))


def _title(lang: Lang, ticket: Ticket) -> str:
    if ticket.order_id is None:
        return lang.label("Question #{id}", id=ticket.id)
    return lang.label("Question #{id} · order #{order}", id=ticket.id, order=ticket.order_id)


def _in_short(lang: Lang, ticket: Ticket, now: datetime) -> Html:
    when = lang.when(ticket.changed_at, now)
    title = lang.t("#{id}", id=ticket.id)
    about = None if ticket.order_id is None else lang.t("order #{id}", id=ticket.order_id)
    parts = (f"<b>{title}</b>", about, state(lang, ticket.status), when)
    return Html(" · ".join(part for part in parts if part))


def ask(lang: Lang, order_id: int | None, into: Ticket | None) -> Screen:
    """For the question. `into`: the question of theirs in which it goes on."""
    about = lang.t("About order #{id}.", id=order_id) if order_id else None
    text = paragraphs(
        bold(lang.t("Write your question.")),
        about,
        lang.t("It goes on in your question #{id}.", id=into.id) if into else None,
        lang.t("Pictures, voice messages and files are welcome."),
    )
    return Screen(text, ((button(lang.label("‹ Back"), Support()),),))


def ask_more(lang: Lang, ticket: Ticket) -> Screen:
    text = paragraphs(
        bold(lang.t("Write what you want to add to your question #{id}.", id=ticket.id)),
        lang.t("Pictures, voice messages and files are welcome."),
    )
    return Screen(text, ((button(lang.label("‹ Back"), ShowQuestion(ticket.id)),),))


def taken(lang: Lang, ticket: Ticket, *, begun: bool) -> Screen:
    """What they wrote is with the operators."""
    text = lang.t("Added to your question #{id}. The answer comes here.", id=ticket.id)
    if begun:
        text = lang.t(
            "We've got it: question #{id}. The answer comes here. To add something, reply to this message.",
            id=ticket.id,
        )
    row = (
        button(lang.label("See the question"), ShowQuestion(ticket.id), fresh=True),
        button(lang.label("Menu"), Menu(), fresh=True),
    )
    return Screen(text, (row,))


def question(lang: Lang, ticket: Ticket, entries: Sequence[Entry], now: datetime) -> Screen:
    text = paragraphs(
        lines(
            Html(f"<b>{lang.t('Question #{id}', id=ticket.id)}</b> · {state(lang, ticket.status)}"),
            lang.t("About order #{id}.", id=ticket.order_id) if ticket.order_id else None,
        ),
        history(
            lang,
            entries,
            now,
            lambda entry: _author(lang, entry),
            lambda entry: _done(lang, entry),
        ),
    )
    rows: list[Row] = [(button(lang.label("✏️ Write more"), WriteMore(ticket.id)),)]
    if ticket.status is not TicketStatus.CLOSED:
        rows.append((button(lang.label("✔️ It's settled"), CloseQuestion(ticket.id)),))
    if ticket.order_id:
        rows.append((button(lang.label("See the order"), ShowOrder(ticket.order_id)),))
    rows.append((button(lang.label("‹ Support"), Support()), button(lang.label("Menu"), Menu())))
    return Screen(text, tuple(rows))


def _author(lang: Lang, entry: Entry) -> str:
    return lang.label("You") if entry.side is Side.PERSON else lang.label("Answer")


def _done(lang: Lang, entry: Entry) -> Html:
    if entry.what is What.REOPENED:
        return lang.t("Opened again")
    return lang.t("You closed it") if entry.side is Side.PERSON else lang.t("Closed")


# What comes by itself


def answers(lang: Lang, ticket: Ticket) -> Screen:
    """Above what an operator wrote."""
    text = lang.t("💬 <b>Answer to your question #{id}</b>", id=ticket.id)
    hint = lang.t("To go on, reply to it.")
    return Screen(lines(text, _about(lang, ticket), hint), (_rows(lang, ticket),))


def closed(lang: Lang, ticket: Ticket) -> Screen:
    text = lang.t(
        "Your question #{id} is closed. If something is still open, reply to this message.",
        id=ticket.id,
    )
    row = (button(lang.label("See the question"), ShowQuestion(ticket.id), fresh=True),)
    return Screen(text, (row,))


def not_carried(lang: Lang) -> Screen:
    """In place of an answer that Telegram doesn't let us copy."""
    return Screen(
        lang.t("An answer came here that can't be shown: it was deleted, or can't be copied.")
    )


def _about(lang: Lang, ticket: Ticket) -> Html | None:
    return lang.t("About order #{id}.", id=ticket.order_id) if ticket.order_id else None


def _rows(lang: Lang, ticket: Ticket) -> Row:
    return (
        button(lang.label("See the question"), ShowQuestion(ticket.id), fresh=True),
        button(lang.label("✔️ It's settled"), CloseQuestion(ticket.id), fresh=True),
    )

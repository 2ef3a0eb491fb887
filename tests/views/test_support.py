"""Questions and answers can be shown, whatever people put into them, and the person's side names no operator."""

from dataclasses import replace

import pytest

from bot.callbacks.tickets import Tickets
from bot.domain.conversation import Conversation
from bot.domain.order import OrderStatus
from bot.domain.service import ServiceType
from bot.domain.ticket import Entry, Side, Ticket, TicketStatus, What
from bot.domain.user import User
from bot.views import support, tickets
from bot.views.lang import Lang, lang
from tests.views import worst
from tests.views.checks import check
from tests.views.worst import BIG, LONG, NOW

_ANN = User(id=BIG, first_name=LONG, username="u" * 32, client_language="pt-br-extra")
_OLGA, _SECRET = 7, "Olga"


def ticket(status: TicketStatus, *, about: bool = True) -> Ticket:
    return Ticket(
        id=BIG,
        user_id=BIG,
        order_id=BIG if about else None,
        status=status,
        opened_at=NOW.replace(year=2029),
        changed_at=NOW,
        waiting_since=NOW.replace(year=2029),
        taken_by=_OLGA,
    )


def entries() -> list[Entry]:
    authors = {Side.PERSON: BIG, Side.STAFF: _OLGA, Side.NOBODY: 0}
    return [
        Entry(
            id=number,
            ticket_id=BIG,
            at=NOW,
            side=side,
            author_id=authors[side],
            what=what,
            text="" if what.done else LONG[:300],
            chat_id=BIG,
            message_id=BIG,
        )
        for number, (side, what) in enumerate((side, what) for what in What for side in Side)
    ]


def conversation(status: TicketStatus, *, about: bool = True) -> Conversation:
    order = worst.order(ServiceType.DEFAULT, OrderStatus.PARTIAL)
    return Conversation(
        ticket=ticket(status, about=about),
        person=_ANN,
        order=order if about else None,
        entries=entries(),
        names={BIG: LONG, _OLGA: _SECRET},
    )


@pytest.mark.parametrize("about", [True, False])
@pytest.mark.parametrize("status", TicketStatus)
def test_what_the_person_sees(reader: Lang, status: TicketStatus, about: bool) -> None:
    found = ticket(status, about=about)
    order = worst.order(ServiceType.DEFAULT, OrderStatus.PARTIAL)
    screens = [
        support.support(reader, [found] * 5, [order] * 5, NOW),
        support.support(reader, [], [], NOW),
        support.ask(reader, BIG if about else None, found),
        support.ask(reader, None, None),
        support.ask_more(reader, found),
        support.taken(reader, found, begun=True),
        support.taken(reader, found, begun=False),
        support.question(reader, found, entries(), NOW),
        support.question(reader, found, [], NOW),
        support.answers(reader, found),
        support.closed(reader, found),
        support.not_carried(reader),
    ]
    for screen in screens:
        check(screen)
        assert _SECRET not in screen.text


@pytest.mark.parametrize("about", [True, False])
@pytest.mark.parametrize("status", TicketStatus)
def test_what_operators_see(reader: Lang, status: TicketStatus, about: bool) -> None:
    found = conversation(status, about=about)
    check(tickets.head(reader, found))
    check(tickets.ticket(reader, found, NOW))
    check(tickets.ask_answer(reader, found.ticket))
    check(tickets.unreachable(reader, _ANN))
    for entry in found.entries:
        if not entry.what.done:
            check(tickets.answered_by(reader, found, entry))
            check(tickets.not_carried(reader, entry))
    assert len(tickets.shown_by_head(found.ticket)) <= 64


@pytest.mark.parametrize("shown", ["open", "answered", "closed"])
def test_the_operators_list(reader: Lang, shown: str) -> None:
    found = ticket(tickets.status_of(shown))
    counts = dict.fromkeys(TicketStatus, 10**6)
    rows = [(found, _ANN), (found, None)] * 3
    check(tickets.tickets(reader, rows, counts, Tickets(shown, 5), NOW))
    check(tickets.tickets(reader, [], {}, Tickets(shown), NOW))


def test_who_did_what_is_named_for_operators_alone() -> None:
    english = lang("en")
    found = conversation(TicketStatus.ANSWERED)
    done = [entry for entry in found.entries if entry.what.done and entry.side is Side.STAFF]
    named = Conversation(ticket=found.ticket, person=_ANN, entries=done, names=found.names)
    text = tickets.ticket(english, named, NOW).text
    assert "Closed by Olga" in text
    assert "Opened again by Olga" in text
    assert "Olga takes care of it" in text
    shown = support.question(english, found.ticket, done, NOW).text
    assert "Closed" in shown
    assert "Opened again" in shown


def test_a_question_about_nothing_in_particular_offers_no_order() -> None:
    english = lang("en")
    found = conversation(TicketStatus.OPEN, about=False)
    labels = [each.text for row in tickets.head(english, found).rows for each in row]
    assert not any("Order" in label for label in labels)


def test_the_name_of_a_file_and_the_kind_of_a_message_are_said() -> None:
    english = lang("en")
    entry = entries()[0]
    sent = [
        replace(entry, what=What.FILE, text="receipt.pdf: here"),
        replace(entry, what=What.VOICE, text=""),
    ]
    text = support.question(english, ticket(TicketStatus.OPEN), sent, NOW).text
    assert "📎 a file receipt.pdf: here" in text
    assert "🎤 a voice message" in text

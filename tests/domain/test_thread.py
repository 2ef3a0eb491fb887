from dataclasses import replace

from bot.domain.thread import heading_of, next_for_person, next_for_staff
from bot.domain.ticket import Entry, Side, Spot, TicketStatus, What, closed
from tests.domain.test_ticket import NEW, NOW

ROOM = -100500


def said(number: int, side: Side = Side.PERSON, what: What = What.TEXT) -> Entry:
    return Entry(id=number, ticket_id=NEW.id, at=NOW, side=side, author_id=1, what=what)


def stands(entry: Entry, chat_id: int = ROOM) -> Spot:
    return Spot(chat_id=chat_id, message_id=100 + entry.id, ticket_id=NEW.id, entry_id=entry.id)


QUESTION, MORE = said(1), said(3)
ANSWER, ANOTHER = said(2, Side.STAFF), said(4, Side.STAFF)
CLOSED = said(5, Side.STAFF, What.CLOSED)


def test_operators_are_shown_each_message_once_and_in_order() -> None:
    entries = [QUESTION, ANSWER, MORE, CLOSED]
    shown: list[Spot] = [replace(stands(QUESTION), entry_id=None, head=True)]
    order = []
    while (entry := next_for_staff(entries, shown)) is not None:
        order.append(entry.id)
        shown.append(stands(entry))
    assert order == [1, 2, 3]


def test_who_wrote_an_answer_in_this_chat_is_not_shown_it_again() -> None:
    assert next_for_staff([QUESTION, ANSWER], [stands(QUESTION), stands(ANSWER)]) is None


def test_the_person_gets_answers_and_nothing_else() -> None:
    entries = [QUESTION, ANSWER, MORE, ANOTHER]
    assert next_for_person(NEW, entries, [stands(QUESTION)]) == ANSWER
    assert next_for_person(NEW, entries, [stands(ANSWER)]) == ANOTHER
    assert next_for_person(NEW, entries, [stands(ANSWER), stands(ANOTHER)]) is None


def test_a_heading_is_not_yet_the_answer() -> None:
    heading = replace(stands(ANSWER), head=True)
    assert next_for_person(NEW, [QUESTION, ANSWER], [heading]) == ANSWER


def test_that_it_was_closed_is_told_while_it_is() -> None:
    shut = closed(NEW, NOW)
    assert shut.status is TicketStatus.CLOSED
    assert next_for_person(shut, [QUESTION, CLOSED], []) == CLOSED
    assert next_for_person(NEW, [QUESTION, CLOSED], []) is None
    again = replace(CLOSED, id=7)
    assert next_for_person(shut, [QUESTION, CLOSED, again], []) == again
    by_person = replace(again, side=Side.PERSON)
    assert next_for_person(shut, [QUESTION, CLOSED, by_person], []) is None


def test_answers_stand_under_one_heading_until_the_person_writes_again() -> None:
    heading = replace(stands(ANSWER), message_id=99, head=True)
    entries = [QUESTION, ANSWER, said(3, Side.STAFF), said(4), said(5, Side.STAFF)]
    assert heading_of(entries[1], entries, []) is None
    assert heading_of(entries[1], entries, [heading]) == heading
    assert heading_of(entries[2], entries, [heading]) == heading
    assert heading_of(entries[4], entries, [heading]) is None
    later = replace(stands(entries[4]), message_id=98, head=True)
    assert heading_of(entries[4], entries, [heading, later]) == later

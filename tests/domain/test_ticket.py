from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ticket import (
    REOPENS_WITHIN,
    Entry,
    Side,
    Spot,
    Ticket,
    TicketStatus,
    What,
    answered,
    asked,
    closed,
    is_for_person,
    is_for_staff,
    reopened,
    takes_words,
)

NOW = datetime(2030, 1, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEW = Ticket(
    id=12,
    user_id=1001,
    order_id=5,
    status=TicketStatus.OPEN,
    opened_at=NOW,
    changed_at=NOW,
    waiting_since=NOW,
)


def test_an_answer_ends_the_waiting_and_the_next_word_begins_it_again() -> None:
    after = answered(NEW, NOW + HOUR)
    assert (after.status, after.waiting_since) == (TicketStatus.ANSWERED, None)
    again = asked(after, NOW + 2 * HOUR)
    assert (again.status, again.waiting_since) == (TicketStatus.OPEN, NOW + 2 * HOUR)


def test_who_writes_twice_has_waited_since_the_first_time() -> None:
    assert asked(NEW, NOW + HOUR).waiting_since == NOW


@pytest.mark.parametrize("before", [NEW, answered(NEW, NOW)])
def test_a_reopened_question_is_what_it_was(before: Ticket) -> None:
    after = reopened(closed(before, NOW + HOUR), NOW + 2 * HOUR)
    assert (after.status, after.waiting_since) == (before.status, before.waiting_since)
    assert after.closed_at is None


def test_a_closed_question_opens_for_its_persons_words_within_some_days() -> None:
    shut = closed(answered(NEW, NOW), NOW)
    assert takes_words(NEW, NOW + 9 * REOPENS_WITHIN)
    assert takes_words(shut, NOW + REOPENS_WITHIN)
    assert not takes_words(shut, NOW + REOPENS_WITHIN + HOUR)
    assert asked(shut, NOW + HOUR).status is TicketStatus.OPEN
    assert asked(shut, NOW + HOUR).closed_at is None


def test_an_answer_opens_a_closed_question() -> None:
    after = answered(closed(NEW, NOW), NOW + HOUR)
    assert (after.status, after.closed_at) == (TicketStatus.ANSWERED, None)


def entry(side: Side, what: What) -> Entry:
    return Entry(id=1, ticket_id=12, at=NOW, side=side, author_id=1, what=what)


def test_what_goes_to_the_person() -> None:
    theirs = {(side, what) for side in Side for what in What if is_for_person(entry(side, what))}
    assert {side for side, _ in theirs} == {Side.STAFF}
    assert {what for _, what in theirs} == set(What) - {What.REOPENED}


def test_what_goes_to_operators() -> None:
    theirs = {(side, what) for side in Side for what in What if is_for_staff(entry(side, what))}
    assert {what for _, what in theirs} == set(What) - {What.CLOSED, What.REOPENED}
    assert {side for side, _ in theirs} == set(Side)


def test_a_chat_tells_whose_side_a_message_stands_on() -> None:
    assert Spot(chat_id=NEW.user_id, message_id=1, ticket_id=12).side(NEW) is Side.PERSON
    assert Spot(chat_id=-100, message_id=1, ticket_id=12).side(NEW) is Side.STAFF

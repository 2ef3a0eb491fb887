"""People ask, operators answer: what is taken, who is told, and what stands in the way."""

from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.notice import Notice, NoticeKind
from bot.domain.room import Room
from bot.domain.staff import Right
from bot.domain.ticket import (
    CLOSES_AFTER,
    MOST_A_MINUTE,
    MOST_WAITING,
    REOPENS_WITHIN,
    Entry,
    Message,
    Side,
    Ticket,
    TicketStatus,
    What,
)
from bot.usecases import answering, supporting, threads
from storage.tables.staff import journal
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, STRANGER, Shop

ROOM = -100500
_numbers = count(100)


def message(
    chat_id: int = CUSTOMER, text: str = "Where is it?", *, album: str | None = None
) -> Message:
    return Message(chat_id=chat_id, message_id=next(_numbers), text=text, album=album)


async def ask(shop: Shop, user_id: int, order_id: int | None, said: Message) -> supporting.Said:
    return await supporting.ask(shop.desk, user_id, order_id, said, update_id=next(_numbers))


async def add(shop: Shop, user_id: int, ticket_id: int, said: Message) -> supporting.Said:
    return await supporting.add(shop.desk, user_id, ticket_id, said, update_id=next(_numbers))


async def answer(shop: Shop, operator: int, ticket_id: int, said: Message) -> None:
    await answering.answer(shop.desk, operator, ticket_id, said, update_id=next(_numbers))


async def asked(shop: Shop, order_id: int | None = None, *, user_id: int = CUSTOMER) -> Ticket:
    said = await ask(shop, user_id, order_id, message(user_id))
    return said.ticket


async def answered(shop: Shop, ticket: Ticket, operator: int = OPERATOR) -> None:
    await answer(shop, operator, ticket.id, message(operator, "Soon."))


async def get(shop: Shop, ticket: Ticket) -> Ticket:
    async with shop.storage.transaction() as tx:
        found = await tx.tickets.get(ticket.id)
    assert found is not None
    return found


async def entries(shop: Shop, ticket: Ticket) -> list[Entry]:
    async with shop.storage.transaction() as tx:
        return await tx.tickets.entries(ticket.id)


async def told(shop: Shop) -> list[tuple[NoticeKind, int, int | None]]:
    """Of questions: what was put for whom, since the last look."""
    kinds = {NoticeKind.THREAD, NoticeKind.ANSWERS}
    mail: list[Notice] = await shop.tell()
    return sorted((n.kind, n.user_id, n.subject) for n in mail if n.kind in kinds)


def refused(problem: Problem) -> AbstractContextManager[object]:
    return pytest.raises(ShopError, check=lambda error: error.problem is problem)


async def test_a_question_waits_for_an_answer_and_operators_hear_of_it(shop: Shop) -> None:
    order = await shop.order()
    ticket = await asked(shop, order.id)
    assert (ticket.order_id, ticket.status) == (order.id, TicketStatus.OPEN)
    assert await told(shop) == [
        (NoticeKind.THREAD, OPERATOR, ticket.id),
        (NoticeKind.THREAD, SECOND_OPERATOR, ticket.id),
    ]
    await answered(shop, ticket)
    assert (await get(shop, ticket)).status is TicketStatus.ANSWERED
    assert await told(shop) == [
        (NoticeKind.ANSWERS, CUSTOMER, ticket.id),
        (NoticeKind.THREAD, OPERATOR, ticket.id),
        (NoticeKind.THREAD, SECOND_OPERATOR, ticket.id),
    ]


async def test_only_operators_for_people_hear_of_it(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(STRANGER, {Right.MONEY, Right.ORDERS}, shop.clock())
        await tx.staff.appoint(SECOND_OPERATOR, {Right.PEOPLE}, shop.clock())
    ticket = await asked(shop)
    assert [user_id for _, user_id, _ in await told(shop)] == [OPERATOR, SECOND_OPERATOR]
    for act in (answering.take, answering.close, answering.reopen, answering.look):
        with refused(Problem.NO_RIGHT):
            await act(shop.desk, STRANGER, ticket.id)
        with refused(Problem.NOT_ALLOWED):
            await act(shop.desk, CUSTOMER, ticket.id)
    with refused(Problem.NO_RIGHT):
        await answered(shop, ticket, STRANGER)
    with refused(Problem.NOT_ALLOWED):
        await answered(shop, ticket, CUSTOMER)
    assert len(await entries(shop, ticket)) == 1


async def test_with_a_staff_room_it_goes_there_alone(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.rooms.set(Room(chat_id=ROOM, title="Staff"))
    ticket = await asked(shop)
    assert await told(shop) == [(NoticeKind.THREAD, ROOM, ticket.id)]


async def test_what_is_written_about_an_order_goes_on_in_its_question(shop: Shop) -> None:
    order = await shop.order()
    ticket = await asked(shop, order.id)
    assert (await asked(shop, order.id)).id == ticket.id
    await answering.close(shop.desk, OPERATOR, ticket.id)
    assert await supporting.goes_into(shop.desk, CUSTOMER, order.id)
    again = await asked(shop, order.id)
    assert (again.id, again.status) == (ticket.id, TicketStatus.OPEN)
    await answering.close(shop.desk, OPERATOR, ticket.id)
    shop.clock.now += REOPENS_WITHIN + timedelta(minutes=1)
    assert await supporting.goes_into(shop.desk, CUSTOMER, order.id) is None
    assert (await asked(shop, order.id)).id != ticket.id


async def test_more_to_a_question_closed_long_ago_begins_another_about_the_same(
    shop: Shop,
) -> None:
    order = await shop.order()
    ticket = await asked(shop, order.id)
    await supporting.close(shop.desk, CUSTOMER, ticket.id)
    said = await add(shop, CUSTOMER, ticket.id, message())
    assert (said.ticket.id, said.begun) == (ticket.id, False)
    await supporting.close(shop.desk, CUSTOMER, ticket.id)
    shop.clock.now += REOPENS_WITHIN + timedelta(minutes=1)
    said = await add(shop, CUSTOMER, ticket.id, message())
    assert said.begun
    assert said.ticket.id != ticket.id
    assert said.ticket.order_id == order.id


async def test_a_message_that_comes_twice_is_taken_once(shop: Shop) -> None:
    question, reply = message(), message(OPERATOR)
    first = await ask(shop, CUSTOMER, None, question)
    second = await ask(shop, CUSTOMER, None, question)
    assert second.ticket.id == first.ticket.id
    await add(shop, CUSTOMER, first.ticket.id, question)
    for _ in range(2):
        await answer(shop, OPERATOR, first.ticket.id, reply)
    assert [each.side for each in await entries(shop, first.ticket)] == [Side.PERSON, Side.STAFF]


async def test_nobody_sees_or_changes_another_ones_question(shop: Shop) -> None:
    order = await shop.order()
    ticket = await asked(shop, order.id)
    await shop.meet(STRANGER)
    with refused(Problem.TICKET_UNKNOWN):
        await supporting.own(shop.desk, STRANGER, ticket.id)
    with refused(Problem.TICKET_UNKNOWN):
        await add(shop, STRANGER, ticket.id, message(STRANGER))
    with refused(Problem.TICKET_UNKNOWN):
        await supporting.close(shop.desk, STRANGER, ticket.id)
    with refused(Problem.ORDER_UNKNOWN):
        await ask(shop, STRANGER, order.id, message(STRANGER))
    with refused(Problem.ORDER_UNKNOWN):
        await supporting.goes_into(shop.desk, STRANGER, order.id)
    overview = await supporting.overview(shop.desk, STRANGER)
    assert (list(overview.tickets), list(overview.orders)) == ([], [])


async def test_one_person_has_only_so_many_questions_waiting(shop: Shop) -> None:
    orders = [await shop.order() for _ in range(MOST_WAITING + 1)]
    waiting = [await asked(shop, order.id) for order in orders[:MOST_WAITING]]
    with refused(Problem.TOO_MANY_QUESTIONS):
        await asked(shop, orders[-1].id)
    assert (await asked(shop, orders[0].id)).id == waiting[0].id
    await answered(shop, waiting[0])
    assert await asked(shop, orders[-1].id)
    with refused(Problem.TOO_MANY_QUESTIONS):
        await add(shop, CUSTOMER, waiting[0].id, message())


async def test_one_person_says_only_so_much_a_minute(shop: Shop) -> None:
    ticket = await asked(shop)
    for _ in range(MOST_A_MINUTE - 1):
        await add(shop, CUSTOMER, ticket.id, message())
    with refused(Problem.TOO_MANY_MESSAGES):
        await add(shop, CUSTOMER, ticket.id, message())
    shop.clock.move(minutes=1)
    await add(shop, CUSTOMER, ticket.id, message())


async def test_an_album_is_one_word(shop: Shop) -> None:
    ticket = await asked(shop)
    photos = [message(album="7") for _ in range(3)]
    said = [await add(shop, CUSTOMER, ticket.id, photo) for photo in photos]
    assert [each.of_album for each in said] == [False, True, True]
    into = await threads.thread_of(shop.desk, CUSTOMER, CUSTOMER, message_id=None, album="7")
    assert into == (ticket.id, Side.PERSON)
    elsewhere = await threads.thread_of(shop.desk, STRANGER, STRANGER, message_id=None, album="7")
    assert elsewhere is None


async def test_an_answer_to_a_message_of_a_question_belongs_to_it(shop: Shop) -> None:
    question, reply = message(), message(OPERATOR)
    ticket = (await ask(shop, CUSTOMER, None, question)).ticket
    await answer(shop, OPERATOR, ticket.id, reply)

    async def into(chat_id: int, answers: int) -> tuple[int, Side] | None:
        return await threads.thread_of(shop.desk, chat_id, chat_id, message_id=answers, album=None)

    assert await into(CUSTOMER, question.message_id) == (ticket.id, Side.PERSON)
    assert await into(OPERATOR, reply.message_id) == (ticket.id, Side.STAFF)
    assert await into(CUSTOMER, reply.message_id) is None


async def test_operators_ask_too_and_another_one_answers(shop: Shop) -> None:
    ticket = await asked(shop, user_id=OPERATOR)
    assert await told(shop) == [(NoticeKind.THREAD, SECOND_OPERATOR, ticket.id)]
    with refused(Problem.OWN_QUESTION):
        await answered(shop, ticket, OPERATOR)
    await answered(shop, ticket, SECOND_OPERATOR)
    assert (await get(shop, ticket)).status is TicketStatus.ANSWERED


async def test_who_is_blocked_gets_no_answer(shop: Shop) -> None:
    ticket = await asked(shop)
    async with shop.storage.transaction() as tx:
        await tx.users.set_blocked(CUSTOMER, blocked=True)
    with refused(Problem.PERSON_BLOCKED):
        await answered(shop, ticket)


async def test_closing_taking_and_opening_again_are_written_down_once(shop: Shop) -> None:
    ticket = await asked(shop)
    for _ in range(2):
        await answering.take(shop.desk, OPERATOR, ticket.id)
    for _ in range(2):
        await answering.close(shop.desk, OPERATOR, ticket.id)
    for _ in range(2):
        found = await answering.reopen(shop.desk, SECOND_OPERATOR, ticket.id)
    assert [
        (r["actor_id"], r["act"], r["kind"], r["number"]) for r in await shop.rows(journal)
    ] == [
        (OPERATOR, Act.TICKET_TAKEN, Kind.TICKET, ticket.id),
        (OPERATOR, Act.TICKET_CLOSED, Kind.TICKET, ticket.id),
        (SECOND_OPERATOR, Act.TICKET_REOPENED, Kind.TICKET, ticket.id),
    ]
    assert [entry.what for entry in found.entries] == [What.TEXT, What.CLOSED, What.REOPENED]
    assert found.ticket.status is TicketStatus.OPEN
    assert found.names == {
        CUSTOMER: f"User {CUSTOMER}",
        OPERATOR: f"User {OPERATOR}",
        SECOND_OPERATOR: f"User {SECOND_OPERATOR}",
    }


async def test_the_person_hears_that_it_was_closed_unless_they_did_it(shop: Shop) -> None:
    ticket = await asked(shop)
    await told(shop)
    await supporting.close(shop.desk, CUSTOMER, ticket.id)
    assert {kind for kind, *_ in await told(shop)} == {NoticeKind.THREAD}
    await add(shop, CUSTOMER, ticket.id, message())
    await answering.close(shop.desk, OPERATOR, ticket.id)
    assert (NoticeKind.ANSWERS, CUSTOMER, ticket.id) in await told(shop)


async def test_an_answer_that_nobody_answers_settles_the_question(shop: Shop) -> None:
    ticket, waiting = await asked(shop), await asked(shop, (await shop.order()).id)
    await answered(shop, ticket)
    shop.clock.now += CLOSES_AFTER
    await answering.close_settled(shop.desk)
    assert (await get(shop, ticket)).status is TicketStatus.ANSWERED
    shop.clock.move(minutes=1)
    await told(shop)
    await answering.close_settled(shop.desk)
    assert (await get(shop, ticket)).status is TicketStatus.CLOSED
    assert (await get(shop, waiting)).status is TicketStatus.OPEN
    assert (await entries(shop, ticket))[-1].side is Side.NOBODY
    assert (NoticeKind.ANSWERS, CUSTOMER, ticket.id) not in await told(shop)

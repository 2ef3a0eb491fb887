"""Operators answer what people ask, and keep the questions in order. The person never learns which operator did what."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.domain import ticket as tickets
from bot.domain.conversation import Conversation
from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.ticket import CLOSES_AFTER, Message, Side, Ticket, TicketStatus, What
from bot.domain.user import User
from bot.usecases import threads
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from bot.usecases.threads import RIGHT
from storage.storage import Transaction

_CLOSED_AT_ONCE = 100


async def conversation(tx: Transaction, ticket: Ticket) -> Conversation:
    entries = await tx.tickets.entries(ticket.id)
    ids = {ticket.user_id, ticket.taken_by or 0, *(entry.author_id for entry in entries)}
    people = {each: await tx.users.get(each) for each in sorted(ids)}
    return Conversation(
        ticket=ticket,
        person=people[ticket.user_id] or User(id=ticket.user_id, first_name=""),
        order=None if ticket.order_id is None else await tx.orders.get(ticket.order_id),
        entries=entries,
        names={each: user.first_name for each, user in people.items() if user is not None},
    )


async def look(desk: Desk, operator: int, ticket_id: int) -> Conversation:
    async with desk.storage.reading() as tx:
        await require(tx, operator, RIGHT)
        return await conversation(tx, threads.there(await tx.tickets.get(ticket_id)))


async def answer(
    desk: Desk, operator: int, ticket_id: int, message: Message, *, update_id: int
) -> User | None:
    """The person who will get it."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, RIGHT)
        now = desk.clock()
        await tx.users.first_time(update_id, now)  # if it comes again, no form may take it
        ticket = await threads.present(tx, ticket_id)
        person = await tx.users.get(ticket.user_id)
        if await threads.taken_before(tx, message) is not None:
            return person
        if ticket.user_id == operator:
            raise ShopError(Problem.OWN_QUESTION)
        if person is not None and person.blocked:
            raise ShopError(Problem.PERSON_BLOCKED)
        await tx.tickets.say(ticket.id, Side.STAFF, operator, message, now)
        ticket = tickets.answered(ticket, now)
        await tx.tickets.save(ticket)
        await threads.tell_staff(tx, ticket, now)
        await threads.tell_person(tx, ticket, now)
    desk.wake.outbox.set()
    return person


async def take(desk: Desk, operator: int, ticket_id: int) -> Conversation:
    """The operator takes care of it, so that no other needs to."""

    async def taken(tx: Transaction, ticket: Ticket, now: datetime) -> Ticket:
        if ticket.taken_by == operator:
            return ticket
        ticket = tickets.taken(ticket, operator)
        await tx.tickets.save(ticket)
        await threads.tell_staff(tx, ticket, now)
        await _note(tx, operator, Act.TICKET_TAKEN, ticket, now)
        return ticket

    return await _change(desk, operator, ticket_id, taken)


async def close(desk: Desk, operator: int, ticket_id: int) -> Conversation:
    """The person is told, and can write on."""

    async def closed(tx: Transaction, ticket: Ticket, now: datetime) -> Ticket:
        if ticket.status is TicketStatus.CLOSED:
            return ticket
        ticket = await threads.close(tx, ticket, Side.STAFF, operator, now)
        await threads.tell_person(tx, ticket, now)
        await _note(tx, operator, Act.TICKET_CLOSED, ticket, now)
        return ticket

    return await _change(desk, operator, ticket_id, closed)


async def reopen(desk: Desk, operator: int, ticket_id: int) -> Conversation:
    async def reopened(tx: Transaction, ticket: Ticket, now: datetime) -> Ticket:
        if ticket.status is not TicketStatus.CLOSED:
            return ticket
        await tx.tickets.do(ticket.id, Side.STAFF, operator, What.REOPENED, now)
        ticket = tickets.reopened(ticket, now)
        await tx.tickets.save(ticket)
        await threads.tell_staff(tx, ticket, now)
        await _note(tx, operator, Act.TICKET_REOPENED, ticket, now)
        return ticket

    return await _change(desk, operator, ticket_id, reopened)


async def close_settled(desk: Desk) -> None:
    """An answer that nobody answered for long has settled the question. The person isn't told: nothing has changed."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        for ticket in await tx.tickets.quiet(now - CLOSES_AFTER, limit=_CLOSED_AT_ONCE):
            await threads.close(tx, ticket, Side.NOBODY, 0, now)
    desk.wake.outbox.set()


_Change = Callable[[Transaction, Ticket, datetime], Awaitable[Ticket]]


async def _change(desk: Desk, operator: int, ticket_id: int, change: _Change) -> Conversation:
    """By an operator who may; what was so already is no error."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, RIGHT)
        ticket = await change(tx, await threads.present(tx, ticket_id), desk.clock())
        changed = await conversation(tx, ticket)
    desk.wake.outbox.set()
    return changed


async def _note(tx: Transaction, operator: int, act: Act, ticket: Ticket, now: datetime) -> None:
    await tx.journal.add(operator, act, now, kind=Kind.TICKET, number=ticket.id)

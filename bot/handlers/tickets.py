"""Operators answer what people ask: by replying in the chats, or from the list."""

from bot.callbacks.tickets import (
    AnswerTicket,
    CloseTicket,
    OperatorTicket,
    ReopenTicket,
    TakeTicket,
    Tickets,
)
from bot.context import Area, Visit
from bot.domain.conversation import Conversation
from bot.transport import contents
from bot.transport import show as screens
from bot.usecases import answering
from bot.usecases.threads import RIGHT
from bot.views import tickets as views
from bot.views.screen import Screen


async def tickets(visit: Visit, action: Tickets | str) -> Screen:
    wanted = action if isinstance(action, Tickets) else Tickets()
    shown = views.shown(wanted.shown)
    status = views.status_of(shown)
    async with visit.desk.storage.reading() as tx:
        counts = await tx.tickets.counts()
        last = max(0, -(-counts.get(status, 0) // views.PAGE) - 1)
        page = min(max(wanted.page, 0), last)
        found = await tx.tickets.page(status, offset=page * views.PAGE, limit=views.PAGE)
        people = [(each, await tx.users.get(each.user_id)) for each in found]
    return views.tickets(visit.lang, people, counts, Tickets(shown, page), visit.desk.clock())


async def show(visit: Visit, action: OperatorTicket) -> Screen:
    found = await answering.look(visit.desk, visit.user.id, action.ticket_id)
    return views.ticket(visit.lang, found, visit.desk.clock())


async def ask_answer(visit: Visit, action: AnswerTicket) -> Screen:
    found = await answering.look(visit.desk, visit.user.id, action.ticket_id)
    await visit.ask(action)
    return views.ask_answer(visit.lang, found.ticket)


async def take_answer(visit: Visit, asked: AnswerTicket) -> Screen:
    await answer(visit, asked.ticket_id)
    return await show(visit, OperatorTicket(asked.ticket_id))


async def answer(visit: Visit, ticket_id: int) -> None:
    """What they just sent goes to the person who asked."""
    message = contents.read(visit.message)
    person = await answering.answer(
        visit.desk, visit.user.id, ticket_id, message, update_id=visit.update_id
    )
    await screens.nod(visit.bot, message.chat_id, message.message_id)
    if person is not None and not person.reachable:
        await visit.show(views.unreachable(visit.lang, person))


async def take(visit: Visit, action: TakeTicket) -> Screen | None:
    return await _changed(visit, await answering.take(visit.desk, visit.user.id, action.ticket_id))


async def close(visit: Visit, action: CloseTicket) -> Screen | None:
    return await _changed(visit, await answering.close(visit.desk, visit.user.id, action.ticket_id))


async def reopen(visit: Visit, action: ReopenTicket) -> Screen | None:
    return await _changed(
        visit, await answering.reopen(visit.desk, visit.user.id, action.ticket_id)
    )


async def _changed(visit: Visit, found: Conversation) -> Screen | None:
    """None where the head of a question was tapped: the outbox brings all heads up to date."""
    if await _on_head(visit):
        return None
    return views.ticket(visit.lang, found, visit.desk.clock())


async def _on_head(visit: Visit) -> bool:
    tapped = visit.query.message if visit.query else None
    if tapped is None:
        return False
    async with visit.desk.storage.reading() as tx:
        spot = await tx.tickets.spot(tapped.chat.id, tapped.message_id)
    return spot is not None and spot.head


AREA = Area(
    right=RIGHT,
    taps={
        Tickets: tickets,
        OperatorTicket: show,
        AnswerTicket: ask_answer,
        TakeTicket: take,
        CloseTicket: close,
        ReopenTicket: reopen,
    },
    commands={"tickets": tickets},
    answers={AnswerTicket: take_answer},
)

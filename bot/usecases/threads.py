"""What asking and answering have in common: a message is taken once, and the chats that must show it are told so.

A chat's notice of a ticket means "there is more of it": what exactly is found when it is sent (`notifier.threads`), so that
everything is carried in order, and what can't be sent now holds up what follows.
"""

from datetime import datetime

from bot.domain import ticket as tickets
from bot.domain.errors import Problem, ShopError
from bot.domain.notice import NoticeKind
from bot.domain.staff import Right
from bot.domain.ticket import Message, Side, Ticket, What
from bot.usecases.desk import Desk
from storage.storage import Transaction

RIGHT = Right.PEOPLE
"""Operators who have it are asked, and answer."""


async def thread_of(
    desk: Desk, author_id: int, chat_id: int, *, message_id: int | None, album: str | None
) -> tuple[int, Side] | None:
    """The ticket to which that message of a chat belongs, or else the rest of an album; and on whose side that is."""
    async with desk.storage.reading() as tx:
        ticket_id = None
        if message_id is not None and (spot := await tx.tickets.spot(chat_id, message_id)):
            ticket_id = spot.ticket_id
        elif album is not None:
            ticket_id = await tx.tickets.of_album(author_id, chat_id, album)
        ticket = None if ticket_id is None else await tx.tickets.get(ticket_id)
    if ticket is None:
        return None
    return ticket.id, Side.PERSON if chat_id == ticket.user_id else Side.STAFF


async def taken_before(tx: Transaction, message: Message) -> Ticket | None:
    """The ticket in which this message is already: an update may come twice, a message stands in one place."""
    spot = await tx.tickets.spot(message.chat_id, message.message_id)
    return None if spot is None else await present(tx, spot.ticket_id)


async def present(tx: Transaction, ticket_id: int) -> Ticket:
    """The ticket, which nobody else changes until the transaction ends."""
    return there(await tx.tickets.lock(ticket_id))


def there(ticket: Ticket | None) -> Ticket:
    if ticket is None:
        raise ShopError(Problem.TICKET_UNKNOWN)
    return ticket


async def close(
    tx: Transaction, ticket: Ticket, side: Side, author_id: int, now: datetime
) -> Ticket:
    await tx.tickets.do(ticket.id, side, author_id, What.CLOSED, now)
    ticket = tickets.closed(ticket, now)
    await tx.tickets.save(ticket)
    await tell_staff(tx, ticket, now)
    return ticket


async def tell_staff(tx: Transaction, ticket: Ticket, now: datetime) -> None:
    """In the staff room; without one, every operator who may answer, in private."""
    room = await tx.rooms.get()
    chats = [room.chat_id] if room else await tx.staff.who_may(RIGHT)
    for chat_id in chats:
        if chat_id != ticket.user_id:
            await tx.outbox.put_again(
                NoticeKind.THREAD, chat_id, f"thread:{ticket.id}", ticket.id, now
            )


async def tell_person(tx: Transaction, ticket: Ticket, now: datetime) -> None:
    key = f"answers:{ticket.id}"
    await tx.outbox.put_again(NoticeKind.ANSWERS, ticket.user_id, key, ticket.id, now)

"""People ask whoever runs the shop. Nobody else's question is ever shown, whatever a button says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import ticket as tickets
from bot.domain.errors import Problem, ShopError
from bot.domain.order import Order
from bot.domain.page import Place
from bot.domain.ticket import (
    MOST_A_MINUTE,
    MOST_WAITING,
    Entry,
    Message,
    Side,
    Ticket,
    TicketStatus,
)
from bot.usecases import threads
from bot.usecases.desk import Desk
from storage.order_lists import OrderFilter
from storage.storage import Transaction

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Their latest questions, and the orders that a new one may be about."""

    tickets: Sequence[Ticket]
    orders: Sequence[Order]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The ticket a message went into. `begun`: with this message. `of_album`: after others that were sent as one with it."""

    ticket: Ticket
    begun: bool = False
    of_album: bool = False


async def overview(desk: Desk, user_id: int) -> Overview:
    async with desk.storage.reading() as tx:
        orders = await tx.order_lists.page(OrderFilter(user_id=user_id), Place(), size=_SHOWN)
        return Overview(
            tickets=await tx.tickets.of_user(user_id, limit=_SHOWN), orders=orders.items
        )


async def goes_into(desk: Desk, user_id: int, order_id: int | None) -> Ticket | None:
    """The question of theirs in which a message about this order (None: about something else) would go on."""
    async with desk.storage.reading() as tx:
        await _must_own(tx, user_id, order_id)
        return await tx.tickets.about(user_id, order_id, desk.clock())


async def own(desk: Desk, user_id: int, ticket_id: int) -> tuple[Ticket, Sequence[Entry]]:
    async with desk.storage.reading() as tx:
        ticket = _theirs(await tx.tickets.get(ticket_id), user_id)
        return ticket, await tx.tickets.entries(ticket.id)


async def ask(
    desk: Desk, user_id: int, order_id: int | None, message: Message, *, update_id: int
) -> Said:
    """A question about an order of theirs, or (None) about something else."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await tx.users.first_time(update_id, now)  # if it comes again, no form may take it
        known = await threads.taken_before(tx, message)
        if known is not None:
            return Said(ticket=known)
        await _must_own(tx, user_id, order_id)
        ticket = await tx.tickets.about(user_id, order_id, now)
        said = await _say(tx, user_id, ticket, message, now, order_id=order_id)
    desk.wake.outbox.set()
    return said


async def add(
    desk: Desk, user_id: int, ticket_id: int, message: Message, *, update_id: int
) -> Said:
    """More to a question of theirs. One that was closed long ago isn't opened again: another about the same begins."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await tx.users.first_time(update_id, now)
        known = await threads.taken_before(tx, message)
        if known is not None:
            return Said(ticket=known)
        ticket = _theirs(await tx.tickets.lock(ticket_id), user_id)
        goes_on = ticket if tickets.takes_words(ticket, now) else None
        said = await _say(tx, user_id, goes_on, message, now, order_id=ticket.order_id)
    desk.wake.outbox.set()
    return said


async def close(desk: Desk, user_id: int, ticket_id: int) -> Ticket:
    """It is settled for them."""
    async with desk.storage.transaction() as tx:
        ticket = _theirs(await tx.tickets.lock(ticket_id), user_id)
        if ticket.status is TicketStatus.CLOSED:
            return ticket
        ticket = await threads.close(tx, ticket, Side.PERSON, user_id, desk.clock())
    desk.wake.outbox.set()
    return ticket


async def _say(
    tx: Transaction,
    user_id: int,
    ticket: Ticket | None,
    message: Message,
    now: datetime,
    *,
    order_id: int | None,
) -> Said:
    """Into the ticket, or into one that it opens."""
    await _must_be_calm(tx, user_id, ticket, now)
    album = message.album
    of_album = album is not None and await tx.tickets.of_album(user_id, message.chat_id, album)
    begun = ticket is None
    if ticket is None:
        ticket = await tx.tickets.open(user_id, order_id, now)
    await tx.tickets.say(ticket.id, Side.PERSON, user_id, message, now)
    ticket = tickets.asked(ticket, now)
    await tx.tickets.save(ticket)
    await threads.tell_staff(tx, ticket, now)
    return Said(ticket=ticket, begun=begun, of_album=bool(of_album))


async def _must_be_calm(
    tx: Transaction, user_id: int, ticket: Ticket | None, now: datetime
) -> None:
    """Nobody can flood those who answer."""
    if await tx.tickets.said_since(user_id, now - timedelta(minutes=1)) >= MOST_A_MINUTE:
        raise ShopError(Problem.TOO_MANY_MESSAGES, maximum=MOST_A_MINUTE)
    waits = ticket is not None and ticket.status is TicketStatus.OPEN
    if not waits and await tx.tickets.count_waiting(user_id) >= MOST_WAITING:
        raise ShopError(Problem.TOO_MANY_QUESTIONS, maximum=MOST_WAITING)


async def _must_own(tx: Transaction, user_id: int, order_id: int | None) -> None:
    if order_id is not None and await tx.orders.owned(order_id, user_id) is None:
        raise ShopError(Problem.ORDER_UNKNOWN)


def _theirs(ticket: Ticket | None, user_id: int) -> Ticket:
    if ticket is None or ticket.user_id != user_id:
        raise ShopError(Problem.TICKET_UNKNOWN)
    return ticket

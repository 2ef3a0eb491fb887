from datetime import timedelta

from bot.domain.ticket import (
    REOPENS_WITHIN,
    Entry,
    Message,
    Side,
    Spot,
    Ticket,
    TicketStatus,
    What,
    answered,
    closed,
)
from tests.storage.samples import ANN, MINUTE, NOW, Shop

OLGA, ROOM = 1, -100500
PHOTO = Message(chat_id=ANN.id, message_id=7, what=What.PHOTO, text="Смотрите", album="9")


async def opened(shop: Shop, *, order_id: int | None = None, minutes: int = 0) -> Ticket:
    async with shop.storage.transaction() as tx:
        return await tx.tickets.open(ANN.id, order_id, NOW + minutes * MINUTE)


async def save(shop: Shop, ticket: Ticket) -> None:
    async with shop.storage.transaction() as tx:
        await tx.tickets.save(ticket)


async def test_a_ticket_comes_back_as_it_was_saved(shop: Shop) -> None:
    order = await shop.put(1)
    ticket = await opened(shop, order_id=order.id)
    assert (ticket.status, ticket.waiting_since) == (TicketStatus.OPEN, NOW)
    changed = closed(answered(ticket, NOW + MINUTE), NOW + 2 * MINUTE)
    await save(shop, changed)
    async with shop.storage.transaction() as tx:
        assert await tx.tickets.get(ticket.id) == changed
        assert await tx.tickets.lock(ticket.id) == changed
        assert await tx.tickets.get(2**62) is None


async def test_the_question_about_an_order_is_found_while_it_takes_words(shop: Shop) -> None:
    first, second = await shop.put(1), await shop.put(2)
    ticket = await opened(shop, order_id=first.id)
    async with shop.storage.transaction() as tx:
        assert await tx.tickets.about(ANN.id, first.id, NOW) == ticket
        assert await tx.tickets.about(ANN.id, second.id, NOW) is None
        assert await tx.tickets.about(ANN.id, None, NOW) is None
        assert await tx.tickets.about(OLGA, first.id, NOW) is None
    await save(shop, closed(ticket, NOW))
    async with shop.storage.transaction() as tx:
        assert await tx.tickets.about(ANN.id, first.id, NOW + REOPENS_WITHIN)
        later = NOW + REOPENS_WITHIN + MINUTE
        assert await tx.tickets.about(ANN.id, first.id, later) is None


async def test_about_nothing_in_particular_only_what_is_not_closed_goes_on(shop: Shop) -> None:
    ticket = await opened(shop)
    async with shop.storage.transaction() as tx:
        assert await tx.tickets.about(ANN.id, None, NOW) == ticket
    await save(shop, closed(ticket, NOW))
    async with shop.storage.transaction() as tx:
        assert await tx.tickets.about(ANN.id, None, NOW) is None


async def test_lists_who_waits_longest_first_and_else_what_changed_last(shop: Shop) -> None:
    tickets = [await opened(shop, minutes=minutes) for minutes in (3, 1, 2, 0, 5)]
    await save(shop, answered(tickets[3], NOW + 10 * MINUTE))
    await save(shop, answered(tickets[4], NOW + 20 * MINUTE))
    async with shop.storage.transaction() as tx:
        waiting = await tx.tickets.page(TicketStatus.OPEN, offset=0, limit=2)
        assert [each.id for each in waiting] == [tickets[1].id, tickets[2].id]
        rest = await tx.tickets.page(TicketStatus.OPEN, offset=2, limit=2)
        assert [each.id for each in rest] == [tickets[0].id]
        done = await tx.tickets.page(TicketStatus.ANSWERED, offset=0, limit=9)
        assert [each.id for each in done] == [tickets[4].id, tickets[3].id]
        assert await tx.tickets.counts() == {TicketStatus.OPEN: 3, TicketStatus.ANSWERED: 2}
        assert await tx.tickets.count_waiting(ANN.id) == 3
        assert await tx.tickets.count_waiting(OLGA) == 0
        assert [each.id for each in await tx.tickets.of_user(ANN.id, limit=2)] == [
            tickets[4].id,
            tickets[3].id,
        ]
        quiet = await tx.tickets.quiet(NOW + 15 * MINUTE, limit=9)
        assert [each.id for each in quiet] == [tickets[3].id]


async def test_what_was_said_and_done_in_order(shop: Shop) -> None:
    ticket = await opened(shop)
    async with shop.storage.transaction() as tx:
        said = await tx.tickets.say(ticket.id, Side.PERSON, ANN.id, PHOTO, NOW)
        await tx.tickets.do(ticket.id, Side.STAFF, OLGA, What.CLOSED, NOW + MINUTE)
        found = await tx.tickets.entries(ticket.id)
        assert found == [
            said,
            Entry(
                id=found[1].id,
                ticket_id=ticket.id,
                at=NOW + MINUTE,
                side=Side.STAFF,
                author_id=OLGA,
                what=What.CLOSED,
            ),
        ]
        assert said.text == "Смотрите"
        assert (said.chat_id, said.message_id) == (ANN.id, 7)
        assert await tx.tickets.of_album(ANN.id, ANN.id, "9") == ticket.id
        assert await tx.tickets.of_album(ANN.id, ROOM, "9") is None
        assert await tx.tickets.said_since(ANN.id, NOW - timedelta(seconds=1)) == 1
        assert await tx.tickets.said_since(ANN.id, NOW) == 0
        assert await tx.tickets.said_since(OLGA, NOW - MINUTE) == 0


async def test_a_message_leads_to_its_ticket_in_whatever_chat(shop: Shop) -> None:
    ticket = await opened(shop)
    head = Spot(chat_id=ROOM, message_id=7, ticket_id=ticket.id, head=True, shown="open")
    async with shop.storage.transaction() as tx:
        said = await tx.tickets.say(ticket.id, Side.PERSON, ANN.id, PHOTO, NOW)
        await tx.tickets.put(head)
        copy = Spot(chat_id=ROOM, message_id=8, ticket_id=ticket.id, entry_id=said.id)
        await tx.tickets.put(copy)
        source = Spot(chat_id=ANN.id, message_id=7, ticket_id=ticket.id, entry_id=said.id)
        assert await tx.tickets.spot(ANN.id, 7) == source
        assert await tx.tickets.spot(ROOM, 7) == head
        assert await tx.tickets.spot(ROOM, 9) is None
        assert await tx.tickets.spots(ticket.id, ROOM) == [head, copy]
        assert await tx.tickets.spots(ticket.id, OLGA) == []


async def test_a_message_stays_with_its_ticket_and_a_head_shows_another_state(shop: Shop) -> None:
    first, second = await opened(shop), await opened(shop)
    async with shop.storage.transaction() as tx:
        head = Spot(chat_id=ROOM, message_id=7, ticket_id=first.id, head=True, shown="open")
        await tx.tickets.put(head)
        await tx.tickets.put(
            Spot(chat_id=ROOM, message_id=7, ticket_id=second.id, shown="answered")
        )
        found = await tx.tickets.spot(ROOM, 7)
    assert found == Spot(
        chat_id=ROOM, message_id=7, ticket_id=first.id, head=True, shown="answered"
    )

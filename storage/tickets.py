"""Questions to whoever runs the shop: their state, what was said, and where each message of it stands."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ticket import (
    REOPENS_WITHIN,
    Entry,
    Message,
    Side,
    Spot,
    Ticket,
    TicketStatus,
    What,
)
from storage.dialects import insert
from storage.tables.tickets import entries, spots, tickets

_ENTRY = tuple(column for column in entries.c if column.name != "album")


class Tickets:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, user_id: int, order_id: int | None, now: datetime) -> Ticket:
        opened = await self._connection.execute(
            tickets.insert()
            .values(
                user_id=user_id,
                order_id=order_id,
                status=TicketStatus.OPEN,
                opened_at=now,
                changed_at=now,
                waiting_since=now,
            )
            .returning(*tickets.c)
        )
        return _ticket(opened.one())

    async def get(self, ticket_id: int) -> Ticket | None:
        found = await self._connection.execute(select(tickets).where(tickets.c.id == ticket_id))
        return _one(found.first())

    async def lock(self, ticket_id: int) -> Ticket | None:
        """The ticket, which nobody else changes until the transaction ends."""
        found = await self._connection.execute(
            select(tickets).where(tickets.c.id == ticket_id).with_for_update()
        )
        return _one(found.first())

    async def save(self, ticket: Ticket) -> None:
        values = asdict(ticket)
        del values["id"]
        await self._connection.execute(
            update(tickets).where(tickets.c.id == ticket.id).values(values)
        )

    async def about(self, user_id: int, order_id: int | None, now: datetime) -> Ticket | None:
        """The question in which this person goes on about that order; about nothing in particular, one that isn't closed."""
        conditions = [tickets.c.user_id == user_id]
        if order_id is None:
            conditions += [tickets.c.order_id.is_(None), tickets.c.closed_at.is_(None)]
        else:
            lately = tickets.c.closed_at >= now - REOPENS_WITHIN
            conditions += [
                tickets.c.order_id == order_id,
                or_(tickets.c.closed_at.is_(None), lately),
            ]
        found = await self._connection.execute(
            select(tickets).where(*conditions).order_by(tickets.c.id.desc()).limit(1)
        )
        return _one(found.first())

    async def of_user(self, user_id: int, *, limit: int) -> list[Ticket]:
        """The newest first."""
        found = await self._connection.execute(
            select(tickets)
            .where(tickets.c.user_id == user_id)
            .order_by(tickets.c.id.desc())
            .limit(limit)
        )
        return [_ticket(row) for row in found]

    async def count_waiting(self, user_id: int) -> int:
        """How many questions of this person wait for an answer."""
        found = await self._connection.execute(
            select(func.count())
            .select_from(tickets)
            .where(tickets.c.user_id == user_id, tickets.c.status == TicketStatus.OPEN)
        )
        return int(found.scalar_one())

    async def page(self, status: TicketStatus, *, offset: int, limit: int) -> list[Ticket]:
        """Who waits longest for an answer first; of the others what changed last."""
        order = tickets.c.changed_at.desc()
        if status is TicketStatus.OPEN:
            order = tickets.c.waiting_since.asc()
        found = await self._connection.execute(
            select(tickets)
            .where(tickets.c.status == status)
            .order_by(order, tickets.c.id)
            .offset(offset)
            .limit(limit)
        )
        return [_ticket(row) for row in found]

    async def counts(self) -> Mapping[TicketStatus, int]:
        found = await self._connection.execute(
            select(tickets.c.status, func.count()).group_by(tickets.c.status)
        )
        return dict(found.all())

    async def quiet(self, before: datetime, *, limit: int) -> list[Ticket]:
        """Answered ones in which nobody said or did anything since, locked until the transaction ends."""
        found = await self._connection.execute(
            select(tickets)
            .where(tickets.c.status == TicketStatus.ANSWERED, tickets.c.changed_at < before)
            .order_by(tickets.c.changed_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_ticket(row) for row in found]

    # What was said and done

    async def say(
        self, ticket_id: int, side: Side, author_id: int, message: Message, now: datetime
    ) -> Entry:
        """A message, of which the history keeps the beginning."""
        entry = await self._add(
            ticket_id=ticket_id, side=side, author_id=author_id, at=now, **asdict(message)
        )
        await self.put(
            Spot(
                chat_id=message.chat_id,
                message_id=message.message_id,
                ticket_id=ticket_id,
                entry_id=entry.id,
            )
        )
        return entry

    async def do(
        self, ticket_id: int, side: Side, author_id: int, what: What, now: datetime
    ) -> None:
        await self._add(ticket_id=ticket_id, side=side, author_id=author_id, what=what, at=now)

    async def _add(self, **values: Any) -> Entry:
        added = await self._connection.execute(entries.insert().values(values).returning(*_ENTRY))
        return _entry(added.one())

    async def entries(self, ticket_id: int) -> list[Entry]:
        """In the order in which they came."""
        found = await self._connection.execute(
            select(*_ENTRY).where(entries.c.ticket_id == ticket_id).order_by(entries.c.id)
        )
        return [_entry(row) for row in found]

    async def said_since(self, author_id: int, since: datetime) -> int:
        """How many messages this person has said as a customer."""
        found = await self._connection.execute(
            select(func.count())
            .select_from(entries)
            .where(
                entries.c.author_id == author_id,
                entries.c.side == Side.PERSON,
                entries.c.at > since,
            )
        )
        return int(found.scalar_one())

    async def of_album(self, author_id: int, chat_id: int, album: str) -> int | None:
        """The ticket into which the first messages of an album went."""
        found = await self._connection.execute(
            select(entries.c.ticket_id)
            .where(
                entries.c.author_id == author_id,
                entries.c.chat_id == chat_id,
                entries.c.album == album,
            )
            .limit(1)
        )
        return found.scalar()

    # Where it stands

    async def spot(self, chat_id: int, message_id: int) -> Spot | None:
        found = await self._connection.execute(
            select(spots).where(spots.c.chat_id == chat_id, spots.c.message_id == message_id)
        )
        row = found.first()
        return None if row is None else _spot(row)

    async def spots(self, ticket_id: int, chat_id: int) -> list[Spot]:
        """Of one ticket in one chat, the oldest first."""
        found = await self._connection.execute(
            select(spots)
            .where(spots.c.ticket_id == ticket_id, spots.c.chat_id == chat_id)
            .order_by(spots.c.message_id)
        )
        return [_spot(row) for row in found]

    async def put(self, spot: Spot) -> None:
        """A message belongs to one ticket for ever; what a head shows may change."""
        await self._connection.execute(
            insert(self._connection, spots)
            .values(asdict(spot))
            .on_conflict_do_update(
                index_elements=[spots.c.chat_id, spots.c.message_id],
                set_={"shown": spot.shown},
            )
        )


def _ticket(row: Row[Any]) -> Ticket:
    return Ticket(**dict(zip(row._fields, row, strict=True)))


def _entry(row: Row[Any]) -> Entry:
    return Entry(**dict(zip(row._fields, row, strict=True)))


def _spot(row: Row[Any]) -> Spot:
    return Spot(**dict(zip(row._fields, row, strict=True)))


def _one(row: Row[Any] | None) -> Ticket | None:
    return None if row is None else _ticket(row)

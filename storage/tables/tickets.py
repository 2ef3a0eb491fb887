"""What people ask whoever runs the shop, what was said, and where each message of it stands."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String, Table, Text, false

from bot.domain.ticket import Side, TicketStatus, What
from storage.columns import Key, Moment, word
from storage.tables.base import metadata

tickets = Table(
    "tickets",
    metadata,
    Column("id", Key, primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id"), nullable=False),
    Column("order_id", BigInteger, ForeignKey("orders.id")),
    Column("status", word(TicketStatus), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("waiting_since", Moment),
    Column("closed_at", Moment),
    Column("taken_by", BigInteger),
    Index("ix_tickets_user", "user_id", "id"),
    Index("ix_tickets_status", "status", "changed_at"),
)

entries = Table(
    "ticket_entries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("ticket_id", BigInteger, ForeignKey("tickets.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("side", word(Side), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("what", word(What), nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("chat_id", BigInteger),
    Column("message_id", BigInteger),
    Column("album", String(64)),
    Index("ix_ticket_entries_ticket", "ticket_id", "id"),
    Index("ix_ticket_entries_author", "author_id", "at"),
)

spots = Table(
    "ticket_spots",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("ticket_id", BigInteger, ForeignKey("tickets.id"), nullable=False),
    Column("entry_id", BigInteger),
    Column("head", Boolean, nullable=False, server_default=false()),
    Column("shown", String(64), nullable=False, server_default=""),
    Index("ix_ticket_spots_ticket", "ticket_id", "chat_id"),
)

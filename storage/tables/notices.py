"""What people are still to be told, and which alerts are up; and numbers that count up."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.notice import NoticeKind, NoticeStatus
from storage.columns import Key, Moment, Strings, word
from storage.tables.base import metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("key", Text, nullable=False),
    Column("user_id", BigInteger, nullable=False),  # negative: the staff room's chat
    Column("kind", word(NoticeKind), nullable=False),
    Column("subject", BigInteger),
    Column("data", Strings, nullable=False, server_default="{}"),
    Column("status", word(NoticeStatus), nullable=False),
    Column("due_at", Moment, nullable=False),  # while claimed: when the lease ends
    Column(
        "version", Integer, nullable=False, server_default=text("0")
    ),  # a card put again meanwhile
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("error", Text, nullable=False, server_default=""),
    Column("digest_id", BigInteger, index=True),  # the notice it is told in, if not by itself
    UniqueConstraint("user_id", "key"),
    Index("ix_outbox_due", "status", "due_at"),
)

alerts = Table(
    "alerts",
    metadata,
    # A row while an alert is up: it is told once until it clears.
    Column("kind", String(32), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("raised_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),  # when what it is about was seen last
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

"""Messages to many people, and who is to get them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    text,
)

from bot.domain.audience import Ordered
from bot.domain.broadcast import BroadcastStatus, RecipientStatus, StoppedBy
from storage.columns import Key, Links, Moment, word
from storage.tables.base import metadata

_ZERO = text("0")

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("status", word(BroadcastStatus), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    # The message that is copied.
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("media", String(32), nullable=False),
    Column("about", Text, nullable=False),
    Column("links", Links, nullable=False, server_default="[]"),
    # Who is to get it.
    Column("active_days", Integer),
    Column("language", String(16)),
    Column("ordered", word(Ordered), nullable=False),
    Column("what", Text, nullable=False, server_default=""),
    Column("operators", Boolean, nullable=False, server_default=false()),
    # How it goes: written in the transaction that settles the recipients, so that the figures always agree with them.
    Column("total", Integer, nullable=False, server_default=_ZERO),
    Column("sent", Integer, nullable=False, server_default=_ZERO),
    Column("unreachable", Integer, nullable=False, server_default=_ZERO),
    Column("refused", Integer, nullable=False, server_default=_ZERO),
    Column("unknown", Integer, nullable=False, server_default=_ZERO),
    Column("created_at", Moment, nullable=False),
    Column("started_by", BigInteger),
    Column("started_at", Moment),
    Column("since", Moment),
    Column("tried_before", Integer, nullable=False, server_default=_ZERO),
    Column("ended_at", Moment),
    Column("stopped_by", word(StoppedBy)),
    Column("reason", Text, nullable=False, server_default=""),
    Column("progress_id", BigInteger),
    Column(
        "progress_at", Moment
    ),  # when its progress is to be shown next; null: it stands as shown
    Column("due_at", Moment, nullable=False),  # its place in the line; while it runs: not before
    Index("ix_broadcasts_status", "status", "due_at"),
    Index("ix_broadcasts_progress", "progress_at"),
    sqlite_autoincrement=True,  # an old keyboard must not act on another broadcast
)

recipients = Table(
    "broadcast_recipients",
    metadata,
    Column("broadcast_id", BigInteger, ForeignKey("broadcasts.id"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("status", word(RecipientStatus), nullable=False),
    Column("due_at", Moment, nullable=False),  # while being sent: when an answer is given up
    Index("ix_broadcast_recipients_due", "status", "broadcast_id", "due_at", "user_id"),
)

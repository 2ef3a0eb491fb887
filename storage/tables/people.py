"""People, and what they were let in by."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, Text, false, true

from storage.columns import Moment
from storage.tables.base import metadata

users = Table(
    "users",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # Telegram's
    Column("first_name", Text, nullable=False),
    Column("username", Text, nullable=False, server_default=""),
    Column("language", String(16)),  # chosen in the bot; null: as the Telegram client says
    Column("client_language", String(16), nullable=False, server_default=""),
    Column("member", Boolean, nullable=False, server_default=false()),  # came by an invitation
    Column("reachable", Boolean, nullable=False, server_default=true()),  # hasn't blocked the bot
    Column("asked", String(64)),  # what their next typed text answers, when it isn't a form's field
    Column("blocked", Boolean, nullable=False, server_default=false()),  # by an operator
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True),  # their last sign of life, to the hour
    Column("search_text", Text, nullable=False, server_default=""),  # their names, case folded
    Column("dark", Boolean, nullable=False, server_default=false()),  # pictures on a dark ground
    Index("ix_users_created", "created_at", "id"),
)

updates = Table(
    "updates",
    metadata,
    # What a message changed is guarded by its update id; an id's order means nothing (it restarts at random).
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("seen_at", Moment, nullable=False, index=True),
)

invites = Table(
    "invites",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("created_by", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("used_by", BigInteger, index=True),
    Column("used_at", Moment),
)

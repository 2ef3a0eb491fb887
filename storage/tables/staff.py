"""Operators, and what they did."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Table

from bot.domain.journal import Act, Kind
from storage.columns import Key, Moment, Rights, Strings, word
from storage.tables.base import metadata

staff = Table(
    "staff",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),  # need not have written
    Column("rights", Rights, nullable=False),
    Column("named", Boolean, nullable=False),  # in the settings
    Column("appointed_by", BigInteger),
    Column("appointed_at", Moment, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("act", word(Act), nullable=False),
    Column("kind", word(Kind), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("details", Strings, nullable=False),
    Index("ix_journal_subject", "kind", "number"),
    Index("ix_journal_actor", "actor_id", "id"),
)

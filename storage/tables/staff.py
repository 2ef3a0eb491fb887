"""Operators, what they did, and what they look for."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Table

from bot.domain.journal import Act, Kind
from bot.domain.search import Area
from storage.columns import Key, Moment, Numbers, Rights, Strings, word
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
    Index("ix_journal_subject", "kind", "number", "id"),
    Index("ix_journal_kind", "kind", "id"),
    Index("ix_journal_actor", "actor_id", "id"),
    Index("ix_journal_at", "at"),
)

searches = Table(
    "searches",
    metadata,
    # What an operator looks for in a long list, which is more than a button can carry.
    Column("id", Key, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("area", word(Area), nullable=False),
    Column("words", Strings, nullable=False),
    Column("picked", Numbers, nullable=False),  # of what was found
    Column("opened_at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,  # a button of an old list leads to no other
)

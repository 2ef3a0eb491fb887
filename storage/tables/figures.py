"""What orders that have ended come to, added up."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from storage.columns import Money
from storage.tables.base import metadata

tallies = Table(
    "tallies",
    metadata,
    # The day they were made on: days since 1970, UTC.
    Column("day", Integer, primary_key=True, autoincrement=False),
    # The service that the panel was asked for.
    Column("listing_key", BigInteger, primary_key=True, autoincrement=False),
    Column("currency", String(16), primary_key=True),
    Column("done", BigInteger, nullable=False),
    Column("partial", BigInteger, nullable=False),
    Column("canceled", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
    Column("spent", Money, nullable=False),
)

"""Bugs, by the number that people were told."""

from sqlalchemy import BigInteger, Column, Table, Text

from storage.columns import Moment
from storage.tables.base import metadata

incidents = Table(
    "incidents",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("place", Text, nullable=False),  # where in the code
    Column("error", Text, nullable=False),
    Column("trace", Text, nullable=False),
)

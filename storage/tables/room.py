"""The staff room."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table, Text

from storage.columns import Strings
from storage.tables.base import metadata

rooms = Table(
    "rooms",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: a shop has one room
    Column("chat_id", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("language", String(16)),  # chosen there; null: the shop's
    Column("topics", Strings, nullable=False),  # a topic's thread
    Column("closed", Boolean, nullable=False),  # was the room; its topics are known if it is again
)

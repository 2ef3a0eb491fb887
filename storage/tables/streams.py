"""How operators are told what."""

from sqlalchemy import BigInteger, Column, Table

from bot.domain.stream import Stream, Way, Where
from storage.columns import word
from storage.tables.base import metadata

routes = Table(
    "routes",
    metadata,
    # A row once an owner chose; until then it is as the stream is by nature.
    Column("stream", word(Stream), primary_key=True),
    Column("place", word(Where), nullable=False),
    Column("in_room", word(Way), nullable=False),
)

listening = Table(
    "listening",
    metadata,
    # A row once an operator chose; until then they hear of everything at once.
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", word(Stream), primary_key=True),
    Column("way", word(Way), nullable=False),
)

"""Which services stand in for which, and the orders that were taken to one."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from storage.columns import Moment
from storage.tables.base import metadata

stand_ins = Table(
    "stand_ins",
    metadata,
    Column("service_key", BigInteger, ForeignKey("services.key"), primary_key=True),
    Column("stand_in_key", BigInteger, ForeignKey("services.key"), primary_key=True),
    Column("position", Integer, nullable=False),
)

handovers = Table(
    "handovers",
    metadata,
    # The key is the rule: an order leaves each panel once at most.
    Column("order_id", BigInteger, ForeignKey("orders.id"), primary_key=True),
    Column("panel", String(32), primary_key=True),
    Column("step", Integer, nullable=False),  # from 1
    Column("service_id", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

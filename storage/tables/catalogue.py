"""What the panels are and sell."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.domain.service import ServiceType, Unorderable
from storage.columns import Key, Moment, Money, Rate, Texts, word
from storage.tables.base import metadata

panels = Table(
    "panels",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("currency", String(16), nullable=False, server_default=""),
    Column("balance", Money),
    Column("balance_at", Moment),
    Column("synced_at", Moment),
    Column("lacking", Texts, nullable=False, server_default="[]"),  # capabilities it hasn't
    Column("revision", BigInteger, nullable=False, server_default="0"),  # of its catalogue
)

services = Table(
    "services",
    metadata,
    Column("key", Key, primary_key=True),
    Column("panel", String(32), nullable=False),
    Column("service_id", Text, nullable=False),
    Column("position", Integer, nullable=False),  # the panel's own order
    Column("name", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("platform", String(32), nullable=False),
    Column("shelf", Text, nullable=False, server_default=""),  # the category, folded
    Column("type", word(ServiceType)),  # null: a type that nobody knows, not even an operator
    Column("type_name", Text, nullable=False),
    Column("rate", Rate, nullable=False),
    Column("min", BigInteger, nullable=False),
    Column("max", BigInteger, nullable=False),
    Column("dripfeed", Boolean, nullable=False),
    Column("refill", Boolean, nullable=False),
    Column("cancel", Boolean, nullable=False),
    Column("description", Text, nullable=False),
    Column("average_minutes", Integer),
    Column("network", Text, nullable=False),
    Column("unorderable", word(Unorderable)),  # null: it can be ordered
    Column("pinned", Boolean, nullable=False, server_default=false()),
    Column("shelf_pinned", Boolean, nullable=False, server_default=false()),
    Column("digest", String(32), nullable=False),  # of all but the position; empty once it is gone
    Column("search_text", Text, nullable=False),  # name and category, case folded
    Column("added_at", Moment),  # null: before this was written down
    Index("ix_services_platform", "platform", "unorderable"),
    Index("ix_services_shelf", "platform", "shelf"),
    UniqueConstraint("panel", "service_id"),
)

"""What operators decided about the catalogue, and what changed in it."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, Text, false

from bot.domain.change import ChangeKind
from bot.domain.service import ServiceType
from storage.columns import Key, Moment, Rate, word
from storage.tables.base import metadata

catalogue_changes = Table(
    "catalogue_changes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("batch", BigInteger, nullable=False),  # of one sync; seen in this order
    Column("at", Moment, nullable=False, index=True),
    Column("panel", String(32), nullable=False),
    Column("service_id", Text, nullable=False),
    Column("kind", word(ChangeKind), nullable=False),
    Column("old_rate", Rate),
    Column("old_min", BigInteger),
    Column("old_max", BigInteger),
    Column("new_rate", Rate),
    Column("new_min", BigInteger),
    Column("new_max", BigInteger),
    Index("ix_catalogue_changes_batch", "batch", "panel", "kind"),
    Index("ix_catalogue_changes_service", "panel", "service_id", "id"),
)

catalogue_looks = Table(
    "catalogue_looks",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("batch", BigInteger, nullable=False),  # the last one this operator has seen
    Column("at", Moment, nullable=False),
)

service_rules = Table(
    "service_rules",
    metadata,
    Column("panel", String(32), primary_key=True),
    Column("service_id", Text, primary_key=True),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    Column("pinned", Boolean, nullable=False, server_default=false()),
)

shelf_rules = Table(
    "shelf_rules",
    metadata,
    Column("panel", String(32), primary_key=True),
    Column("platform", String(32), primary_key=True),
    Column("shelf", Text, primary_key=True),  # as in `services`
    Column("hidden", Boolean, nullable=False, server_default=false()),
    Column("pinned", Boolean, nullable=False, server_default=false()),
)

type_rules = Table(
    "type_rules",
    metadata,
    Column("panel", String(32), primary_key=True),
    Column("type_key", Text, primary_key=True),  # the same for all spellings
    Column("type_name", Text, nullable=False),
    Column("type", word(ServiceType), nullable=False),
)

blocked_words = Table(
    "blocked_words",
    metadata,
    Column("id", Key, primary_key=True),
    Column("word", Text, nullable=False, unique=True),  # case folded
)

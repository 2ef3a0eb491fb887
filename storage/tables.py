"""The tables, for both engines. What a column holds is said by its type, so that queries speak the domain's language.

A migration goes with every change (`storage/migrations`); a test holds the two against each other.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from bot.domain.form import Field
from bot.domain.notice import NoticeKind, NoticeStatus
from bot.domain.order import OrderStatus
from bot.domain.refill import CancellationStatus, RefillStatus
from bot.domain.service import ServiceType, Unorderable
from storage.columns import FieldSet, FieldValues, Key, Moment, Money, Rate, Strings, Texts, word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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
    Column("completions", Boolean, nullable=False, server_default=true()),  # operators: wants them
    Column("asked", String(64)),  # what their next typed text answers, when it isn't a form's field
    Column("created_at", Moment, nullable=False),
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
    Column("used_by", BigInteger),
    Column("used_at", Moment),
)

panels = Table(
    "panels",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("currency", String(16), nullable=False, server_default=""),
    Column("balance", Money),
    Column("balance_at", Moment),
    Column("synced_at", Moment),
    Column("lacking", Texts, nullable=False, server_default="[]"),  # capabilities it hasn't
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
    Column("type", word(ServiceType)),  # null: a type that nobody knows
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
    Column("digest", String(32), nullable=False),  # of all the above; empty once it is gone
    Column("search_text", Text, nullable=False),  # name, category and id, case folded
    Index("ix_services_platform", "platform", "unorderable"),
    UniqueConstraint("panel", "service_id"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id"), nullable=False, unique=True),
    Column("listing_key", BigInteger, ForeignKey("services.key"), nullable=False),
    Column("seen_rate", Rate, nullable=False),
    Column("seen_min", BigInteger, nullable=False),
    Column("seen_max", BigInteger, nullable=False),
    Column("answers", FieldValues, nullable=False),
    Column("wanted", FieldSet, nullable=False),
    Column("editing", word(Field)),
    Column("doubted", word(Field)),
    Column("message_id", BigInteger),
    Column("updated_at", Moment, nullable=False),
    sqlite_autoincrement=True,  # a draft's id is an order's idempotency key: never used again
)

orders = Table(
    "orders",
    metadata,
    Column("id", Key, primary_key=True),
    Column("draft_id", BigInteger, nullable=False, unique=True),
    Column("user_id", BigInteger, ForeignKey("users.id"), nullable=False),
    Column("panel", String(32), nullable=False),
    Column("listing_key", BigInteger, ForeignKey("services.key"), nullable=False),
    Column("service_id", Text, nullable=False),
    Column("service_name", Text, nullable=False),
    Column("service_type", word(ServiceType), nullable=False),
    Column("platform", String(32), nullable=False),
    Column("fields", FieldValues, nullable=False),
    Column("link_key", Text, nullable=False),  # the link's normal form, to find orders for the same
    Column("units", BigInteger),
    Column("cost", Money),
    Column("currency", String(16), nullable=False),
    Column("status", word(OrderStatus), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("waits", Boolean, nullable=False, server_default=false()),  # parked: told so already
    Column("panel_order_id", Text),
    Column("charge", Money),
    Column("start_count", BigInteger),
    Column("remains", BigInteger),
    Column("children", Texts, nullable=False, server_default="[]"),
    Column("refill", Boolean, nullable=False),
    Column("cancel", Boolean, nullable=False),
    Column("message_id", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("finished_at", Moment),
    # When this order is due again: for submitting while queued, for a status check while tracked.
    # A claim moves it on, so it is the lease as well.
    Column("next_check_at", Moment),
    UniqueConstraint(
        "panel", "panel_order_id"
    ),  # an answer naming an id we know already is no answer
    Index("ix_orders_due", "status", "panel", "next_check_at"),
    Index("ix_orders_user", "user_id", "id"),
    Index("ix_orders_link", "link_key", "listing_key"),
    Index("ix_orders_created", "created_at"),
    sqlite_autoincrement=True,
)

attempts = Table(
    "attempts",
    metadata,
    # The evidence: written before anything is sent, completed by what came back.
    Column("id", Key, primary_key=True),
    Column("order_id", BigInteger, ForeignKey("orders.id"), nullable=False, index=True),
    Column("epoch", BigInteger, nullable=False),  # which run of the bot sent it
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("http_status", Integer),
    Column("answer", Text, nullable=False, server_default=""),
    Column("balance_before", Money),
    Column("balance_after", Money),
    Column("hinted_order_id", Text),  # an order id told beside an error
)

refills = Table(
    "refills",
    metadata,
    Column("id", Key, primary_key=True),
    Column("order_id", BigInteger, ForeignKey("orders.id"), nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False),
    Column("panel", String(32), nullable=False),
    Column("status", word(RefillStatus), nullable=False),
    Column("panel_refill_id", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("next_check_at", Moment),
    # One request at a time: a second tap finds the first.
    Column("open_for", BigInteger, unique=True),
    Index("ix_refills_due", "status", "panel", "next_check_at"),
)

cancellations = Table(
    "cancellations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("order_id", BigInteger, ForeignKey("orders.id"), nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False),
    Column("panel", String(32), nullable=False),
    Column("status", word(CancellationStatus), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("next_check_at", Moment),
    Column("open_for", BigInteger, unique=True),
    Index("ix_cancellations_due", "status", "panel", "next_check_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("key", Text, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("kind", word(NoticeKind), nullable=False),
    Column("subject", BigInteger),
    Column("data", Strings, nullable=False, server_default="{}"),
    Column("status", word(NoticeStatus), nullable=False),
    Column("due_at", Moment, nullable=False),  # while claimed: when the lease ends
    Column(
        "version", Integer, nullable=False, server_default=text("0")
    ),  # a card put again meanwhile
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("error", Text, nullable=False, server_default=""),
    UniqueConstraint("user_id", "key"),
    Index("ix_outbox_due", "status", "due_at"),
)

alerts = Table(
    "alerts",
    metadata,
    # A row while an alert is up: it is told once until it clears.
    Column("kind", String(32), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("raised_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),  # when what it is about was seen last
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

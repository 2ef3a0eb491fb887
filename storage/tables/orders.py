"""Orders, from the form to the last request about them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.domain.form import Field
from bot.domain.order import OrderStatus
from bot.domain.refill import CancellationStatus, RefillStatus
from bot.domain.service import ServiceType
from storage.columns import FieldSet, FieldValues, Key, Moment, Money, Rate, Texts, word
from storage.tables.base import metadata

drafts = Table(
    "drafts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id"), nullable=False, unique=True),
    Column("listing_key", BigInteger, ForeignKey("services.key"), nullable=False),
    Column("seen_type", word(ServiceType)),  # null: in a form from before this was written down
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
    Column("stand_in_key", BigInteger),  # of the service that took the order over
    Column("service_id", Text, nullable=False),
    Column("service_name", Text, nullable=False),
    Column("service_type", word(ServiceType), nullable=False),
    Column("platform", String(32), nullable=False),
    Column("fields", FieldValues, nullable=False),
    Column("link_key", Text, nullable=False),  # the link's normal form, to find orders for the same
    Column("units", BigInteger),
    Column("rate", Rate),  # as confirmed
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
    Column("started_at", Moment),  # when it was first seen to have begun
    Column("tallied", Boolean, nullable=False, server_default=false()),  # ended, and added up
    # When this order is due again: for submitting while queued, for a status check while tracked.
    # A claim moves it on, so it is the lease as well.
    Column("next_check_at", Moment),
    Column("average_minutes", Integer),
    Column("heard_at", Moment),
    Column("moved_at", Moment),
    Column("look_at", Moment),  # from when on it counts as stuck (`bot.domain.stuck`)
    UniqueConstraint(
        "panel", "panel_order_id"
    ),  # an answer naming an id we know already is no answer
    Index("ix_orders_due", "status", "panel", "next_check_at"),
    # A list shows the last few of what it is narrowed to, and finds them without a look at the others.
    Index("ix_orders_user", "user_id", "id"),
    Index("ix_orders_user_status", "user_id", "status", "id"),
    Index("ix_orders_status", "status", "id"),
    Index("ix_orders_panel", "panel", "status", "id"),
    Index("ix_orders_link", "link_key", "listing_key"),
    Index("ix_orders_number", "panel_order_id"),
    Index("ix_orders_created", "created_at", "id", "user_id"),
    Index("ix_orders_look", "look_at"),
    Index(
        "ix_orders_untallied",
        "created_at",
        sqlite_where=text("tallied = 0"),
        postgresql_where=text("NOT tallied"),
    ),
    sqlite_autoincrement=True,
)

attempts = Table(
    "attempts",
    metadata,
    # The evidence: written before anything is sent, completed by what came back.
    Column("id", Key, primary_key=True),
    Column("order_id", BigInteger, ForeignKey("orders.id"), nullable=False, index=True),
    Column("panel", String(32), nullable=False, server_default=""),
    Column("service_id", Text, nullable=False, server_default=""),
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
    Column("quiet", Boolean, nullable=False, server_default=false()),  # nobody is told how it ends
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
    Column("quiet", Boolean, nullable=False, server_default=false()),  # nobody is told how it ends
    Index("ix_cancellations_due", "status", "panel", "next_check_at"),
)

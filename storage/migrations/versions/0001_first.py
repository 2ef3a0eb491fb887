"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _users()
    _invites()
    _updates()
    _panels()
    _services()
    _drafts()
    _orders()
    _attempts()
    _refills()
    _cancellations()
    _outbox()
    _alerts()
    _counters()


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("client_language", sa.String(16), server_default="", nullable=False),
        sa.Column("member", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reachable", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("completions", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("asked", sa.String(64)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
    )


def _invites() -> None:
    op.create_table(
        "invites",
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("used_by", sa.BigInteger()),
        sa.Column("used_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("token", name="pk_invites"),
    )


def _updates() -> None:
    op.create_table(
        "updates",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_updates"),
    )
    op.create_index("ix_updates_seen_at", "updates", ["seen_at"])


def _panels() -> None:
    op.create_table(
        "panels",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(16), server_default="", nullable=False),
        sa.Column("balance", sa.BigInteger()),
        sa.Column("balance_at", sa.BigInteger()),
        sa.Column("synced_at", sa.BigInteger()),
        sa.Column("lacking", sa.Text(), server_default="[]", nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_panels"),
    )


def _services() -> None:
    op.create_table(
        "services",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("type", sa.String(32)),
        sa.Column("type_name", sa.Text(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("min", sa.BigInteger(), nullable=False),
        sa.Column("max", sa.BigInteger(), nullable=False),
        sa.Column("dripfeed", sa.Boolean(), nullable=False),
        sa.Column("refill", sa.Boolean(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("average_minutes", sa.Integer()),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("unorderable", sa.String(32)),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_services"),
        sa.UniqueConstraint("panel", "service_id", name="uq_services_panel"),
    )
    op.create_index("ix_services_platform", "services", ["platform", "unorderable"])


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_key", sa.BigInteger(), nullable=False),
        sa.Column("seen_rate", sa.String(), nullable=False),
        sa.Column("seen_min", sa.BigInteger(), nullable=False),
        sa.Column("seen_max", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("editing", sa.String(32)),
        sa.Column("doubted", sa.String(32)),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["listing_key"], ["services.key"], name="fk_drafts_listing_key"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_drafts_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("user_id", name="uq_drafts_user_id"),
        sqlite_autoincrement=True,
    )


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("listing_key", sa.BigInteger(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("service_name", sa.Text(), nullable=False),
        sa.Column("service_type", sa.String(32), nullable=False),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("link_key", sa.Text(), nullable=False),
        sa.Column("units", sa.BigInteger()),
        sa.Column("cost", sa.BigInteger()),
        sa.Column("currency", sa.String(16), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("waits", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("panel_order_id", sa.Text()),
        sa.Column("charge", sa.BigInteger()),
        sa.Column("start_count", sa.BigInteger()),
        sa.Column("remains", sa.BigInteger()),
        sa.Column("children", sa.Text(), server_default="[]", nullable=False),
        sa.Column("refill", sa.Boolean(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger()),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("next_check_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["listing_key"], ["services.key"], name="fk_orders_listing_key"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_orders_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("draft_id", name="uq_orders_draft_id"),
        sa.UniqueConstraint("panel", "panel_order_id", name="uq_orders_panel"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_orders_created", "orders", ["created_at"])
    op.create_index("ix_orders_due", "orders", ["status", "panel", "next_check_at"])
    op.create_index("ix_orders_link", "orders", ["link_key", "listing_key"])
    op.create_index("ix_orders_user", "orders", ["user_id", "id"])


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("http_status", sa.Integer()),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("balance_before", sa.BigInteger()),
        sa.Column("balance_after", sa.BigInteger()),
        sa.Column("hinted_order_id", sa.Text()),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_attempts_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_order_id", "attempts", ["order_id"])


def _refills() -> None:
    op.create_table(
        "refills",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("panel_refill_id", sa.Text()),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_check_at", sa.BigInteger()),
        sa.Column("open_for", sa.BigInteger()),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_refills_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_refills"),
        sa.UniqueConstraint("open_for", name="uq_refills_open_for"),
    )
    op.create_index("ix_refills_due", "refills", ["status", "panel", "next_check_at"])
    op.create_index("ix_refills_order_id", "refills", ["order_id"])


def _cancellations() -> None:
    op.create_table(
        "cancellations",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_check_at", sa.BigInteger()),
        sa.Column("open_for", sa.BigInteger()),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_cancellations_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cancellations"),
        sa.UniqueConstraint("open_for", name="uq_cancellations_open_for"),
    )
    op.create_index("ix_cancellations_due", "cancellations", ["status", "panel", "next_check_at"])
    op.create_index("ix_cancellations_order_id", "cancellations", ["order_id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.BigInteger()),
        sa.Column("data", sa.Text(), server_default="{}", nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("user_id", "key", name="uq_outbox_user_id"),
    )
    op.create_index("ix_outbox_due", "outbox", ["status", "due_at"])


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name="pk_alerts"),
    )


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )

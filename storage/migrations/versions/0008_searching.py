"""Long lists are searched and paged at any length, and stuck orders are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MINUTE = 60_000_000
_DAY = 24 * 60 * _MINUTE
_BATCH = 1000


def upgrade() -> None:
    _orders()
    _requests()
    _users()
    _journal()
    _searches()


def _orders() -> None:
    op.add_column("orders", sa.Column("average_minutes", sa.Integer()))
    op.add_column("orders", sa.Column("heard_at", sa.BigInteger()))
    op.add_column("orders", sa.Column("moved_at", sa.BigInteger()))
    op.add_column("orders", sa.Column("look_at", sa.BigInteger()))
    _look_at_running_ones()
    op.drop_index("ix_orders_created", "orders")
    for name, columns in {
        "ix_orders_user_status": ["user_id", "status", "id"],
        "ix_orders_status": ["status", "id"],
        "ix_orders_panel": ["panel", "status", "id"],
        "ix_orders_number": ["panel_order_id"],
        "ix_orders_created": ["created_at", "id", "user_id"],
        "ix_orders_look": ["look_at"],
    }.items():
        op.create_index(name, "orders", columns)


def _look_at_running_ones() -> None:
    """Until they are heard of again; those at a panel, three days after they were ordered."""
    for after, statuses in (
        (0, ("unconfirmed",)),
        (30 * _MINUTE, ("queued", "submitting")),
        (3 * _DAY, ("pending", "in_progress", "processing", "active", "paused")),
    ):
        op.execute(
            sa.text("UPDATE orders SET look_at = created_at + :after WHERE status IN :statuses")
            .bindparams(sa.bindparam("statuses", expanding=True))
            .bindparams(after=after, statuses=statuses)
        )


def _requests() -> None:
    for name in ("refills", "cancellations"):
        op.add_column(
            name, sa.Column("quiet", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def _users() -> None:
    op.add_column("users", sa.Column("search_text", sa.Text(), server_default="", nullable=False))
    op.create_index("ix_users_created", "users", ["created_at", "id"])
    op.create_index("ix_invites_used_by", "invites", ["used_by"])
    users = sa.table("users", *(sa.column(name) for name in ("id", "first_name", "username")))
    found = op.get_bind().execute(sa.select(users)).all()
    named = [{"row": row.id, "text": f"{row[1]} {row[2]}".casefold()} for row in found]
    for start in range(0, len(named), _BATCH):
        op.get_bind().execute(
            sa.text("UPDATE users SET search_text = :text WHERE id = :row"),
            named[start : start + _BATCH],
        )


def _journal() -> None:
    op.drop_index("ix_journal_subject", "journal")
    op.create_index("ix_journal_subject", "journal", ["kind", "number", "id"])
    op.create_index("ix_journal_kind", "journal", ["kind", "id"])
    op.create_index("ix_journal_at", "journal", ["at"])


def _searches() -> None:
    op.create_table(
        "searches",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("picked", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_searches"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_searches_opened_at", "searches", ["opened_at"])

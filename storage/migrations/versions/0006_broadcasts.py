"""A message can be sent to many people."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _broadcasts()
    _recipients()


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def _broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("media", sa.String(32), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), server_default="[]", nullable=False),
        sa.Column("active_days", sa.Integer()),
        sa.Column("language", sa.String(16)),
        sa.Column("ordered", sa.String(32), nullable=False),
        sa.Column("what", sa.Text(), server_default="", nullable=False),
        sa.Column("operators", sa.Boolean(), server_default=sa.false(), nullable=False),
        *(_count(name) for name in ("total", "sent", "unreachable", "refused", "unknown")),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.BigInteger()),
        sa.Column("started_at", sa.BigInteger()),
        sa.Column("since", sa.BigInteger()),
        _count("tried_before"),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("stopped_by", sa.String(32)),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("progress_id", sa.BigInteger()),
        sa.Column("progress_at", sa.BigInteger()),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_broadcasts_status", "broadcasts", ["status", "due_at"])
    op.create_index("ix_broadcasts_progress", "broadcasts", ["progress_at"])


def _recipients() -> None:
    op.create_table(
        "broadcast_recipients",
        sa.Column("broadcast_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name="fk_broadcast_recipients_broadcast_id"
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "user_id", name="pk_broadcast_recipients"),
    )
    op.create_index(
        "ix_broadcast_recipients_due",
        "broadcast_recipients",
        ["status", "broadcast_id", "due_at", "user_id"],
    )

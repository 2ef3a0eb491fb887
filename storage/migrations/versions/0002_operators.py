"""Operators have rights, what they do is written down, and people can be blocked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _users()
    _staff()
    _journal()


def _users() -> None:
    with op.batch_alter_table("users") as users:
        users.add_column(
            sa.Column("blocked", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        users.add_column(sa.Column("seen_at", sa.BigInteger()))
    op.execute("UPDATE users SET seen_at = created_at")
    with op.batch_alter_table("users") as users:
        users.alter_column("seen_at", existing_type=sa.BigInteger(), nullable=False)
        users.create_index("ix_users_seen_at", ["seen_at"])


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("appointed_by", sa.BigInteger()),
        sa.Column("appointed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_staff"),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
    )
    op.create_index("ix_journal_subject", "journal", ["kind", "number"])
    op.create_index("ix_journal_actor", "journal", ["actor_id", "id"])

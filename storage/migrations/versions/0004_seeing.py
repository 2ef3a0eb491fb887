"""When an order began is known, orders that ended are added up, incidents can be looked up, people like dark pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("started_at", sa.BigInteger()))
    op.add_column(
        "orders", sa.Column("tallied", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "ix_orders_untallied",
        "orders",
        ["created_at"],
        sqlite_where=sa.text("tallied = 0"),
        postgresql_where=sa.text("NOT tallied"),
    )
    op.add_column(
        "users", sa.Column("dark", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "incidents",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_incidents"),
    )
    op.create_table(
        "tallies",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("listing_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(16), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("partial", sa.BigInteger(), nullable=False),
        sa.Column("canceled", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "listing_key", "currency", name="pk_tallies"),
    )

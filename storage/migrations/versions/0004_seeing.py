"""When an order began is known, incidents can be looked up, and people choose how their pictures look."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("started_at", sa.BigInteger()))
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

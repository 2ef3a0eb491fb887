"""Services can stand in for others at other panels, and each attempt tells where it was made."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("stand_in_key", sa.BigInteger()))
    op.add_column("orders", sa.Column("rate", sa.String()))
    for name, kind in (("panel", sa.String(32)), ("service_id", sa.Text())):
        op.add_column("attempts", sa.Column(name, kind, server_default="", nullable=False))
        op.execute(
            f"UPDATE attempts SET {name} = "  # noqa: S608 - two names of ours
            f"(SELECT orders.{name} FROM orders WHERE orders.id = attempts.order_id)"
        )
    op.create_table(
        "stand_ins",
        sa.Column("service_key", sa.BigInteger(), nullable=False),
        sa.Column("stand_in_key", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service_key"], ["services.key"], name="fk_stand_ins_service_key"),
        sa.ForeignKeyConstraint(
            ["stand_in_key"], ["services.key"], name="fk_stand_ins_stand_in_key"
        ),
        sa.PrimaryKeyConstraint("service_key", "stand_in_key", name="pk_stand_ins"),
    )
    op.create_table(
        "handovers",
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_handovers_order_id"),
        sa.PrimaryKeyConstraint("order_id", "panel", name="pk_handovers"),
    )

"""People can ask whoever runs the shop."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _tickets()
    _entries()
    _spots()


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger()),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("waiting_since", sa.BigInteger()),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("taken_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_tickets_user_id"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_tickets_order_id"),
    )
    op.create_index("ix_tickets_user", "tickets", ["user_id", "id"])
    op.create_index("ix_tickets_status", "tickets", ["status", "changed_at"])


def _entries() -> None:
    op.create_table(
        "ticket_entries",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("album", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_entries"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_entries_ticket_id"),
    )
    op.create_index("ix_ticket_entries_ticket", "ticket_entries", ["ticket_id", "id"])
    op.create_index("ix_ticket_entries_author", "ticket_entries", ["author_id", "at"])


def _spots() -> None:
    op.create_table(
        "ticket_spots",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger()),
        sa.Column("head", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shown", sa.String(64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name="pk_ticket_spots"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_spots_ticket_id"),
    )
    op.create_index("ix_ticket_spots_ticket", "ticket_spots", ["ticket_id", "chat_id"])

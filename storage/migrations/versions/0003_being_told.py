"""A group can be the staff room, and operators choose how they hear of what."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rooms()
    _streams()
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("digest_id", sa.BigInteger()))
        outbox.create_index("ix_outbox_digest_id", ["digest_id"])


def _rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
    )


def _streams() -> None:
    """Who had muted finished orders hears nothing of them, as before."""
    op.create_table(
        "routes",
        sa.Column("stream", sa.String(32), nullable=False),
        sa.Column("place", sa.String(32), nullable=False),
        sa.Column("in_room", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("stream", name="pk_routes"),
    )
    op.create_table(
        "listening",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stream", sa.String(32), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "stream", name="pk_listening"),
    )
    op.execute(
        "INSERT INTO listening (user_id, stream, way) "
        "SELECT id, 'completions', 'off' FROM users WHERE NOT completions"
    )
    with op.batch_alter_table("users") as users:
        users.drop_column("completions")

"""Operators decide what is shown of the catalogue, and see what changed in it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NO = sa.false()


def upgrade() -> None:
    _catalogue()
    _changes()
    _rules()
    _words()


def _catalogue() -> None:
    op.add_column("drafts", sa.Column("seen_type", sa.String(32)))
    op.add_column(
        "panels", sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column("services", sa.Column("shelf", sa.Text(), server_default="", nullable=False))
    op.add_column("services", sa.Column("pinned", sa.Boolean(), server_default=_NO, nullable=False))
    op.add_column(
        "services", sa.Column("shelf_pinned", sa.Boolean(), server_default=_NO, nullable=False)
    )
    op.add_column("services", sa.Column("added_at", sa.BigInteger()))
    op.execute("UPDATE services SET shelf = lower(category)")  # the next sync writes it better
    op.create_index("ix_services_shelf", "services", ["platform", "shelf"])


def _changes() -> None:
    op.create_table(
        "catalogue_changes",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("old_rate", sa.String()),
        sa.Column("old_min", sa.BigInteger()),
        sa.Column("old_max", sa.BigInteger()),
        sa.Column("new_rate", sa.String()),
        sa.Column("new_min", sa.BigInteger()),
        sa.Column("new_max", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue_changes"),
    )
    op.create_index("ix_catalogue_changes_at", "catalogue_changes", ["at"])
    op.create_index("ix_catalogue_changes_batch", "catalogue_changes", ["batch", "panel", "kind"])
    op.create_index(
        "ix_catalogue_changes_service", "catalogue_changes", ["panel", "service_id", "id"]
    )
    op.create_table(
        "catalogue_looks",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_catalogue_looks"),
    )


def _rules() -> None:
    op.create_table(
        "service_rules",
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=_NO, nullable=False),
        sa.Column("pinned", sa.Boolean(), server_default=_NO, nullable=False),
        sa.PrimaryKeyConstraint("panel", "service_id", name="pk_service_rules"),
    )
    op.create_table(
        "shelf_rules",
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("shelf", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=_NO, nullable=False),
        sa.Column("pinned", sa.Boolean(), server_default=_NO, nullable=False),
        sa.PrimaryKeyConstraint("panel", "platform", "shelf", name="pk_shelf_rules"),
    )
    op.create_table(
        "type_rules",
        sa.Column("panel", sa.String(32), nullable=False),
        sa.Column("type_key", sa.Text(), nullable=False),
        sa.Column("type_name", sa.Text(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("panel", "type_key", name="pk_type_rules"),
    )


def _words() -> None:
    op.create_table(
        "blocked_words",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_blocked_words"),
        sa.UniqueConstraint("word", name="uq_blocked_words_word"),
    )

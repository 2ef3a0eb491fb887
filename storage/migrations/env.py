"""Alembic loads this file to run the steps, or to write one; the connection and its transaction are the caller's."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum, TypeDecorator


def _plain(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A step names the type the database knows, not ours, which may change."""
    if kind != "type":
        return False
    if isinstance(item, Enum):
        return f"sa.String({item.length})"
    return f"sa.{item.impl!r}" if isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_item=_plain,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

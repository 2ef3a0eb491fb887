"""The one statement that the two engines spell differently: an insert that yields to a row already there."""

from typing import TYPE_CHECKING, Union

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert(connection: AsyncConnection, table: Table) -> Union["postgresql.Insert", sqlite.Insert]:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a shop on SQLite does without

        return postgresql.insert(table)
    return sqlite.insert(table)

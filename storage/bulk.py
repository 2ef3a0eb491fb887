"""Rows as they are, many at a time: for books that begin with a past. Nothing is checked but what the tables check."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

_BATCH = 500


class Bulk:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """All of them name the same columns."""
        for start in range(0, len(rows), _BATCH):
            await self._connection.execute(table.insert(), rows[start : start + _BATCH])

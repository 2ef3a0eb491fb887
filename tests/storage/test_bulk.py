"""Rows in bulk: all of them or none."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage import Storage
from storage.tables.people import invites
from tests.storage.samples import NOW


def _row(number: int) -> dict[str, Any]:
    return {"token": f"token-{number}", "created_by": 1, "created_at": NOW}


async def test_however_many_they_are_all_are_there(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.bulk.insert(invites, [])
        await tx.bulk.insert(invites, [_row(number) for number in range(1201)])
        assert await tx.invites.count_open() == 1201


async def test_one_that_cannot_be_leaves_none(storage: Storage) -> None:
    with pytest.raises(IntegrityError):
        async with storage.transaction() as tx:
            await tx.bulk.insert(invites, [*(_row(number) for number in range(700)), _row(0)])
    async with storage.reading() as tx:
        assert await tx.invites.count_open() == 0

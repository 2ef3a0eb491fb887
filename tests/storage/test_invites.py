"""Invitations that are still open: listed, and taken back."""

import asyncio

from bot.domain.invitation import Invitation
from storage import Storage
from tests.storage.samples import ANN, MINUTE, NOW

FIRST = Invitation(token="first", created_by=1, created_at=NOW)
SECOND = Invitation(token="second", created_by=2, created_at=NOW + MINUTE)


async def _make(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for each in (FIRST, SECOND):
            await tx.invites.create(each.token, each.created_by, each.created_at)


async def test_open_invitations_are_listed_the_newest_first(storage: Storage) -> None:
    await _make(storage)
    async with storage.transaction() as tx:
        assert await tx.invites.open_ones(offset=0, limit=9) == [SECOND, FIRST]
        assert await tx.invites.open_ones(offset=1, limit=1) == [FIRST]
        assert await tx.invites.count_open() == 2
        assert await tx.invites.used_by(ANN.id) is None
        assert await tx.invites.use("second", ANN.id, NOW)
        assert await tx.invites.open_ones(offset=0, limit=9) == [FIRST]
        assert await tx.invites.count_open() == 1
        assert await tx.invites.used_by(ANN.id) == SECOND


async def test_one_that_is_taken_back_lets_nobody_in(storage: Storage) -> None:
    await _make(storage)
    async with storage.transaction() as tx:
        assert await tx.invites.revoke("first") == FIRST
        assert await tx.invites.revoke("first") is None
        assert not await tx.invites.use("first", ANN.id, NOW)
        assert await tx.invites.use("second", ANN.id, NOW)
        assert await tx.invites.revoke("second") is None
        assert await tx.invites.used_by(ANN.id) == SECOND


async def test_either_somebody_comes_in_or_it_is_taken_back(storage: Storage) -> None:
    await _make(storage)

    async def use() -> bool:
        async with storage.transaction() as tx:
            return await tx.invites.use("first", ANN.id, NOW)

    async def revoke() -> bool:
        async with storage.transaction() as tx:
            return await tx.invites.revoke("first") is not None

    did = await asyncio.gather(use(), revoke(), use(), revoke())
    assert sum(did) == 1

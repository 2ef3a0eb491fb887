import asyncio

from storage import Storage


async def _next(storage: Storage, name: str) -> int:
    async with storage.transaction() as tx:
        return await tx.counters.next(name)


async def test_every_run_of_the_bot_has_a_number_of_its_own(storage: Storage) -> None:
    assert [await _next(storage, "epoch") for _ in range(3)] == [1, 2, 3]
    assert await _next(storage, "incident") == 1


async def test_numbers_asked_for_at_once_differ(storage: Storage) -> None:
    given = await asyncio.gather(*(_next(storage, "incident") for _ in range(8)))
    assert sorted(given) == list(range(1, 9))

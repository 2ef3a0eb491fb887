"""What operators look for, each on their own."""

from bot.domain.search import Area
from storage import Storage
from tests.storage.samples import MINUTE, NOW


async def test_a_search_is_its_operators_own(storage: Storage) -> None:
    async with storage.transaction() as tx:
        mine = await tx.searches.open(Area.ORDERS, 1, {"state": "готово"}, NOW)
        theirs = await tx.searches.open(Area.ORDERS, 2, {}, NOW)
        assert await tx.searches.get(Area.ORDERS, mine.id, 1) == mine
        assert mine.words == {"state": "готово"}
        assert mine.picked == ()
        assert await tx.searches.get(Area.ORDERS, theirs.id, 1) is None
        assert await tx.searches.get(Area.JOURNAL, mine.id, 1) is None


async def test_what_was_ticked_stays_until_the_list_is_another(storage: Storage) -> None:
    async with storage.transaction() as tx:
        search = await tx.searches.open(Area.ORDERS, 1, {}, NOW)
        await tx.searches.pick(search, [3, 2**53])
    async with storage.transaction() as tx:
        ticked = await tx.searches.get(Area.ORDERS, search.id, 1)
        assert ticked is not None
        assert ticked.picked == (3, 2**53)
        await tx.searches.narrow(ticked, {"panel": "main"})
        narrowed = await tx.searches.get(Area.ORDERS, search.id, 1)
    assert narrowed is not None
    assert (narrowed.words, narrowed.picked) == ({"panel": "main"}, ())


async def test_old_ones_are_forgotten_and_their_numbers_never_come_again(storage: Storage) -> None:
    async with storage.transaction() as tx:
        old = await tx.searches.open(Area.ORDERS, 1, {}, NOW)
        await tx.searches.forget(NOW + MINUTE)
        assert await tx.searches.get(Area.ORDERS, old.id, 1) is None
        fresh = await tx.searches.open(Area.ORDERS, 1, {}, NOW + MINUTE)
        await tx.searches.forget(NOW + MINUTE)
        assert await tx.searches.get(Area.ORDERS, fresh.id, 1) == fresh
    assert fresh.id > old.id

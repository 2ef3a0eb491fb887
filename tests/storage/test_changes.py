"""Changes of the catalogue are listed the newest first, and each operator has a place in them."""

import asyncio
from datetime import timedelta
from decimal import Decimal

from bot.domain.change import Change, ChangeKind, Noted, Offer
from storage import Storage
from storage.tables.stock import catalogue_changes
from tests.storage.samples import NOW, PANEL, Shop, entry, stock, until_somebody_waits

K = ChangeKind
DAY = timedelta(days=1)
OFFER, DEARER = Offer(Decimal("0.90"), 10, 100_000), Offer(Decimal("1.1"), 10, 100_000)
BACK = Change(service_id="1", kind=K.BACK, before=OFFER, after=DEARER)
GONE = Change(service_id="1", kind=K.GONE, before=OFFER)
RISE = Change(service_id="2", kind=K.DEARER, before=OFFER, after=DEARER)
NEW = Change(service_id="3", kind=K.NEW, after=OFFER)


async def _fill(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for panel in (PANEL, "other"):
            await tx.panels.register([panel])
            await stock(tx, panel, [entry(str(n)) for n in range(1, 4)])
        await tx.panels.set_balance(PANEL, Decimal(1), "EUR", NOW)
        await tx.changes.add(PANEL, 1, [GONE, RISE], NOW)
        await tx.changes.add("other", 2, [NEW], NOW + DAY)
        await tx.changes.add(PANEL, 3, [BACK], NOW + 2 * DAY)


async def test_changes_come_back_as_they_were_put(storage: Storage) -> None:
    await _fill(storage)
    async with storage.transaction() as tx:
        found = await tx.changes.page([*K], after=0, panel=None, offset=0, limit=9)
        assert [noted.change for noted in found] == [BACK, NEW, RISE, GONE]
        listing = await tx.catalogue.get(1)
        assert listing is not None
        assert listing.currency == "EUR"
        assert found[0] == Noted(change=BACK, listing=listing, at=NOW + 2 * DAY)
        assert found[1].listing.panel == "other"


async def test_a_page_is_of_some_kinds_of_one_panel_or_all(storage: Storage) -> None:
    await _fill(storage)
    async with storage.transaction() as tx:

        async def page(*kinds: ChangeKind, panel: str | None = None, **where: int) -> list[Change]:
            place = {"after": 0, "offset": 0, "limit": 9} | where
            found = await tx.changes.page(kinds, panel=panel, **place)
            return [noted.change for noted in found]

        assert await page(K.NEW, K.BACK) == [BACK, NEW]
        assert await page(K.NEW, K.BACK, panel="other") == [NEW]
        assert await page(K.NEW, K.BACK, after=2) == [BACK]
        assert await page(*K, offset=1, limit=2) == [NEW, RISE]
        assert await page(K.LIMITS) == []
        assert await tx.changes.counts(after=0) == {
            (PANEL, K.GONE): 1,
            (PANEL, K.DEARER): 1,
            (PANEL, K.BACK): 1,
            ("other", K.NEW): 1,
        }
        assert await tx.changes.counts(after=2) == {(PANEL, K.BACK): 1}
        assert await tx.changes.counts(after=3) == {}
        history = await tx.changes.of_service(PANEL, "1", limit=5)
        assert [noted.change for noted in history] == [BACK, GONE]
        assert len(await tx.changes.of_service(PANEL, "1", limit=1)) == 1


async def test_every_operator_has_their_own_place(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.changes.look(1) == (0, None)
        assert await tx.changes.span() == (0, 0)
        await tx.changes.set_look(1, 2, NOW)
        await tx.changes.set_look(1, 3, NOW + DAY)
        await tx.changes.set_look(2, 1, NOW)
        assert await tx.changes.look(1) == (3, NOW + DAY)
        assert await tx.changes.look(2) == (1, NOW)


async def test_what_is_old_goes_and_of_the_rest_the_newest_stay(storage: Storage) -> None:
    await _fill(storage)
    async with storage.transaction() as tx:
        await tx.changes.forget(NOW, most=9)
        assert await tx.changes.span() == (1, 3)
        await tx.changes.forget(NOW + DAY, most=9)
        assert await tx.changes.span() == (2, 3)
        await tx.changes.forget(NOW, most=1)
        assert await tx.changes.span() == (3, 3)
        await tx.changes.forget(NOW + 3 * DAY, most=0)
        assert await tx.changes.span() == (0, 0)


async def test_whoever_saw_a_batch_saw_all_before_it(postgres_storage: Storage) -> None:
    """A sync that counted first is in the books first, although others would be quicker."""
    counted, seen = asyncio.Event(), []

    async def slow() -> None:
        async with postgres_storage.transaction() as tx:
            batch = await tx.counters.next("catalogue batches")
            counted.set()
            await until_somebody_waits(Shop(postgres_storage, 0))
            await tx.changes.add("slow", batch, [NEW], NOW)

    async def quick() -> None:
        await counted.wait()
        async with postgres_storage.transaction() as tx:
            batch = await tx.counters.next("catalogue batches")
            await tx.changes.add("quick", batch, [NEW], NOW)
        async with postgres_storage.transaction() as tx:
            seen.append(await tx.changes.counts(after=0))

    await asyncio.gather(slow(), quick())
    assert seen == [{("slow", K.NEW): 1, ("quick", K.NEW): 1}]


async def test_many_changes_are_put_at_once(storage: Storage) -> None:
    async with storage.transaction() as tx:
        many = [Change(service_id=str(n), kind=K.NEW, after=OFFER) for n in range(1_200)]
        await tx.changes.add(PANEL, 1, many, NOW)
        rows = await tx.changes._connection.execute(catalogue_changes.select())
        assert len(rows.all()) == 1_200

"""What operators find: everything, orderable or not."""

from decimal import Decimal

from bot.domain.curation import Part
from bot.domain.service import Unorderable
from storage import Storage
from storage.stock import Spot
from tests.storage.samples import NOW, PANEL, entry, stock


async def _fill(storage: Storage) -> None:
    likes = [
        entry("1", name="Likes A", category="Likes", rate=Decimal(3)),
        entry("2", name="Likes B", category="LIKES", rate=Decimal(1), unorderable=Unorderable.HIDDEN),
        entry("3", name="Likes C", category="Likes", rate=Decimal(2)),
    ]  # fmt: skip
    async with storage.transaction() as tx:
        await stock(tx, PANEL, likes)
        await stock(tx, PANEL, likes[:2])
        await stock(tx, "other", [entry("1", name="Likes D", category="likes", pinned=True)])


async def test_a_service_knows_where_it_stands(storage: Storage) -> None:
    await _fill(storage)
    async with storage.transaction() as tx:
        assert await tx.stock.spot(2) == Spot(
            panel=PANEL,
            service_id="2",
            platform="instagram",
            shelf="likes",
            category="LIKES",
            added_at=NOW,
        )
        assert await tx.stock.spot(404) is None


async def test_hidden_and_gone_services_are_found_too(storage: Storage) -> None:
    await _fill(storage)
    async with storage.transaction() as tx:
        found = await tx.stock.find(["likes"], limit=9)
        assert [listing.service.name[-1] for listing in found] == ["D", "B", "A", "C"]
        found = await tx.stock.find(["likes", "c"], limit=1)
        assert [listing.service.name for listing in found] == ["Likes C"]
        found = await tx.stock.find(["3"], limit=9)
        assert [listing.unorderable for listing in found] == [Unorderable.GONE]
        assert await tx.stock.find([], limit=9) == []


async def test_a_category_panel_by_panel(storage: Storage) -> None:
    await _fill(storage)
    async with storage.transaction() as tx:
        assert await tx.stock.parts("instagram", "likes") == [
            Part(key=1, panel=PANEL, total=2, orderable=1),
            Part(key=4, panel="other", total=1, orderable=1),
        ]
        assert await tx.stock.parts("instagram", "nowhere") == []
        found = await tx.stock.on_shelf("instagram", "likes", offset=0, limit=9)
        assert [listing.service.name[-1] for listing in found] == ["D", "B", "A"]
        found = await tx.stock.on_shelf("instagram", "likes", offset=1, limit=1)
        assert [listing.service.name[-1] for listing in found] == ["B"]


async def test_who_says_a_word(storage: Storage) -> None:
    await _fill(storage)
    async with storage.transaction() as tx:
        assert await tx.stock.saying("likes") == (3, 2)
        assert await tx.stock.saying("1") == (0, 0)
        assert await tx.stock.saying("%") == (0, 0)
        assert await tx.stock.orderable() == 2
        found = await tx.stock.some_saying("likes", limit=1)
        assert [listing.key for listing in found] == [1]


async def test_some_of_a_type(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await stock(tx, PANEL, [entry(str(n), type=None, type_name="Odd") for n in range(1, 6)])
        found = await tx.stock.of_type(PANEL, ["Odd", "odd"], limit=3)
        assert [listing.service.id for listing in found] == ["1", "2", "3"]
        assert await tx.stock.of_type("other", ["Odd"], limit=3) == []

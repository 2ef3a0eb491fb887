from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.domain.service import Listing, ServiceType, Unorderable
from bot.domain.stock import shelf_key
from storage import Storage
from storage.catalogue import Shelf
from storage.snapshot import Entry, Synced
from storage.tables.catalogue import services
from tests.storage.samples import NOW, PANEL, SERVICE, entry, on_shelf, stock


async def _sync(
    storage: Storage, entries: Sequence[Entry], panel: str = PANEL, **options: Any
) -> Synced:
    async with storage.transaction() as tx:
        return await stock(tx, panel, entries, **options)


async def _all(storage: Storage, platform: str = "instagram") -> list[Listing]:
    """Everything that can be ordered, shelf by shelf."""
    async with storage.transaction() as tx:
        return [
            listing
            for shelf in await tx.catalogue.shelves(platform)
            for listing in await on_shelf(tx, shelf.key)
        ]


async def _ids(storage: Storage) -> list[str]:
    return [listing.service.id for listing in await _all(storage)]


@contextmanager
def _writes(storage: Storage) -> Iterator[list[str]]:
    """The statements that write."""
    seen: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    engine = storage._engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def test_a_service_comes_back_as_its_panel_described_it(storage: Storage) -> None:
    described = entry(
        "7",
        name="💛 Likes — живые",
        type=None,
        type_name="Strange Thing",
        rate=Decimal("9999999999999.00"),
        min=0,
        max=2_147_483_648,
        dripfeed=True,
        refill=True,
        cancel=True,
        description="Start: 0–1 h\n<b>",
        average_minutes=90,
        network="Instagram",
        unorderable=Unorderable.HEADING,
    )
    async with storage.transaction() as tx:
        await tx.panels.register([PANEL])
        await tx.panels.set_balance(PANEL, Decimal(1), "EUR", NOW)
        await stock(tx, PANEL, [described])
        listing = await tx.catalogue.get(1)
    assert listing == Listing(
        key=1,
        panel=PANEL,
        platform="instagram",
        currency="EUR",
        unorderable=Unorderable.HEADING,
        service=described.service,
    )
    assert str(listing.service.rate) == "9999999999999.00"


async def test_a_key_that_was_never_given_is_nothing(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.catalogue.get(404) is None
        assert await on_shelf(tx, 404) == []


async def test_an_answer_that_brings_nothing_new_writes_nothing(storage: Storage) -> None:
    entries = [entry(str(n)) for n in range(1, 20)]
    assert await _sync(storage, entries) == Synced(19, 0, 0)
    with _writes(storage) as written:
        assert await _sync(storage, entries) == Synced(0, 0, 0)
    assert written == []


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Renamed"},
        {"category": "Elsewhere"},
        {"type": ServiceType.POLL},
        {"type_name": "default"},
        {"rate": Decimal("0.91")},
        {"min": 11},
        {"max": 99},
        {"dripfeed": True},
        {"refill": True},
        {"cancel": True},
        {"description": "slow"},
        {"average_minutes": 5},
        {"network": "Telegram"},
        {"platform": "telegram"},
        {"unorderable": Unorderable.BLOCKED},
        {"pinned": True},
        {"shelf_pinned": True},
    ],
    ids=lambda change: str(next(iter(change))),
)
async def test_whatever_changes_is_written(sqlite_storage: Storage, change: dict[str, Any]) -> None:
    await _sync(sqlite_storage, [entry("1"), entry("2")])
    changed = entry("2", **change)
    assert await _sync(sqlite_storage, [entry("1"), changed]) == Synced(0, 1, 0)
    async with sqlite_storage.transaction() as tx:
        listing = await tx.catalogue.get(2)
    assert listing is not None
    assert listing.service == changed.service
    place = changed.place
    assert (listing.platform, listing.unorderable) == (place.platform, place.unorderable)
    assert listing.pinned is place.pinned
    assert await _sync(sqlite_storage, [entry("1"), changed]) == Synced(0, 0, 0)


async def _order(storage: Storage) -> list[str]:
    """Of all that is listed, as the panel has it."""
    async with storage._engine.connect() as connection:
        found = await connection.execute(
            select(services.c.service_id)
            .where(services.c.digest != "")
            .order_by(services.c.position)
        )
        return list(found.scalars())


async def test_a_service_that_leaves_from_the_middle_moves_nothing_else(storage: Storage) -> None:
    entries = [entry(str(n)) for n in range(1, 20)]
    await _sync(storage, entries)
    with _writes(storage) as written:
        assert await _sync(storage, entries[:5] + entries[6:]) == Synced(0, 0, 1)
    assert len([each for each in written if " services " in each]) == 1
    assert await _order(storage) == [str(n) for n in range(1, 20) if n != 6]


async def test_the_panels_order_is_kept_whatever_moves(storage: Storage) -> None:
    names = ["1", "2", "3", "4", "5"]
    for order in (names, ["5", *names[:4]], ["3", "9", "1", "8", "5", "4"], names, [*"5432167"]):
        await _sync(storage, [entry(name) for name in order])
        assert await _order(storage) == order


async def test_a_service_that_goes_is_kept_for_its_orders(storage: Storage) -> None:
    await _sync(storage, [entry("1"), entry("2")])
    assert await _sync(storage, [entry("1")]) == Synced(0, 0, 1)
    assert await _sync(storage, [entry("1")]) == Synced(0, 0, 0)
    assert await _ids(storage) == ["1"]
    async with storage.transaction() as tx:
        gone = await tx.catalogue.get(2)
        assert gone is not None
        assert (gone.unorderable, gone.service.name) == (Unorderable.GONE, SERVICE.name)
        assert [found.key for found in await on_shelf(tx, 2)] == [1]


async def test_a_service_that_comes_back_has_its_old_key(storage: Storage) -> None:
    """Old buttons and drafts point to it."""
    before = [entry("1"), entry("2")]
    await _sync(storage, before)
    await _sync(storage, before[:1])
    assert await _sync(storage, before) == Synced(0, 1, 0)
    assert [(found.key, found.service.id) for found in await _all(storage)] == [(1, "1"), (2, "2")]


async def test_an_empty_answer_takes_everything_off_the_shelves(storage: Storage) -> None:
    await _sync(storage, [entry("1"), entry("2")])
    assert await _sync(storage, []) == Synced(0, 0, 2)
    assert await _ids(storage) == []


async def test_what_could_not_be_read_stays_as_it_was(storage: Storage) -> None:
    await _sync(storage, [entry("1"), entry("2"), entry("3")])
    assert await _sync(storage, [entry("1")], keep={"2", "99"}) == Synced(0, 0, 1)
    assert await _ids(storage) == ["1", "2"]


async def test_panels_do_not_touch_each_other(storage: Storage) -> None:
    await _sync(storage, [entry("1")])
    assert await _sync(storage, [entry("1", name="Theirs")], "other") == Synced(1, 0, 0)
    assert await _sync(storage, [], "other") == Synced(0, 0, 1)
    assert await _ids(storage) == ["1"]


async def test_shelves_stand_in_their_panels_order(storage: Storage) -> None:
    placed = [
        entry("4", category="Empty", unorderable=Unorderable.BLOCKED),
        entry("3", category="Followers", rate=Decimal("0.5")),
        entry("1", category="Likes"),
        entry("2", category="followers ", rate=Decimal("0.25")),
        entry("5", category="Posts", platform="telegram"),
    ]
    await _sync(storage, placed)
    async with storage.transaction() as tx:
        shelves = await tx.catalogue.shelves("instagram")
        assert shelves == [
            Shelf(key=2, platform="instagram", category="Followers", count=2),
            Shelf(key=3, platform="instagram", category="Likes", count=1),
        ]
        beside = await on_shelf(tx, shelves[0].key)
        assert [found.service.id for found in beside] == ["2", "3"]
        assert await tx.catalogue.shelves("tiktok") == []
        assert await tx.catalogue.platforms() == {"instagram": 3, "telegram": 1}


async def test_panels_share_shelves_which_are_then_in_the_order_of_their_names(
    storage: Storage,
) -> None:
    await _sync(storage, [entry("1", category="🔥 Views"), entry("2", category="Likes [HQ]")])
    other = [
        entry("1", category="LIKES  [hq]", rate=Decimal("0.10")),
        entry("2", category="⭐ comments"),
        entry("3", category="Posts", platform="telegram"),
    ]
    await _sync(storage, other, "another")
    async with storage.transaction() as tx:
        shelves = await tx.catalogue.shelves("instagram")
        assert [(shelf_key(shelf.category), shelf.count) for shelf in shelves] == [
            ("⭐ comments", 1),
            ("likes [hq]", 2),
            ("🔥 views", 1),
        ]
        for key in (2, 3):
            beside = await on_shelf(tx, key)
            assert [(found.panel, found.service.id) for found in beside] == [
                ("another", "1"),
                (PANEL, "2"),
            ]


async def test_what_is_pinned_stands_on_top(storage: Storage) -> None:
    await _sync(
        storage,
        [
            entry("1", category="Likes", rate=Decimal("0.10")),
            entry("2", category="Likes", rate=Decimal(9)),
            entry("3", category="Likes", rate=Decimal(10), pinned=True),
            entry("4", category="Views", shelf_pinned=True),
        ],
    )
    async with storage.transaction() as tx:
        shelves = await tx.catalogue.shelves("instagram")
        assert [(shelf.category, shelf.pinned) for shelf in shelves] == [
            ("Views", True),
            ("Likes", False),
        ]
        beside = await on_shelf(tx, 1)
        assert [(found.service.id, found.pinned) for found in beside] == [
            ("3", True),
            ("1", False),
            ("2", False),
        ]
        found = await tx.catalogue.search(["instagram"], limit=9)
        assert [listing.service.id for listing in found] == ["3", "1", "4", "2"]


async def test_search_shows_first_what_has_most_of_the_words(storage: Storage) -> None:
    await _sync(
        storage,
        [
            entry("1", name="Instagram Likes [HQ]", category="Likes 100% real"),
            entry("2", name="Подписчики Telegram", category="Боты"),
            entry("3", name="Instagram Views_fast", category="STRAẞE"),
            entry("4", name="Instagram Likes hidden", unorderable=Unorderable.BLOCKED),
            entry("31", name="Likes", category="Elsewhere"),
            entry("ORD_0A", name="Views", category="Elsewhere", platform="tiktok"),
        ],
    )

    async def found(*words: str, limit: int = 9) -> list[str]:
        async with storage.transaction() as tx:
            return [listing.service.id for listing in await tx.catalogue.search(words, limit=limit)]

    assert await found("likes", "instagram") == ["1", "3", "31"]
    assert await found("likes", "instagram", "31") == ["1", "31", "3"]
    assert await found("views", "ord_0a") == ["ORD_0A", "3"]
    assert await found("likes", "instagram", limit=1) == ["1"]
    assert await found("подписчики") == ["2"]
    assert await found("strasse") == ["3"]
    assert await found("100%") == ["1"]
    assert await found("s_f") == ["3"]
    assert await found("a%s") == []
    assert await found("[hq]") == ["1"]
    assert await found("\\") == []
    assert await found("nothing") == []
    assert await found() == []


async def test_search_mixes_panels_by_words_and_then_by_price(storage: Storage) -> None:
    await _sync(storage, [entry("1", rate=Decimal(10)), entry("2", rate=Decimal("1.5"))])
    await _sync(
        storage,
        [entry("1", rate=Decimal("9.1")), entry("2", rate=Decimal("0.2"), name="Instagram")],
        "another",
    )
    async with storage.transaction() as tx:
        found = await tx.catalogue.search(["likes", "instagram"], limit=9)
    assert [(listing.panel, listing.service.id) for listing in found] == [
        (PANEL, "2"),
        ("another", "1"),
        (PANEL, "1"),
        ("another", "2"),
    ]


async def test_operators_see_what_cannot_be_ordered_and_why(storage: Storage) -> None:
    await _sync(
        storage,
        [
            entry("1"),
            entry("2", unorderable=Unorderable.BLOCKED),
            entry("3", unorderable=Unorderable.BLOCKED),
            entry("4", type_name="Odd", unorderable=Unorderable.UNKNOWN_TYPE),
            entry("5", type_name="Odd"),
            entry("6"),
        ],
    )
    await _sync(storage, [entry("1", unorderable=Unorderable.HEADING)], "other")
    await _sync(
        storage,
        [
            entry("1"),
            entry("2", unorderable=Unorderable.BLOCKED),
            entry("3", unorderable=Unorderable.BLOCKED),
            entry("4", type_name="Odd", unorderable=Unorderable.UNKNOWN_TYPE),
            entry("5", type_name="Odd"),
        ],
    )
    async with storage.transaction() as tx:
        assert await tx.stock.unorderable() == {
            (PANEL, Unorderable.BLOCKED): 2,
            (PANEL, Unorderable.UNKNOWN_TYPE): 1,
            (PANEL, Unorderable.GONE): 1,
            ("other", Unorderable.HEADING): 1,
        }
        assert await tx.stock.types() == {
            (PANEL, "Default"): 3,
            (PANEL, "Odd"): 2,
            ("other", "Default"): 1,
        }


async def test_a_catalogue_of_thousands_in_the_panels_order(storage: Storage) -> None:
    size = 3_000
    entries = [entry(str(n), category=f"Category {n % 40}") for n in range(1, size + 1)]
    assert await _sync(storage, entries) == Synced(size, 0, 0)
    dearer = [
        replace(one, service=replace(one.service, rate=Decimal(2))) for one in entries[: size // 2]
    ]
    assert await _sync(storage, dearer) == Synced(0, size // 2, size // 2)
    listings = await _all(storage)
    assert len(listings) == size // 2
    assert all(listing.service.rate == 2 for listing in listings)
    assert await _order(storage) == [str(n) for n in range(1, size // 2 + 1)]

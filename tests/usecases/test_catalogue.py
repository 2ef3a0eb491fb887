"""Our snapshot of what a panel sells: it follows the panel, and a bad answer never empties it."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.service import Unorderable
from bot.usecases import orphans, overview
from bot.usecases.catalogue import SyncFailed
from storage import Storage
from storage.snapshot import Synced
from storage.tables.catalogue import services
from tests.usecases.shop import LIKES, OPERATOR, SECOND_OPERATOR, Shop, open_shop


async def test_the_first_sync_brings_everything(shop: Shop) -> None:
    listed = {row["service_id"] for row in await shop.rows(services)}
    assert listed == {str(number) for number in shop.truth.services}
    listing = await shop.listing()
    assert (listing.service.min, listing.service.dripfeed, listing.platform) == (
        10,
        True,
        "instagram",
    )


async def test_an_unchanged_list_writes_no_service(shop: Shop) -> None:
    before = await shop.rows(services)
    with shop.statements() as seen:
        assert await shop.sync() == Synced(0, 0, 0)
    assert not [s for s in seen if "services" in s and not s.startswith("SELECT")]
    assert await shop.rows(services) == before


async def test_one_changed_price_changes_one_row(shop: Shop) -> None:
    before = await shop.rows(services)
    shop.truth.change_service(int(LIKES), max=77)
    assert await shop.sync() == Synced(0, 1, 0)
    after = await shop.rows(services)
    assert [row["service_id"] for row in after if row not in before] == [LIKES]
    assert (await shop.listing()).service.max == 77


async def test_a_service_goes_and_comes_back_under_its_key(shop: Shop) -> None:
    key = (await shop.listing()).key
    gone = shop.truth.services[int(LIKES)]
    shop.truth.remove_service(int(LIKES))
    synced = await shop.sync()
    assert isinstance(synced, Synced)
    assert (synced.added, synced.gone) == (0, 1)
    assert (await shop.listing()).unorderable is Unorderable.GONE
    assert await shop.sync() == Synced(0, 0, 0)
    shop.truth.services[gone.id] = gone
    assert await shop.sync() == Synced(0, 1, 0)
    back = await shop.listing()
    assert (back.key, back.unorderable) == (key, None)


async def test_what_cannot_be_ordered_is_listed_with_its_reason(shop: Shop) -> None:
    assert (await shop.listing("7004")).unorderable is Unorderable.UNKNOWN_TYPE
    assert (await shop.listing("1001")).unorderable is Unorderable.HEADING
    assert (await shop.listing("9901")).unorderable is None, "a missing type means Default"
    state = await overview.catalogue_state(shop.desk, OPERATOR)
    assert state.unorderable == {
        ("main", Unorderable.UNKNOWN_TYPE): 1,
        ("main", Unorderable.HEADING): 1,
    }
    assert state.synced == {"main": shop.clock.now}
    assert state.types["Web Traffic"] == 2


async def test_blocked_words_are_matched_on_names_and_categories(shop: Shop) -> None:
    shop.desk = replace(shop.desk, blocked_words=("NEGATIVE", "spotify"))
    await shop.sync()
    assert (await shop.listing("4022")).unorderable is Unorderable.BLOCKED
    assert (await shop.listing("8001")).unorderable is Unorderable.BLOCKED
    assert (await shop.listing()).unorderable is None
    shop.desk = replace(shop.desk, blocked_words=())
    await shop.sync()
    assert (await shop.listing("4022")).unorderable is None


_BAD = {
    "empty list": ("answer", []),
    "Empty Data": ("answer", {"status": "success", "data": "Empty Data"}),
    "half-read": ("answer", [{"service": 1010, "name": "x"}, {"service": 1011}]),
    "null": ("null", None),
    "a web page": ("html", None),
    "cut off": ("truncated", None),
    "an error": ("unknown_error", None),
    "wrong key": ("wrong_key", None),
}


@pytest.mark.parametrize("bad", _BAD.values(), ids=_BAD)
async def test_a_bad_answer_wipes_nothing_and_is_told_once(
    shop: Shop, bad: tuple[str, object]
) -> None:
    kind, value = bad
    before = await shop.rows(services)
    shop.truth.faults.add("services", kind, times=None, value=value)
    for _ in range(2):
        assert isinstance(await shop.sync(), SyncFailed)
    assert await shop.rows(services) == before
    await shop.tell()
    for operator in (OPERATOR, SECOND_OPERATOR):
        assert shop.alerts(operator) == [("sync_failed", "main")]
    shop.truth.faults.clear()
    assert await shop.sync() == Synced(0, 0, 0)
    await shop.tell()
    assert shop.cleared() == [("sync_failed", "main")]
    shop.clock.move(minutes=30)
    shop.truth.faults.add("services", "html", times=None)
    await shop.sync()
    await shop.tell()
    assert len(shop.alerts()) == 2, "it broke again, so it is told again"


async def test_one_entry_that_cannot_be_read_is_not_gone(shop: Shop) -> None:
    shop.truth.faults.add(
        "services",
        "answer",
        value=[
            {"service": 1010, "name": "Likes", "rate": "a lot", "min": 1, "max": 10},
            *(
                {"service": n, "name": f"S{n}", "category": "C", "rate": 1, "min": 1, "max": 9}
                for n in (1011, 1012)
            ),
        ],
    )
    await shop.sync()
    assert (await shop.listing("1010")).unorderable is None
    assert (await shop.listing("1011")).service.name == "S1011"
    assert (await shop.listing("1013")).unorderable is Unorderable.GONE


async def test_two_syncs_at_once_bring_each_service_once(storage: Storage) -> None:
    async with open_shop(storage) as shop:
        for number in range(20_000, 20_050):
            template = shop.truth.services[int(LIKES)]
            shop.truth.services[number] = replace(template, id=number)
        outcomes = await asyncio.gather(*(shop.sync() for _ in range(4)))
        assert sorted(o.added for o in outcomes if isinstance(o, Synced)) == [0, 0, 0, 50]


async def test_what_a_panel_sells_leaves_with_it_and_comes_back_with_it(two_panels: Shop) -> None:
    both = two_panels.desk
    two_panels.desk = replace(both, panels={"main": both.panels["main"]})
    for _ in range(2):
        await orphans.settle(two_panels.desk)
        assert (await two_panels.listing(panel="spare")).unorderable is Unorderable.GONE
        assert (await two_panels.listing()).unorderable is None
    two_panels.desk = both
    await orphans.settle(both)
    await two_panels.sync("spare")
    assert (await two_panels.listing(panel="spare")).unorderable is None

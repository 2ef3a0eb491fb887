"""Operators hide and pin: it holds at once, survives everything the panel does, and is written down."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.service import Unorderable
from bot.domain.staff import Right
from bot.domain.stock import Standing
from bot.usecases import catalogue, curating, drafting, ordering
from bot.usecases.desk import Desk
from storage.snapshot import Synced
from storage.tables.staff import journal
from tests.storage.samples import on_shelf
from tests.usecases.shop import CUSTOMER, LIKES, OPERATOR, SECOND_OPERATOR, Shop


async def acts(shop: Shop) -> list[Act]:
    return [row["act"] for row in await shop.rows(journal)]


async def searched(shop: Shop, word: str = LIKES) -> list[str]:
    async with shop.storage.transaction() as tx:
        return [listing.service.id for listing in await tx.catalogue.search([word], limit=9)]


async def test_a_hidden_service_is_nowhere_for_customers(shop: Shop) -> None:
    key = (await shop.listing()).key
    await curating.hide(shop.desk, OPERATOR, key, hidden=True)
    assert LIKES not in await searched(shop)
    async with shop.storage.transaction() as tx:
        assert key not in [each.key for each in await on_shelf(tx, key)]
    with pytest.raises(ShopError) as refused:
        await drafting.start(shop.desk, CUSTOMER, key)
    assert refused.value.problem is Problem.SERVICE_NOT_ORDERABLE
    await curating.hide(shop.desk, OPERATOR, key, hidden=False)
    assert LIKES in await searched(shop)


async def test_an_open_form_of_a_hidden_service_is_no_order(shop: Shop) -> None:
    form = await shop.draft()
    await curating.hide(shop.desk, OPERATOR, form.listing.key, hidden=True)
    for attempt in (
        ordering.confirm(shop.desk, CUSTOMER, form.draft.id, message_id=None),
        drafting.show(shop.desk, CUSTOMER, form.draft.id),
    ):
        with pytest.raises(ShopError) as refused:
            await attempt
        assert refused.value.problem is Problem.SERVICE_NOT_ORDERABLE
    await curating.hide(shop.desk, OPERATOR, form.listing.key, hidden=False)
    assert (await shop.confirm(form)).listing_key == form.listing.key


async def test_a_decision_outlives_syncs_and_a_service_that_goes_and_comes_back(
    shop: Shop,
) -> None:
    key = (await shop.listing()).key
    await curating.hide(shop.desk, OPERATOR, key, hidden=True)
    await curating.pin(shop.desk, OPERATOR, key, pinned=True)
    assert await shop.sync() == Synced(0, 0, 0), "the catalogue is as the sync would make it"
    sold = shop.truth.services[int(LIKES)]
    shop.truth.remove_service(int(LIKES))
    await shop.sync()
    assert (await shop.listing()).unorderable is Unorderable.GONE
    shop.truth.services[sold.id] = sold
    await shop.sync()
    back = await shop.listing()
    assert (back.unorderable, back.pinned) == (Unorderable.HIDDEN, True)
    await curating.hide(shop.desk, OPERATOR, key, hidden=False)
    assert (await shop.listing()).unorderable is None


async def test_what_is_decided_while_a_service_is_gone_holds_when_it_is_back(shop: Shop) -> None:
    key = (await shop.listing()).key
    sold = shop.truth.services[int(LIKES)]
    shop.truth.remove_service(int(LIKES))
    await shop.sync()
    await curating.hide(shop.desk, OPERATOR, key, hidden=True)
    assert (await shop.listing()).unorderable is Unorderable.GONE
    shop.truth.services[sold.id] = sold
    await shop.sync()
    assert (await shop.listing()).unorderable is Unorderable.HIDDEN


async def test_a_category_is_hidden_and_pinned_with_all_that_is_or_comes_in_it(shop: Shop) -> None:
    listing = await shop.listing()
    await curating.hide_category(shop.desk, OPERATOR, listing.key, hidden=True)
    await curating.pin_category(shop.desk, OPERATOR, listing.key, pinned=True)
    async with shop.storage.transaction() as tx:
        assert await on_shelf(tx, listing.key) == []
    sold = shop.truth.services[int(LIKES)]
    shop.truth.services[77] = type(sold)(
        id=77, name="Late", rate=sold.rate, min=1, max=9, category=sold.category
    )
    await shop.sync()
    assert (await shop.listing("77")).unorderable is Unorderable.HIDDEN
    await curating.hide_category(shop.desk, OPERATOR, listing.key, hidden=False)
    assert (await shop.listing("77")).unorderable is None
    async with shop.storage.transaction() as tx:
        shelves = await tx.catalogue.shelves(listing.platform)
    assert shelves[0].pinned
    assert shelves[0].category == listing.service.category


async def test_a_service_hidden_alone_stays_so_when_its_category_is_shown(shop: Shop) -> None:
    key = (await shop.listing()).key
    await curating.hide(shop.desk, OPERATOR, key, hidden=True)
    await curating.hide_category(shop.desk, OPERATOR, key, hidden=True)
    await curating.hide_category(shop.desk, OPERATOR, key, hidden=False)
    assert (await shop.listing()).unorderable is Unorderable.HIDDEN


async def test_the_other_panels_services_stay_as_they_are(two_panels: Shop) -> None:
    key = (await two_panels.listing()).key
    await curating.hide(two_panels.desk, OPERATOR, key, hidden=True)
    await curating.hide_category(two_panels.desk, OPERATOR, key, hidden=True)
    assert (await two_panels.listing(panel="spare")).unorderable is None
    category = await curating.category(two_panels.desk, key, 0)
    assert [(part.panel, standing.hidden) for part, standing in category.parts] == [
        ("main", True),
        ("spare", False),
    ]


async def test_what_is_known_of_a_service(shop: Shop) -> None:
    listing = await shop.listing()
    record = await curating.record(shop.desk, listing.key)
    assert (record.listing, record.added_at) == (listing, shop.clock.now)
    assert (record.standing, record.shelf, record.history) == (Standing(), Standing(), [])
    await curating.pin(shop.desk, OPERATOR, listing.key, pinned=True)
    await curating.hide_category(shop.desk, OPERATOR, listing.key, hidden=True)
    shop.truth.change_service(int(LIKES), max=77)
    await shop.sync()
    record = await curating.record(shop.desk, listing.key)
    assert (record.standing, record.shelf) == (Standing(pinned=True), Standing(hidden=True))
    assert [noted.change.after.max for noted in record.history if noted.change.after] == [77]


async def test_pages_of_a_category_end_where_it_ends(shop: Shop) -> None:
    key = (await shop.listing()).key
    first = await curating.category(shop.desk, key, -5)
    assert first.page == 0
    last = await curating.category(shop.desk, key, 99)
    assert last.page == last.pages - 1
    assert last.services


async def test_every_deed_is_written_down_once(shop: Shop) -> None:
    key = (await shop.listing()).key
    for on in (True, True, False, False):
        await curating.hide(shop.desk, OPERATOR, key, hidden=on)
        await curating.pin(shop.desk, OPERATOR, key, pinned=on)
        await curating.hide_category(shop.desk, SECOND_OPERATOR, key, hidden=on)
        await curating.pin_category(shop.desk, SECOND_OPERATOR, key, pinned=on)
    assert await acts(shop) == [
        Act.SERVICE_HIDDEN,
        Act.SERVICE_PINNED,
        Act.CATEGORY_HIDDEN,
        Act.CATEGORY_PINNED,
        Act.SERVICE_SHOWN,
        Act.SERVICE_UNPINNED,
        Act.CATEGORY_SHOWN,
        Act.CATEGORY_UNPINNED,
    ]
    rows = await shop.rows(journal)
    assert {(row["kind"], row["number"]) for row in rows} == {(Kind.SERVICE, key)}
    listing = await shop.listing()
    assert rows[2]["details"] == {"panel": "main", "category": listing.service.category}


Deed = Callable[[Desk, int, int], Awaitable[object]]
DEEDS: dict[str, Deed] = {
    "hide": lambda desk, user, key: curating.hide(desk, user, key, hidden=True),
    "pin": lambda desk, user, key: curating.pin(desk, user, key, pinned=True),
    "hide category": lambda desk, user, key: curating.hide_category(desk, user, key, hidden=True),
    "pin category": lambda desk, user, key: curating.pin_category(desk, user, key, pinned=True),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
async def test_only_who_may_decides(shop: Shop, deed: Deed) -> None:
    key = (await shop.listing()).key
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(SECOND_OPERATOR, {Right.ORDERS}, shop.clock.now)
    for user, problem in ((CUSTOMER, Problem.NOT_ALLOWED), (SECOND_OPERATOR, Problem.NO_RIGHT)):
        with pytest.raises(ShopError) as refused:
            await deed(shop.desk, user, key)
        assert refused.value.problem is problem
    with pytest.raises(ShopError) as refused:
        await deed(shop.desk, OPERATOR, 10**6)
    assert refused.value.problem is Problem.SERVICE_GONE
    assert await acts(shop) == []
    assert (await shop.listing()).unorderable is None


async def test_two_operators_and_a_sync_at_once(shop: Shop) -> None:
    """Whoever comes first: at the end the catalogue is what the rules say."""
    keys = {name: (await shop.listing(name)).key for name in (LIKES, "1004", "1030")}
    shop.truth.change_service(int(LIKES), max=77)
    shop.truth.change_service(1004, max=77)
    await asyncio.gather(
        catalogue.sync(shop.desk, "main"),
        curating.hide(shop.desk, OPERATOR, keys[LIKES], hidden=True),
        curating.pin(shop.desk, SECOND_OPERATOR, keys[LIKES], pinned=True),
        catalogue.sync(shop.desk, "main"),
        curating.hide_category(shop.desk, OPERATOR, keys["1004"], hidden=True),
        curating.hide(shop.desk, SECOND_OPERATOR, keys["1004"], hidden=True),
        curating.hide(shop.desk, OPERATOR, keys["1004"], hidden=False),
        curating.pin(shop.desk, OPERATOR, keys["1030"], pinned=True),
    )
    likes, followers = await shop.listing(), await shop.listing("1004")
    assert (likes.unorderable, likes.pinned, likes.service.max) == (Unorderable.HIDDEN, True, 77)
    assert (followers.unorderable, followers.service.max) == (Unorderable.HIDDEN, 77)
    assert await shop.sync() == Synced(0, 0, 0)


async def test_a_rule_that_changes_under_a_sync_is_not_lost(shop: Shop) -> None:
    """The sync has compared everything, and is about to write: then an operator is faster."""
    key = (await shop.listing()).key
    shop.truth.change_service(int(LIKES), max=77)
    written = catalogue._write
    hidden = False

    async def hide_first(
        desk: Desk, panel: str, seen: catalogue._Seen, difference: object
    ) -> object:
        nonlocal hidden
        if not hidden:
            hidden = True
            await curating.hide(shop.desk, OPERATOR, key, hidden=True)
        return await written(desk, panel, seen, difference)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "_write", hide_first)
        assert await shop.sync() == Synced(0, 1, 0)
    listing = await shop.listing()
    assert (listing.unorderable, listing.service.max) == (Unorderable.HIDDEN, 77)
    assert await shop.sync() == Synced(0, 0, 0)

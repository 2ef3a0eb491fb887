"""What came, went and changed since an operator looked last."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.change import ChangeKind
from bot.domain.errors import Problem, ShopError
from bot.domain.overview import News
from bot.usecases import housekeeping, looking
from storage.tables.stock import catalogue_changes
from tests.usecases.shop import CUSTOMER, LIKES, OPERATOR, SECOND_OPERATOR, Shop

K = ChangeKind


async def news(shop: Shop, operator: int = OPERATOR) -> News:
    async with shop.storage.transaction() as tx:
        return await looking.news(tx, operator)


async def listed(
    shop: Shop,
    kind: ChangeKind | None = None,
    page: int = 0,
    *,
    panel: str | None = None,
    seen_too: bool = False,
) -> looking.Found:
    return await looking.changes(shop.desk, OPERATOR, kind, page, panel=panel, seen_too=seen_too)


async def test_the_first_sync_brings_no_news(shop: Shop) -> None:
    assert await news(shop) == News(counts={}, newest=0, looked_at=None, earlier=False)
    assert (await listed(shop)).changes == []


async def test_what_a_sync_brought_is_counted_and_listed(shop: Shop) -> None:
    sold = shop.truth.services[1004]
    shop.truth.services[77] = replace(sold, id=77, name="Late")
    shop.truth.remove_service(1004)
    shop.truth.change_service(int(LIKES), rate=Decimal("0.24"), max=77)
    shop.truth.change_service(1030, rate=Decimal("0.0001"))
    shop.truth.change_service(1002, name="Renamed")
    await shop.sync()
    counts = {
        ("main", K.NEW): 1,
        ("main", K.GONE): 1,
        ("main", K.DEARER): 1,
        ("main", K.CHEAPER): 1,
        ("main", K.LIMITS): 1,
    }
    assert await news(shop) == News(counts=counts, newest=1, looked_at=None, earlier=False)
    (noted,) = (await listed(shop, K.DEARER)).changes
    before, after = noted.change.before, noted.change.after
    assert before is not None
    assert after is not None
    assert (before.rate, after.rate) == (Decimal("0.12"), Decimal("0.24"))
    assert (noted.listing.service.id, noted.at) == (LIKES, shop.clock.now)
    assert (await listed(shop)).kind is K.NEW
    for kind, service_id in ((K.NEW, "77"), (K.GONE, "1004"), (K.LIMITS, LIKES)):
        found = await listed(shop, kind)
        assert [each.listing.service.id for each in found.changes] == [service_id]


async def test_a_sync_that_brings_nothing_writes_nothing(shop: Shop) -> None:
    await shop.sync()
    assert await shop.rows(catalogue_changes) == []
    assert (await news(shop)).newest == 0


async def test_what_comes_back_is_in_the_list_of_what_is_new(shop: Shop) -> None:
    sold = shop.truth.services[1004]
    shop.truth.remove_service(1004)
    await shop.sync()
    shop.truth.services[1004] = sold
    await shop.sync()
    assert [each.change.kind for each in (await listed(shop, K.NEW)).changes] == [K.BACK]


async def test_each_operator_has_seen_what_they_said_they_saw(shop: Shop) -> None:
    shop.truth.change_service(int(LIKES), max=77)
    await shop.sync()
    shown = (await news(shop)).newest
    shop.truth.change_service(int(LIKES), max=78)
    await shop.sync()
    shop.clock.move(minutes=1)
    await looking.seen(shop.desk, OPERATOR, shown)
    left = await news(shop)
    assert left.counts == {("main", K.LIMITS): 1}, "what came after it was shown is still new"
    assert (left.looked_at, left.earlier) == (shop.clock.now, True)
    assert (await news(shop, SECOND_OPERATOR)).counts == {("main", K.LIMITS): 2}
    await looking.seen(shop.desk, OPERATOR, left.newest)
    assert (await news(shop)).counts == {}
    assert (await listed(shop)).changes == []
    assert len((await listed(shop, seen_too=True)).changes) == 2


async def test_nobody_sees_what_is_still_to_come(shop: Shop) -> None:
    await looking.seen(shop.desk, OPERATOR, 10**9)
    shop.truth.change_service(int(LIKES), max=77)
    await shop.sync()
    assert (await news(shop)).counts == {("main", K.LIMITS): 1}
    await looking.seen(shop.desk, OPERATOR, 1)
    await looking.seen(shop.desk, OPERATOR, -5)
    assert (await news(shop)).counts == {}


async def test_a_customer_looks_at_nothing(shop: Shop) -> None:
    with pytest.raises(ShopError) as refused:
        await looking.seen(shop.desk, CUSTOMER, 1)
    assert refused.value.problem is Problem.NOT_ALLOWED


async def test_lists_are_paged_and_may_be_of_one_panel(two_panels: Shop) -> None:
    for name in ("main", "spare"):
        truth = two_panels.truths[name]
        for number in range(9):
            truth.services[200 + number] = replace(truth.services[1004], id=200 + number)
        await two_panels.sync(name)
    found = await listed(two_panels, K.NEW)
    assert (found.page, found.pages, len(found.changes)) == (0, 3, 8)
    assert {each.listing.panel for each in found.changes} == {"spare"}, "the newest first"
    found = await listed(two_panels, K.NEW, 99)
    assert (found.page, len(found.changes)) == (2, 2)
    found = await listed(two_panels, K.NEW, 1, panel="main")
    assert (found.page, found.pages, len(found.changes)) == (1, 2, 1)
    assert found.counts == {("main", K.NEW): 9, ("spare", K.NEW): 9}
    assert (await listed(two_panels, K.NEW, panel="nowhere")).changes == []


async def test_changes_are_kept_for_sixty_days(shop: Shop) -> None:
    shop.truth.change_service(int(LIKES), max=77)
    await shop.sync()
    shop.clock.move(days=60)
    await housekeeping.tidy(shop.desk)
    assert len(await shop.rows(catalogue_changes)) == 1
    shop.clock.move(seconds=1)
    await housekeeping.tidy(shop.desk)
    assert await shop.rows(catalogue_changes) == []

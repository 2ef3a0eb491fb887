"""Operators choose stand-ins: what they may choose, what they see of it, and that it is written down."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.stand_in import MOST, Misfit, StandIns
from bot.usecases import curating, standing_in
from storage import Storage
from storage.tables.staff import journal
from tests.usecases.backed import CHEAP_FOLLOWERS, FOLLOWERS, VIEWS, open_backed, stands_in
from tests.usecases.shop import CUSTOMER, LIKES, OPERATOR, STRANGER, Shop

AUTO_LIKES = "1020"


@pytest.fixture
async def shop(storage: Storage) -> AsyncIterator[Shop]:
    async with open_backed(storage) as opened:
        yield opened


def asked(found: StandIns) -> list[tuple[str, str, Misfit | None]]:
    """In which order: the panel, its service, and how it fits."""
    return [(each.listing.panel, each.listing.service.id, each.misfit) for each in found.candidates]


async def _key(shop: Shop, service: str = LIKES, panel: str = "main") -> int:
    return (await shop.listing(service, panel)).key


async def test_they_are_asked_in_the_order_in_which_they_were_chosen_or_put(shop: Shop) -> None:
    key, third = await _key(shop), await _key(shop, panel="third")
    await standing_in.add(shop.desk, OPERATOR, key, third)
    moved = await standing_in.move_up(shop.desk, OPERATOR, key, third)
    assert asked(moved) == [("third", LIKES, None), ("spare", LIKES, None)]
    assert moved == await standing_in.move_up(shop.desk, OPERATOR, key, third), "no further up"
    left = await standing_in.remove(shop.desk, OPERATOR, key, third)
    assert asked(left) == [("spare", LIKES, None)]
    assert left == await standing_in.of(shop.desk, OPERATOR, key)


async def test_every_change_is_in_the_journal_once(shop: Shop) -> None:
    key, third = await _key(shop), await _key(shop, panel="third")
    for _ in range(2):
        await standing_in.add(shop.desk, OPERATOR, key, third)
    for _ in range(2):
        await standing_in.move_up(shop.desk, OPERATOR, key, third)
    for _ in range(2):
        await standing_in.remove(shop.desk, OPERATOR, key, third)
    written = (await shop.rows(journal))[1:]  # the first is how the shop was opened
    assert [Act(row["act"]) for row in written] == [
        Act.STAND_IN_ADDED,
        Act.STAND_IN_MOVED_UP,
        Act.STAND_IN_REMOVED,
    ]
    assert {(row["actor_id"], Kind(row["kind"]), row["number"]) for row in written} == {
        (OPERATOR, Kind.SERVICE, key)
    }
    assert written[0]["details"] == {"panel": "third", "service": LIKES}


async def test_what_can_never_stand_in_cannot_be_chosen(shop: Shop) -> None:
    key = await _key(shop)
    for service, panel in ((LIKES, "main"), (FOLLOWERS, "main"), (AUTO_LIKES, "spare")):
        with pytest.raises(ShopError) as refused:
            await standing_in.add(shop.desk, OPERATOR, key, await _key(shop, service, panel))
        assert refused.value.problem is Problem.NOT_A_STAND_IN
    with pytest.raises(ShopError) as unknown:
        await standing_in.add(shop.desk, OPERATOR, key, 10**9)
    assert unknown.value.problem is Problem.NOT_FOUND


async def test_what_does_not_fit_now_can_be_chosen_and_says_so(shop: Shop) -> None:
    key = await _key(shop)
    await stands_in(shop, "third", FOLLOWERS)
    shop.truths["spare"].change_service(int(LIKES), min=1, max=9)
    await shop.sync("spare")
    found = await standing_in.of(shop.desk, OPERATOR, key)
    assert asked(found) == [("spare", LIKES, Misfit.LIMITS), ("third", FOLLOWERS, Misfit.DEARER)]
    shop.truths["spare"].remove_service(int(LIKES))
    await shop.sync("spare")
    found = await standing_in.of(shop.desk, OPERATOR, key)
    assert found.candidates[0].misfit is Misfit.NOT_ORDERABLE


async def test_what_is_hidden_from_customers_still_stands_in(shop: Shop) -> None:
    key, spare = await _key(shop), await _key(shop, panel="spare")
    await curating.hide(shop.desk, OPERATOR, spare, hidden=True)
    found = await standing_in.of(shop.desk, OPERATOR, key)
    assert asked(found) == [("spare", LIKES, None)]
    await standing_in.remove(shop.desk, OPERATOR, key, spare)
    nearest = await standing_in.look_for(shop.desk, OPERATOR, key, [LIKES], limit=9)
    assert ("spare", LIKES, None) in asked(nearest)


async def test_a_service_has_only_so_many(shop: Shop) -> None:
    key = await _key(shop)
    choices = [
        await _key(shop, service, panel)
        for panel in ("spare", "third")
        for service in (FOLLOWERS, CHEAP_FOLLOWERS, VIEWS, LIKES)
    ]
    for choice in choices:
        await standing_in.add(shop.desk, OPERATOR, key, choice)
    assert len(choices) == MOST
    await standing_in.add(shop.desk, OPERATOR, key, choices[0])
    shop.truths["third"].change_service(int(AUTO_LIKES), type="Default")
    await shop.sync("third")
    with pytest.raises(ShopError) as full:
        await standing_in.add(shop.desk, OPERATOR, key, await _key(shop, AUTO_LIKES, "third"))
    assert (full.value.problem, full.value.details) == (
        Problem.STAND_INS_FULL,
        {"maximum": MOST},
    )


async def test_what_could_stand_in_is_of_other_panels_and_nearest_in_price(shop: Shop) -> None:
    shop.truths["third"].change_service(int(LIKES), rate=Decimal("0.11"))
    await shop.sync("third")
    key = await _key(shop)
    found = await standing_in.look_for(shop.desk, OPERATOR, key, [], limit=3)
    assert asked(found) == [
        ("third", LIKES, None),
        ("spare", CHEAP_FOLLOWERS, Misfit.DEARER),
        ("third", CHEAP_FOLLOWERS, Misfit.DEARER),
    ], "what stands in already isn't offered again"
    by_word = await standing_in.look_for(shop.desk, OPERATOR, key, ["tiktok"], limit=9)
    assert {service for _, service, _ in asked(by_word)} == {VIEWS}
    nothing = await standing_in.look_for(shop.desk, OPERATOR, key, ["nothing"], limit=9)
    assert nothing.candidates == ()


async def test_the_services_that_have_stand_ins_are_listed(shop: Shop) -> None:
    await stands_in(shop, "third", FOLLOWERS, instead_of=FOLLOWERS)
    found, total = await standing_in.backed(shop.desk, OPERATOR, offset=0, limit=1)
    assert total == 2
    rest, _ = await standing_in.backed(shop.desk, OPERATOR, offset=1, limit=1)
    assert {each.service.service.id for each in (*found, *rest)} == {LIKES, FOLLOWERS}


@pytest.mark.parametrize("who", [CUSTOMER, STRANGER])
async def test_nobody_else_may_look_or_choose(shop: Shop, who: int) -> None:
    key, other = await _key(shop), await _key(shop, panel="third")
    for attempt in (
        standing_in.of(shop.desk, who, key),
        standing_in.backed(shop.desk, who, offset=0, limit=1),
        standing_in.look_for(shop.desk, who, key, [], limit=1),
        standing_in.add(shop.desk, who, key, other),
        standing_in.remove(shop.desk, who, key, await _key(shop, panel="spare")),
        standing_in.move_up(shop.desk, who, key, other),
    ):
        with pytest.raises(ShopError) as refused:
            await attempt
        assert refused.value.problem is Problem.NOT_ALLOWED
    found = await standing_in.of(shop.desk, OPERATOR, key)
    assert asked(found) == [("spare", LIKES, None)]

"""Refills and cancellations: requests about an order, of which one may be open at a time."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.domain.order import OrderStatus
from bot.domain.refill import Cancellation, CancellationStatus, Refill, RefillStatus
from storage import Transaction
from tests.storage.samples import ANN, MINUTE, NOW, PANEL, Shop


@dataclass(frozen=True)
class Noun:
    """`refused` and `ended` are ends of a request; `taken` is what the panel's yes makes of it."""

    name: str
    kind: Any
    status: Any
    taken: Any
    ended: Any

    def of(self, tx: Transaction) -> Any:
        return getattr(tx, self.name)


NOUNS = [
    Noun("refills", Refill, RefillStatus, RefillStatus.PENDING, RefillStatus.COMPLETED),
    Noun(
        "cancellations",
        Cancellation,
        CancellationStatus,
        CancellationStatus.REQUESTED,
        CancellationStatus.DONE,
    ),
]


@pytest.fixture(params=NOUNS, ids=lambda noun: noun.name)
def noun(request: pytest.FixtureRequest) -> Noun:
    chosen: Noun = request.param
    return chosen


async def _order(shop: Shop, draft_id: int = 1) -> int:
    return (await shop.put(draft_id, status=OrderStatus.COMPLETED)).id


async def _open(shop: Shop, noun: Noun, order_id: int) -> Any:
    async with shop.storage.transaction() as tx:
        return await noun.of(tx).open(order_id=order_id, user_id=ANN.id, panel=PANEL, now=NOW)


async def _move(shop: Shop, noun: Noun, request: Any, *way: Any, **values: Any) -> Any:
    for old, new in pairwise(way):
        async with shop.storage.transaction() as tx:
            moved = await noun.of(tx).move(request.id, old, new, **values)
    return moved


async def test_a_request_comes_back_as_it_was_opened(shop: Shop, noun: Noun) -> None:
    order_id = await _order(shop)
    opened = await _open(shop, noun, order_id)
    assert opened == noun.kind(
        id=opened.id,
        order_id=order_id,
        user_id=ANN.id,
        panel=PANEL,
        status=noun.status.QUEUED,
        created_at=NOW,
    )
    async with shop.storage.transaction() as tx:
        assert await noun.of(tx).get(opened.id) == opened
        assert await noun.of(tx).get(opened.id + 1) is None
        assert await noun.of(tx).in_status(noun.status.QUEUED) == [opened]


async def test_taps_at_once_open_one_request(shop: Shop, noun: Noun) -> None:
    order_id = await _order(shop)
    opened = await asyncio.gather(*(_open(shop, noun, order_id) for _ in range(5)))
    assert sum(request is not None for request in opened) == 1
    assert await _open(shop, noun, await _order(shop, 2)) is not None


async def test_once_it_ended_the_next_can_be_opened(shop: Shop, noun: Noun) -> None:
    order_id = await _order(shop)
    first = await _open(shop, noun, order_id)
    way = (noun.status.QUEUED, noun.status.SUBMITTING, noun.taken)
    assert (await _move(shop, noun, first, *way)).status is noun.taken
    assert await _open(shop, noun, order_id) is None
    assert (await _move(shop, noun, first, noun.taken, noun.ended)).status is noun.ended
    second = await _open(shop, noun, order_id)
    assert second is not None
    async with shop.storage.transaction() as tx:
        assert await noun.of(tx).last(order_id) == second
        assert await noun.of(tx).last(order_id + 1) is None


async def test_what_was_surely_not_sent_is_queued_again_and_stays_the_one(
    shop: Shop, noun: Noun
) -> None:
    order_id = await _order(shop)
    request = await _open(shop, noun, order_id)
    way = (noun.status.QUEUED, noun.status.SUBMITTING, noun.status.QUEUED)
    assert (await _move(shop, noun, request, *way)).status is noun.status.QUEUED
    assert await _open(shop, noun, order_id) is None


async def test_a_refusal_keeps_the_panels_words_and_lets_ask_again(shop: Shop, noun: Noun) -> None:
    order_id = await _order(shop)
    request = await _open(shop, noun, order_id)
    await _move(shop, noun, request, noun.status.QUEUED, noun.status.SUBMITTING)
    way = (noun.status.SUBMITTING, noun.status.REFUSED)
    refused = await _move(shop, noun, request, *way, reason="Not eligible")
    assert (refused.status, refused.reason) == (noun.status.REFUSED, "Not eligible")
    assert await _open(shop, noun, order_id) is not None


async def test_of_many_who_move_a_request_one_wins(shop: Shop, noun: Noun) -> None:
    request = await _open(shop, noun, await _order(shop))
    way = (noun.status.QUEUED, noun.status.SUBMITTING)
    moved = await asyncio.gather(*(_move(shop, noun, request, *way) for _ in range(5)))
    assert sum(one is not None for one in moved) == 1


async def test_a_way_that_no_request_takes_is_a_bug(shop: Shop, noun: Noun) -> None:
    request = await _open(shop, noun, await _order(shop))
    with pytest.raises(ValueError, match="can't go"):
        await _move(shop, noun, request, noun.status.UNKNOWN, noun.status.QUEUED)


async def test_the_first_goes_first_and_what_is_not_due_waits(shop: Shop, noun: Noun) -> None:
    first = await _open(shop, noun, await _order(shop, 1))
    second = await _open(shop, noun, await _order(shop, 2))
    async with shop.storage.transaction() as tx:
        requests = noun.of(tx)
        assert await requests.next_queued(PANEL, NOW - MINUTE) is None
        assert await requests.next_queued("other", NOW) is None
        assert await requests.next_queued(PANEL, NOW) == first
        await requests.reschedule(first.id, NOW + MINUTE)
        assert await requests.next_queued(PANEL, NOW) == second
        assert await requests.next_queued(PANEL, NOW + MINUTE) == first


async def test_lanes_of_two_replicas_take_different_requests(
    postgres_shop: Shop, noun: Noun
) -> None:
    first = await _open(postgres_shop, noun, await _order(postgres_shop, 1))
    second = await _open(postgres_shop, noun, await _order(postgres_shop, 2))
    storage = postgres_shop.storage
    async with storage.transaction() as one, storage.transaction() as other:
        assert await noun.of(one).next_queued(PANEL, NOW) == first
        assert await noun.of(other).next_queued(PANEL, NOW) == second


async def test_a_refill_at_the_panel_is_claimed_for_a_while(shop: Shop) -> None:
    noun = NOUNS[0]
    waiting = await _open(shop, noun, await _order(shop, 1))
    asked = await _open(shop, noun, await _order(shop, 2))
    way = (RefillStatus.QUEUED, RefillStatus.SUBMITTING, RefillStatus.PENDING)
    asked = await _move(shop, noun, asked, *way, panel_refill_id="77", next_check_at=NOW)
    async with shop.storage.transaction() as tx:
        claim = tx.refills.claim_due
        assert await claim(PANEL, NOW, lease=MINUTE, limit=9) == [asked]
        assert await claim(PANEL, NOW, lease=MINUTE, limit=9) == []
        later = NOW + timedelta(hours=1)
        await tx.refills.reschedule(asked.id, later)
        assert await claim(PANEL, later - MINUTE, lease=MINUTE, limit=9) == []
        assert await claim(PANEL, later, lease=MINUTE, limit=9) == [asked]
        assert await tx.refills.in_status(RefillStatus.QUEUED) == [waiting]


async def test_refills_claimed_at_once_go_to_one_each(shop: Shop) -> None:
    noun = NOUNS[0]
    way = (RefillStatus.QUEUED, RefillStatus.SUBMITTING, RefillStatus.PENDING)
    for n in range(8):
        request = await _open(shop, noun, await _order(shop, n))
        await _move(shop, noun, request, *way, next_check_at=NOW)

    async def claim() -> list[Refill]:
        async with shop.storage.transaction() as tx:
            return await tx.refills.claim_due(PANEL, NOW, lease=MINUTE, limit=3)

    claims = [*await asyncio.gather(claim(), claim(), claim()), await claim(), await claim()]
    assert all(len(claimed) <= 3 for claimed in claims)
    assert sorted(refill.id for claimed in claims for refill in claimed) == list(range(1, 9))


async def test_one_of_many_may_be_quiet(shop: Shop, noun: Noun) -> None:
    order_id = await _order(shop)
    async with shop.storage.transaction() as tx:
        opened = await noun.of(tx).open(
            order_id=order_id, user_id=1, panel=PANEL, now=NOW, quiet=True
        )
        assert opened.quiet
        assert await noun.of(tx).get(opened.id) == opened


async def test_the_last_request_of_each_order_and_all_of_one(shop: Shop, noun: Noun) -> None:
    first, second, other = [await _order(shop, n) for n in (1, 2, 3)]
    old = await _open(shop, noun, first)
    way = (noun.status.QUEUED, noun.status.SUBMITTING, noun.status.REFUSED)
    refused = await _move(shop, noun, old, *way)
    new = await _open(shop, noun, first)
    beside = await _open(shop, noun, second)
    async with shop.storage.transaction() as tx:
        latest = await noun.of(tx).latest([first, second, other, 10**9])
        assert sorted(latest, key=lambda each: each.id) == [new, beside]
        assert await noun.of(tx).latest([]) == []
        assert await noun.of(tx).of_order(first, limit=9) == [new, refused]
        assert await noun.of(tx).of_order(first, limit=1) == [new]
        assert await noun.of(tx).of_order(other, limit=9) == []

"""The operators' desk: evidence in sight, one decision, checked with the panel, and final."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.order import Order, OrderStatus
from bot.usecases import deciding
from bot.usecases.desk import Desk
from tests.usecases.shop import CUSTOMER, NOWHERE, OPERATOR, SECOND_OPERATOR, STRANGER, Shop

LINK = "https://instagram.com/p/Unsure"


async def unconfirmed(shop: Shop, kind: str = "reset_after", **wanted: Any) -> Order:
    order = await shop.order(**{"link": LINK, **wanted})
    shop.truth.faults.add("add", kind)
    await shop.live()
    return await shop.get(order)


async def problem_of(deciding: Awaitable[object]) -> Problem:
    with pytest.raises(ShopError) as refused:
        await deciding
    return refused.value.problem


async def test_the_evidence_is_put_before_the_operator(shop: Shop) -> None:
    order = await unconfirmed(shop, "error_and_order", quantity=1000)
    case = await deciding.case(shop.desk, OPERATOR, order.id)
    assert case.order == order
    assert case.attempt is not None
    assert (case.attempt.balance_before, case.attempt.balance_after) == (
        Decimal(100),
        Decimal("99.88"),
    )
    assert case.hints == tuple(shop.truth.orders)
    assert case.unlocks_in == timedelta(minutes=10)


async def test_a_later_duplicate_error_names_the_order(shop: Shop) -> None:
    order = await unconfirmed(shop)
    (placed,) = shop.truth.orders
    again = await shop.order(link=LINK)
    text = f"You have active order with this link. (#{placed})"
    shop.truth.faults.add("add", "answer", value={"error": text})
    await shop.live()
    assert await shop.status(again) is OrderStatus.REJECTED
    assert (await deciding.case(shop.desk, OPERATOR, order.id)).hints == (placed,)


async def test_it_is_that_order_and_lives_on_as_such(shop: Shop) -> None:
    order = await unconfirmed(shop, quantity=1000)
    (placed,) = shop.truth.orders
    found = await deciding.it_is(shop.desk, OPERATOR, order.id, placed)
    assert (found.status, found.panel_order_id) == (OrderStatus.PENDING, placed)
    assert placed in {fields.get("order") for fields in shop.asked("status")}
    for _ in range(5):
        await shop.live(minutes=2)
    assert await shop.status(order) is OrderStatus.COMPLETED
    assert shop.news() == [
        (order.id, "unconfirmed"),
        (order.id, "pending"),
        (order.id, "completed"),
    ]
    assert len(shop.adds()) == 1


async def test_an_id_the_panel_does_not_know_is_refused(shop: Shop) -> None:
    order = await unconfirmed(shop)
    problem = await problem_of(deciding.it_is(shop.desk, OPERATOR, order.id, "424242"))
    assert problem is Problem.PANEL_ORDER_UNKNOWN
    assert await shop.status(order) is OrderStatus.UNCONFIRMED


async def test_an_id_of_another_order_is_refused(shop: Shop) -> None:
    other = await shop.placed()
    order = await unconfirmed(shop)
    with pytest.raises(ShopError) as refused:
        await deciding.it_is(shop.desk, OPERATOR, order.id, str(other.panel_order_id))
    assert refused.value.problem is Problem.PANEL_ORDER_TAKEN
    assert refused.value.details == {"id": other.panel_order_id, "order": other.id}
    assert await shop.status(order) is OrderStatus.UNCONFIRMED


async def test_one_id_given_to_two_orders_at_once_is_one_of_them(shop: Shop) -> None:
    one, other = await unconfirmed(shop), await unconfirmed(shop)
    placed = next(iter(shop.truth.orders))
    answers = await asyncio.gather(
        deciding.it_is(shop.desk, OPERATOR, one.id, placed),
        deciding.it_is(shop.desk, SECOND_OPERATOR, other.id, placed),
        return_exceptions=True,
    )
    assert [a.status for a in answers if isinstance(a, Order)] == [OrderStatus.PENDING]
    assert [a.problem for a in answers if isinstance(a, ShopError)] == [Problem.PANEL_ORDER_TAKEN]


@pytest.mark.parametrize("trouble", ["down", "wrong key"])
async def test_a_panel_in_trouble_decides_nothing(shop: Shop, trouble: str) -> None:
    order = await unconfirmed(shop)
    (placed,) = shop.truth.orders
    if trouble == "down":
        shop.desk.panels["main"]._url = NOWHERE
    else:
        shop.truth.faults.add("status", "wrong_key")
    problem = await problem_of(deciding.it_is(shop.desk, OPERATOR, order.id, placed))
    assert problem is Problem.PANEL_BUSY
    assert await shop.status(order) is OrderStatus.UNCONFIRMED


async def test_not_placed_is_locked_until_the_grace_has_passed(shop: Shop) -> None:
    order = await unconfirmed(shop, "reset_before")
    shop.clock.move(minutes=9, seconds=1)
    with pytest.raises(ShopError) as early:
        await deciding.not_placed(shop.desk, OPERATOR, order.id)
    assert (early.value.problem, early.value.details) == (Problem.TOO_EARLY, {"minutes": 1})
    shop.clock.move(seconds=59)
    assert (await deciding.case(shop.desk, OPERATOR, order.id)).unlocks_in is None
    rejected = await deciding.not_placed(shop.desk, OPERATOR, order.id)
    assert (rejected.status, rejected.finished_at) == (OrderStatus.REJECTED, shop.clock.now)
    await shop.live(hours=1)
    assert shop.news() == [(order.id, "unconfirmed"), (order.id, "rejected")]
    assert len(shop.adds()) == 1


async def test_two_decisions_at_once_are_one(shop: Shop) -> None:
    order = await unconfirmed(shop)
    (placed,) = shop.truth.orders
    shop.clock.move(minutes=11)
    answers = await asyncio.gather(
        deciding.it_is(shop.desk, OPERATOR, order.id, placed),
        deciding.not_placed(shop.desk, SECOND_OPERATOR, order.id),
        deciding.not_placed(shop.desk, OPERATOR, order.id),
        return_exceptions=True,
    )
    (won,) = [answer for answer in answers if isinstance(answer, Order)]
    lost = [answer.problem for answer in answers if isinstance(answer, ShopError)]
    assert lost == [Problem.NOT_UNCONFIRMED] * 2
    assert await shop.status(order) is won.status
    await shop.tell()
    assert len(shop.news()) == 2


Decision = Callable[[Desk, int, int], Awaitable[object]]
_DECISIONS: dict[str, Decision] = {
    "look": deciding.case,
    "look up": lambda desk, who, order: deciding.look_up(desk, who, order, "1"),
    "it is": lambda desk, who, order: deciding.it_is(desk, who, order, "1"),
    "not placed": deciding.not_placed,
}


@pytest.mark.parametrize("decision", _DECISIONS.values(), ids=_DECISIONS)
async def test_nobody_but_operators_looks_or_decides(shop: Shop, decision: Decision) -> None:
    order = await unconfirmed(shop)
    shop.clock.move(minutes=11)
    for who in (CUSTOMER, STRANGER):
        assert await problem_of(decision(shop.desk, who, order.id)) is Problem.NOT_ALLOWED
    assert await shop.status(order) is OrderStatus.UNCONFIRMED


@pytest.mark.parametrize("decision", _DECISIONS.values(), ids=_DECISIONS)
async def test_only_unconfirmed_orders_are_decided_about(shop: Shop, decision: Decision) -> None:
    order = await shop.placed()
    for number in (order.id, 999):
        assert await problem_of(decision(shop.desk, OPERATOR, number)) is Problem.NOT_UNCONFIRMED
    assert await shop.status(order) is OrderStatus.PENDING


async def test_leaving_it_leaves_it(shop: Shop) -> None:
    order = await unconfirmed(shop)
    for _ in range(5):
        await deciding.case(shop.desk, OPERATOR, order.id)
        await shop.live(days=1)
    assert await shop.status(order) is OrderStatus.UNCONFIRMED
    assert len(shop.adds()) == 1

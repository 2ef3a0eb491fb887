"""After which answers a stand-in takes an order over, and after which it must not."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.notice import NoticeKind
from bot.domain.order import OrderStatus
from bot.domain.service import ServiceType
from bot.usecases import balances, cancelling, deciding, standing_in, submitting
from storage import Storage
from tests.usecases.backed import (
    AUTO_LIKES,
    FOLLOWERS,
    PACKAGE,
    handovers,
    open_backed,
    refuse,
    stands,
    stands_in,
    where,
)
from tests.usecases.shop import CUSTOMER, LIKES, NOWHERE, OPERATOR, Shop
from tests.usecases.typed import BY_TYPE

NOT_SOLD = "Incorrect service ID"
Q, P, R, U = (
    OrderStatus.QUEUED,
    OrderStatus.PENDING,
    OrderStatus.REJECTED,
    OrderStatus.UNCONFIRMED,
)


@pytest.fixture
async def shop(storage: Storage) -> AsyncIterator[Shop]:
    async with open_backed(storage) as opened:
        yield opened


_DEFINITE = {
    "not sold any more": NOT_SOLD,
    "no funds": "Not enough funds on balance",
    "a refused key": "Invalid API key",
    "a suspension": "Account suspended",
    "no such action": "Invalid action",
}


@pytest.mark.parametrize("sentence", _DEFINITE.values(), ids=_DEFINITE)
async def test_after_a_definite_no_the_stand_in_gets_the_order_once(
    shop: Shop, sentence: str
) -> None:
    order = await shop.order()
    refuse(shop, sentence)
    await shop.live()
    assert await stands(shop, order) == (P, "spare")
    assert where(shop, order) == ["spare"]
    assert (len(shop.adds("main")), len(shop.adds("spare"))) == (1, 1)
    (left,) = await handovers(shop, order)
    assert (left.panel, left.service_id, left.said) == ("main", LIKES, sentence)
    assert shop.news() == [], "its card says it, and that is all"
    await shop.live(hours=1)
    assert shop.news() == [(order.id, "completed")]


async def test_the_order_is_what_it_was_but_for_what_the_stand_in_sells(shop: Shop) -> None:
    shop.truths["spare"].change_service(int(LIKES), rate=Decimal("0.05"), cancel=False)
    await shop.sync("spare")
    order = await shop.order(quantity=1000)
    refuse(shop, NOT_SOLD)
    await shop.live()
    moved, stand_in = await shop.get(order), await shop.listing(LIKES, "spare")
    assert (moved.panel, moved.service_id, moved.stand_in_key) == ("spare", LIKES, stand_in.key)
    assert (moved.listing_key, moved.service_name) == (order.listing_key, order.service_name)
    assert (moved.cost, moved.rate) == (Decimal("0.05"), Decimal("0.12"))
    assert (moved.fields, moved.units) == (order.fields, order.units)
    assert not moved.cancel
    (truth,) = shop.truths["spare"].orders.values()
    assert (truth.id, truth.charge) == (moved.panel_order_id, moved.cost)


async def test_a_package_is_asked_for_as_the_stand_ins_panel_wants_it(shop: Shop) -> None:
    """Some panels want the smallest quantity with a package: their own, not the first panel's."""
    await stands_in(shop, "spare", PACKAGE, instead_of=PACKAGE)
    shop.truths["spare"].change_service(int(PACKAGE), min=3, max=3)
    await shop.sync("spare")
    spare = shop.desk.panels["spare"]
    spare._account = replace(spare._account, send_package_quantity=True)
    await shop.confirm(await shop.fill(BY_TYPE[ServiceType.PACKAGE]))
    refuse(shop, NOT_SOLD)
    await shop.live()
    (sent,) = shop.adds("spare")
    assert (sent["service"], sent["quantity"]) == (PACKAGE, "3")


async def test_operators_hear_once_who_refused_why_and_who_took_it_over(shop: Shop) -> None:
    orders = [await shop.order() for _ in range(3)]
    refuse(shop, NOT_SOLD, times=None)
    await shop.live()
    assert [await stands(shop, order) for order in orders] == [(P, "spare")] * 3
    assert shop.alerts() == [("panel_refuses", "main")]
    (alert,) = shop.told(OPERATOR, NoticeKind.ALERT)
    assert (alert.data["reason"], alert.data["stand_in"]) == (NOT_SOLD, "spare")


_CUSTOMERS = {
    "a bad link": "Enter a valid link",
    "the quantity": "Quantity less than minimal 2000",
    "a running order": "You have active order with this link.",
    "another field": "Incorrect comments",
}


@pytest.mark.parametrize("sentence", _CUSTOMERS.values(), ids=_CUSTOMERS)
async def test_what_the_customer_can_mend_is_told_and_goes_nowhere(
    shop: Shop, sentence: str
) -> None:
    order = await shop.order()
    refuse(shop, sentence)
    await shop.live()
    rejected = await shop.get(order)
    assert (rejected.status, rejected.panel, rejected.reason) == (R, "main", sentence)
    assert shop.adds("spare") == []


@pytest.mark.parametrize("kind", ["rate_limit_429", "rate_limit_200", "maintenance"])
async def test_what_passes_is_waited_for(shop: Shop, kind: str) -> None:
    order = await shop.order()
    shop.truth.faults.add("add", kind)
    await shop.live()
    assert await stands(shop, order) == (Q, "main")
    await shop.live(minutes=1)
    assert await stands(shop, order) == (P, "main")
    assert shop.adds("spare") == []


async def test_a_panel_that_cannot_be_reached_is_waited_for(shop: Shop) -> None:
    order = await shop.order()
    panel = shop.desk.panels["main"]
    url, panel._url = panel._url, NOWHERE
    for _ in range(3):
        await shop.live(minutes=1)
    assert await stands(shop, order) == (Q, "main")
    panel._url = url
    with shop.when_written("attempts", lambda: setattr(panel, "_url", NOWHERE)):
        await shop.live(minutes=1)
    assert (await shop.attempt(order)).outcome == "not sent"
    assert await stands(shop, order) == (Q, "main")
    panel._url = url
    await shop.live(minutes=1)
    assert where(shop, order) == ["main"]
    assert shop.adds("spare") == []


_UNKNOWN: dict[str, dict[str, Any]] = {
    "no answer": {"kind": "hang"},
    "no answer after the effect": {"kind": "hang_after"},
    "reset": {"kind": "reset_before"},
    "reset after the effect": {"kind": "reset_after"},
    "a 500": {"kind": "status_500_before"},
    "a 500 after the effect": {"kind": "status_500_after"},
    "a web page": {"kind": "html"},
    "empty after the effect": {"kind": "empty_after"},
    "null": {"kind": "null"},
    "cut off": {"kind": "cut_off"},
    "redirected": {"kind": "redirect_307"},
    "an error and an order": {"kind": "error_and_order", "value": NOT_SOLD},
    "a no beside a 502": {"kind": "answer_after", "value": {"message": NOT_SOLD}, "status": 502},
    "a no that isn't called one": {"kind": "answer_after", "value": {"message": NOT_SOLD}},
    "no id": {"kind": "odd_id", "value": None},
    "unknown words that cost money": {"kind": "unknown_error_moved"},
}


@pytest.mark.parametrize("fault", _UNKNOWN.values(), ids=_UNKNOWN)
async def test_after_an_unknown_no_stand_in_is_asked_whatever_runs_or_is_decided(
    shop: Shop, fault: dict[str, Any]
) -> None:
    order = await shop.order()
    shop.fault("add", **fault)
    await shop.live()
    shop.truth.faults.release()
    await shop.restart()
    await shop.live(hours=1)
    if await shop.status(order) is U:
        await deciding.not_placed(shop.desk, OPERATOR, order.id)
        await shop.live(hours=1)
    assert await stands(shop, order) == (R, "main")
    assert shop.adds("spare") == []


async def test_words_nobody_knows_are_no_definite_no(shop: Shop) -> None:
    """The balance didn't move, so the order counts as refused; to order elsewhere, more is needed."""
    order = await shop.order()
    shop.truth.faults.add("add", "unknown_error")
    await shop.live()
    assert await stands(shop, order) == (R, "main")
    assert shop.adds("spare") == []


async def test_a_stand_in_is_never_a_loss(shop: Shop) -> None:
    shop.truths["spare"].change_service(int(LIKES), rate=Decimal("0.1201"))
    await shop.sync("spare")
    gone, unpaid = await shop.order(), await shop.order()
    refuse(shop, NOT_SOLD)
    refuse(shop, "Not enough funds on balance")
    await shop.live()
    assert await stands(shop, gone) == (R, "main")
    assert await stands(shop, unpaid) == (Q, "main")
    assert shop.adds("spare") == []
    assert shop.news() == [(gone.id, "rejected")]


async def test_it_is_the_price_as_confirmed_that_is_kept(shop: Shop) -> None:
    """The service has become dearer since, and the stand-in with it."""
    order = await shop.order()
    for panel in ("main", "spare"):
        shop.truths[panel].change_service(int(LIKES), rate=Decimal("0.20"))
        await shop.sync(panel)
    refuse(shop, NOT_SOLD)
    await shop.live()
    assert await stands(shop, order) == (R, "main")


async def test_a_stand_in_that_counts_in_another_currency_is_passed_over(shop: Shop) -> None:
    shop.truths["spare"].currency = "EUR"
    await balances.read(shop.desk, "spare")
    order = await shop.order()
    refuse(shop, NOT_SOLD)
    await shop.live()
    assert await stands(shop, order) == (R, "main")


async def test_the_first_that_fits_is_asked(shop: Shop) -> None:
    await stands_in(shop, "third")
    shop.truths["spare"].change_service(int(LIKES), min=500)
    await shop.sync("spare")
    small, large = await shop.order(quantity=100), await shop.order(quantity=500)
    refuse(shop, NOT_SOLD, times=2)
    await shop.live()
    assert await stands(shop, small) == (P, "third")
    assert await stands(shop, large) == (P, "spare")


async def test_when_the_stand_in_refuses_too_the_next_is_asked_each_once(shop: Shop) -> None:
    await stands_in(shop, "third")
    order = await shop.order()
    refuse(shop, NOT_SOLD)
    refuse(shop, "Account suspended", "spare")
    await shop.live()
    assert await stands(shop, order) == (P, "third")
    assert [len(shop.adds(panel)) for panel in shop.truths] == [1, 1, 1]
    left = [(each.panel, each.said) for each in await handovers(shop, order)]
    assert left == [("main", NOT_SOLD), ("spare", "Account suspended")]


async def test_when_all_refuse_the_order_is_rejected_for_the_first_reason(shop: Shop) -> None:
    """The stand-in's sentence is about another service than the customer chose."""
    order = await shop.order(quantity=20)
    shop.truths["spare"].change_service(int(LIKES), min=50)
    refuse(shop, NOT_SOLD)
    for _ in range(4):
        await shop.live(minutes=10)
    rejected = await shop.get(order)
    assert (rejected.status, rejected.panel, rejected.reason) == (R, "spare", "")
    assert shop.news() == [(order.id, "rejected")]
    assert [len(shop.adds(panel)) for panel in shop.truths] == [1, 1, 0]
    assert shop.alerts() == [("panel_refuses", "main"), ("panel_refuses", "spare")]
    assert where(shop, order) == []


async def test_a_stand_in_without_funds_keeps_the_order_until_it_has_some(shop: Shop) -> None:
    order = await shop.order()
    shop.truths["spare"].set_balance(Decimal("0.01"))
    refuse(shop, NOT_SOLD)
    for _ in range(3):
        await shop.live(minutes=6)
    waiting = await shop.get(order)
    assert (waiting.status, waiting.panel, waiting.waits) == (Q, "spare", True)
    assert len(shop.adds("main")) == 1, "it isn't asked again"
    shop.truths["spare"].set_balance(Decimal(10))
    await shop.live(minutes=6)
    assert await stands(shop, order) == (P, "spare")


async def test_a_stand_in_whose_answer_is_unknown_has_the_order_for_good(shop: Shop) -> None:
    await stands_in(shop, "third")
    order = await shop.order()
    refuse(shop, NOT_SOLD)
    shop.truths["spare"].faults.add("add", "reset_after")
    for _ in range(3):
        await shop.live(hours=1)
    assert await stands(shop, order) == (U, "spare")
    assert shop.adds("third") == []
    assert where(shop, order) == ["spare"]
    at_panel = next(iter(shop.truths["spare"].orders))
    await deciding.it_is(shop.desk, OPERATOR, order.id, at_panel)
    assert await stands(shop, order) == (P, "spare")


async def test_a_key_refused_before_anything_is_sent_leads_on_too(shop: Shop) -> None:
    """Each order that has a stand-in goes to it; the one that has none, though it came first, waits."""
    alone = await shop.order(service=FOLLOWERS, quantity=50)
    backed = [await shop.order() for _ in range(2)]
    key, shop.truth.key = shop.truth.key, "another"
    await shop.live()
    assert await stands(shop, alone) == (Q, "main")
    assert [await stands(shop, order) for order in backed] == [(P, "spare")] * 2
    assert shop.adds("main") == []
    later = await shop.order()
    await shop.live()
    assert await stands(shop, later) == (P, "spare")
    shop.truth.key = key
    await shop.live(minutes=6)
    assert await stands(shop, alone) == (P, "main")
    assert sorted(shop.alerts()) == [("key_refused", "main"), ("panel_refuses", "main")]


async def test_panels_that_all_refuse_their_key_are_each_asked_once(shop: Shop) -> None:
    """Nothing goes round in circles."""
    await stands_in(shop, "third")
    for at, panel in (("spare", "third"), ("third", "spare")):
        await stands_in(shop, panel, at=at)
    order = await shop.order()
    for truth in shop.truths.values():
        truth.key = "another"
    for _ in range(3):
        await shop.live(minutes=6)
    assert await stands(shop, order) == (Q, "third")
    assert [each.panel for each in await handovers(shop, order)] == ["main", "spare"]


async def test_missing_funds_move_the_dear_order_alone(storage: Storage) -> None:
    async with open_backed(storage, balance=Decimal("0.05")) as shop:
        shop.truths["spare"].set_balance(Decimal(10))
        dear, cheap = await shop.order(quantity=1000), await shop.order(quantity=100)
        await shop.live()
        assert await stands(shop, dear) == (P, "spare")
        assert await stands(shop, cheap) == (P, "main")
        assert ("no_funds", "main") in shop.alerts()


async def test_an_order_that_waited_goes_on_once_a_stand_in_is_chosen(shop: Shop) -> None:
    order = await shop.order(service=FOLLOWERS, quantity=50)
    shop.truth.set_balance(Decimal("0.01"))
    for _ in range(7):
        await shop.live(minutes=6)
    assert (await shop.get(order)).waits
    assert ("orders_wait", "main") in await shop.alerts_up()
    await stands_in(shop, "spare", FOLLOWERS, instead_of=FOLLOWERS)
    await shop.live(minutes=6)
    moved = await shop.get(order)
    assert (moved.status, moved.panel, moved.waits) == (P, "spare", False)
    assert ("orders_wait", "main") not in await shop.alerts_up()


async def test_one_that_no_longer_stands_in_is_not_asked(shop: Shop) -> None:
    backed, stand_in = await shop.listing(), await shop.listing(LIKES, "spare")
    await standing_in.remove(shop.desk, OPERATOR, backed.key, stand_in.key)
    order = await shop.order()
    refuse(shop, NOT_SOLD)
    await shop.live()
    assert await stands(shop, order) == (R, "main")


async def test_an_order_taken_back_while_the_balance_is_read_goes_nowhere(shop: Shop) -> None:
    order = await shop.order()
    fault = shop.truth.faults.add("balance", "latency", seconds=600)
    sending = asyncio.create_task(submitting.submit_next(shop.desk, "main"))
    await fault.began.wait()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    shop.truth.key = "another"
    shop.truth.faults.release()
    await sending
    await shop.live(minutes=6)
    assert await stands(shop, order) == (OrderStatus.CANCELED, "main")
    assert shop.adds("spare") == []


async def test_a_subscription_without_an_end_has_stand_ins_too(shop: Shop) -> None:
    """Its price isn't known, so it is the rates that are compared."""
    await stands_in(shop, "spare", AUTO_LIKES, instead_of=AUTO_LIKES)
    order = await shop.confirm(await shop.fill(BY_TYPE[ServiceType.SUBSCRIPTIONS]))
    refuse(shop, NOT_SOLD)
    await shop.live()
    moved = await shop.get(order)
    assert (moved.panel, moved.panel_order_id in shop.truths["spare"].orders) == ("spare", True)

"""Every action answers in the documented shape."""

from decimal import Decimal

import pytest

from bot.sandbox.panel import Panel
from tests.sandbox.panel.conftest import Clock, Customer


async def test_services_have_the_documented_keys_and_spellings(customer: Customer) -> None:
    told = await customer.ask(action="services")

    followers = next(service for service in told if service["service"] == 1002)
    assert followers | {"desc": ""} == {
        "service": 1002,
        "name": "Instagram Followers | Mixed 🌍 | 30 days refill ♻️ | 5K/day",
        "type": "Default",
        "category": "🔥 Instagram Followers [Best sellers]",
        "rate": "0.90",
        "min": "50",
        "max": "10000",
        "refill": True,
        "cancel": True,
        "dripfeed": True,
        "desc": "",
        "average_time": "42",
    }


async def test_an_order_is_placed_charged_and_kept(customer: Customer, panel: Panel) -> None:
    told = await customer.ask(action="add", service=1002, link="https://x.org/a", quantity=60)

    assert told == {"order": 23501}
    order = panel.orders["23501"]
    assert order.charge == Decimal("0.054")
    assert order.fields["link"] == "https://x.org/a"
    assert panel.balance == Decimal("99.946")


async def test_the_balance_is_told_as_a_string(customer: Customer) -> None:
    await customer.order(quantity=1230)

    assert await customer.ask(action="balance") == {"balance": "99.8524", "currency": "USD"}


async def test_the_status_of_one_order(customer: Customer, panel: Panel) -> None:
    order = await customer.order()
    panel.set_status(order, "Partial", remains=25, start_count=3572)

    assert await customer.ask(action="status", order=order) == {
        "charge": "0.009",
        "start_count": "3572",
        "status": "Partial",
        "remains": "25",
        "currency": "USD",
    }


async def test_the_status_of_many_orders_is_keyed_by_id(customer: Customer) -> None:
    first, second = await customer.order(), await customer.order()

    told = await customer.ask(action="status", orders=f"{first},{second},10")

    assert set(told) == {first, second, "10"}
    assert told[first]["status"] == "Pending"
    assert told["10"] == {"error": "Incorrect order ID"}


async def test_more_than_a_hundred_orders_are_too_many(customer: Customer) -> None:
    ids = ",".join(str(number) for number in range(101))

    for action in ("status", "refill", "cancel"):
        assert await customer.ask(action=action, orders=ids) == {"error": "Incorrect request"}


async def test_an_order_of_somebody_else(customer: Customer) -> None:
    for action in ("status", "refill"):
        told = await customer.ask(action=action, order=23502)
        assert told == {"error": "Incorrect order ID"}


async def test_a_refill_and_its_status(customer: Customer, panel: Panel, clock: Clock) -> None:
    order = await customer.order(1002)
    clock.now += 300

    assert await customer.ask(action="refill", order=order) == {"refill": "901"}
    assert await customer.ask(action="refill_status", refill=901) == {"status": "Pending"}
    clock.now += 20
    assert await customer.ask(action="refill_status", refill=901) == {"status": "In progress"}
    clock.now += 60
    assert await customer.ask(action="refill_status", refill=901) == {"status": "Completed"}
    assert await customer.ask(action="refill_status", refill=7) == {"error": "Refill not found"}


async def test_refills_in_batches(customer: Customer, panel: Panel, clock: Clock) -> None:
    order = await customer.order(1002)
    clock.now += 300
    panel.refill_fate(order, "reject")

    assert await customer.ask(action="refill", orders=f"{order},3") == [
        {"order": int(order), "refill": 901},
        {"order": 3, "refill": {"error": "Incorrect order ID"}},
    ]
    clock.now += 100
    assert await customer.ask(action="refill_status", refills="901,3") == [
        {"refill": 901, "status": "Rejected"},
        {"refill": 3, "status": {"error": "Refill not found"}},
    ]


async def test_refills_are_refused_for_a_reason(clock: Clock, customer: Customer) -> None:
    customer.panel.refill_wait = 86400.0
    without, running = await customer.order(1010), await customer.order(1002)

    async def refused(order: str) -> str:
        return str((await customer.ask(action="refill", order=order))["error"])

    assert await refused(without) == "Refill is disabled for this service"
    assert await refused(running) == "The order is not completed"
    clock.now += 300
    assert await refused(running) == (
        "The order was completed or refill was requested less than 24 hours ago"
    )
    clock.now += 86400
    assert "refill" in await customer.ask(action="refill", order=running)
    assert await refused(running) == "There is already an open request for this order."


async def test_cancellations_are_only_requests(customer: Customer, panel: Panel) -> None:
    order = await customer.order()

    assert await customer.ask(action="cancel", orders=f"9,{order}") == [
        {"order": 9, "cancel": {"error": "Incorrect order ID"}},
        {"order": int(order), "cancel": 1},
    ]
    assert panel.orders[order].status == "Pending"
    assert (await customer.ask(action="cancel", orders=order))[0]["cancel"] == {
        "error": "There is already an open request for this order."
    }


async def test_what_cannot_be_cancelled(customer: Customer, clock: Clock) -> None:
    never, done = await customer.order(1004), await customer.order()
    clock.now += 300

    for entry in await customer.ask(action="cancel", orders=f"{never},{done}"):
        assert entry["cancel"] == {
            "error": "This order has already started and cannot be cancelled."
        }


async def test_cancel_takes_no_single_order(customer: Customer) -> None:
    order = await customer.order()

    assert await customer.ask(action="cancel", order=order) == {"error": "Incorrect request"}


async def test_a_wrong_key_and_an_unknown_action(customer: Customer) -> None:
    assert await customer.ask(key="other", action="balance") == {"error": "Invalid API key"}
    assert await customer.ask(action="profile") == {"error": "Incorrect request"}


@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_only_post_is_understood(customer: Customer, method: str) -> None:
    query = {"key": customer.panel.key, "action": "balance"}
    async with customer.session.request(method, customer.url, params=query) as response:
        assert response.content_type == "text/html"


async def test_a_json_body_is_not_understood(customer: Customer) -> None:
    body = {"key": customer.panel.key, "action": "balance"}
    async with customer.session.post(customer.url, json=body) as response:
        assert await response.json() == {"error": "Incorrect request"}


async def test_every_request_is_kept(customer: Customer, panel: Panel, clock: Clock) -> None:
    clock.now += 12
    await customer.ask(action="status", order=4)

    request = panel.received[-1]
    assert (request.action, request.time) == ("status", 12.0)
    assert request.fields == {"key": panel.key, "action": "status", "order": "4"}

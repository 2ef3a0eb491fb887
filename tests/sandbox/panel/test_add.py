"""What `add` demands and charges, for every type of service."""

import io
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.sandbox.panel import Panel
from bot.sandbox.panel.forms import fold
from tests.sandbox.panel.conftest import Clock, Customer

LINK = {"link": "https://example.org/p/1"}
TRAFFIC: dict[str, Any] = LINK | {"quantity": 500, "country": "US", "device": 5}

# type, service, fields that do, the count, the charge
GOOD: list[tuple[str, int, dict[str, Any], int, str]] = [
    ("default", 1010, LINK | {"quantity": 123}, 123, "0.01476"),
    ("default", 9901, LINK | {"quantity": 3}, 3, "0.03"),
    ("package", 1005, LINK, 1, "6.50"),
    ("custom comments", 1030, LINK | {"comments": "a\nb\n\nc\r\nd\ne"}, 5, "0.021"),
    ("custom comments package", 1031, LINK | {"comments": "wow"}, 1, "12"),
    ("comment replies", 1032, LINK | {"username": "ann", "comments": "a\nb\nc"}, 3, "0.0165"),
    ("mentions custom list", 1040, LINK | {"usernames": "\n".join("abcdefghij")}, 10, "0.03"),
    ("mentions", 1041, LINK | {"quantity": 100, "usernames": "ann"}, 100, "0.28"),
    (
        "mentions with hashtags",
        1042,
        LINK | {"quantity": 100, "usernames": "ann", "hashtags": "art"},
        100,
        "0.29",
    ),
    ("mentions hashtag", 1043, LINK | {"quantity": 100, "hashtag": "art"}, 100, "0.24"),
    ("mentions user followers", 1044, LINK | {"quantity": 1000, "username": "a"}, 1000, "2.6"),
    (
        "mentions media likers",
        1045,
        LINK | {"quantity": 100, "media": "https://example.org/m"},
        100,
        "0.26",
    ),
    ("comment likes", 1013, LINK | {"quantity": 10, "username": "ann"}, 10, "0.021"),
    ("poll", 4021, LINK | {"quantity": 10, "answer_number": 2}, 10, "0.007"),
    ("seo", 3002, LINK | {"quantity": 500, "keywords": "cats\ndogs"}, 500, "1.95"),
    ("invites from groups", 4003, LINK | {"quantity": 100, "groups": "@a\n@b"}, 100, "0.5"),
    ("web traffic", 9002, TRAFFIC | {"type_of_traffic": 3}, 500, "0.125"),
    (
        "web traffic",
        9002,
        TRAFFIC | {"type_of_traffic": 1, "google_keyword": "cats"},
        500,
        "0.125",
    ),
    (
        "web traffic",
        9002,
        TRAFFIC | {"type_of_traffic": 2, "referring_url": "https://example.org"},
        500,
        "0.125",
    ),
    ("event quiz", 7004, LINK | {"quantity": 10}, 10, "0.04"),
]


@pytest.mark.parametrize(("type_", "service", "fields", "count", "charge"), GOOD)
async def test_a_good_order_of_each_type(
    customer: Customer,
    type_: str,
    service: int,
    fields: dict[str, Any],
    count: int,
    charge: str,
) -> None:
    told = await customer.ask(action="add", service=service, **fields)

    order = customer.panel.orders[str(told["order"])]
    assert fold(order.service.type) == type_
    assert order.remains == count
    assert order.charge == Decimal(charge)
    assert customer.panel.balance == 100 - Decimal(charge)


REQUIRED: list[tuple[int, dict[str, Any], str]] = [
    (service, fields, name)
    for _type, service, fields, _count, _charge in GOOD
    for name in fields
    if name != "link"
]


@pytest.mark.parametrize(("service", "fields", "missing"), REQUIRED)
async def test_no_required_field_may_be_missing(
    customer: Customer, service: int, fields: dict[str, Any], missing: str
) -> None:
    rest = {name: value for name, value in fields.items() if name != missing}

    told = await customer.ask(action="add", service=service, **rest)

    expected = "Comments field is required" if missing == "comments" else f"Incorrect {missing}"
    assert told == {"error": expected}
    assert not customer.panel.orders
    assert customer.panel.balance == 100


REFUSED: list[tuple[int, dict[str, Any], str]] = [
    (77, LINK, "Incorrect service ID"),
    (1010, {"quantity": 100}, "Bad link"),
    (1010, {"link": "https://", "quantity": 100}, "Bad link"),
    (1010, {"link": "two words", "quantity": 100}, "Bad link"),
    (1010, LINK | {"quantity": 9}, "Quantity less than minimal 10"),
    (1010, LINK | {"quantity": 100_001}, "Quantity more than maximum 100000"),
    (1010, LINK | {"quantity": "1.5"}, "Incorrect quantity"),
    (1010, LINK | {"quantity": "9" * 5000}, "Incorrect quantity"),
    (1010, LINK | {"quantity": 100, "comments": "stray"}, "Quantity less than minimal 10"),
    (1010, LINK | {"quantity": 100, "runs": "", "interval": ""}, "Incorrect runs"),
    (1010, LINK | {"quantity": 100, "runs": 1, "interval": 10}, "Incorrect runs"),
    (1010, LINK | {"quantity": 100, "runs": 2, "interval": 7}, "Incorrect interval"),
    (1010, LINK | {"quantity": 60_000, "runs": 2, "interval": 5}, "Quantity more than maximum 100000"),
    (1011, LINK | {"quantity": 100, "runs": 2, "interval": 5}, "Incorrect runs"),
    (1030, LINK | {"comments": "a\nb"}, "Quantity less than minimal 5"),
    (1030, LINK | {"comments": " \n"}, "Incorrect comments"),
    (4021, LINK | {"quantity": 10, "answer_number": 0}, "Incorrect answer_number"),
    (1045, LINK | {"quantity": 100, "media": "ann"}, "Incorrect media"),
    (9002, TRAFFIC | {"device": 6, "type_of_traffic": 3}, "Incorrect device"),
    (1001, LINK | {"quantity": 1}, "Not enough funds on balance"),
    (9101, LINK | {"comments": "\n".join(["fine"] * 51)}, "Quantity more than maximum 50"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "fields", "sentence"), REFUSED)
async def test_what_is_refused_and_how(
    customer: Customer, service: int, fields: dict[str, Any], sentence: str
) -> None:
    told = await customer.ask(action="add", service=service, **fields)

    assert told == {"error": sentence}
    assert not customer.panel.orders
    assert customer.panel.balance == 100


async def test_a_drip_feed_is_charged_for_all_its_runs(customer: Customer) -> None:
    order = await customer.order(quantity=100, runs=3, interval=30)

    assert customer.panel.orders[order].charge == Decimal("0.036")


SUBSCRIPTION: dict[str, Any] = {"username": "ann", "min": 20, "max": 30, "delay": 0}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": ""}, "Incorrect username"),
        ({"min": ""}, "Incorrect quantity"),
        ({"min": 31}, "Incorrect quantity"),
        ({"min": 5}, "Quantity less than minimal 20"),
        ({"max": 5001}, "Quantity more than maximum 5000"),
        ({"delay": 7}, "Incorrect delay"),
        ({"posts": 0}, "Incorrect posts"),
        ({"old_posts": "x"}, "Incorrect old_posts"),
        ({"expiry": "2030-07-01"}, "Incorrect expiry"),
        ({"expiry": "14/06/2030"}, "Incorrect expiry"),
    ],
)
async def test_what_a_subscription_must_not_say(
    customer: Customer, changes: dict[str, Any], sentence: str
) -> None:
    told = await customer.ask(action="add", service=1020, **(SUBSCRIPTION | changes))

    assert told == {"error": sentence}


async def test_a_subscription_costs_nothing_at_first(customer: Customer) -> None:
    told = await customer.ask(action="add", service=1020, **SUBSCRIPTION, expiry="15/06/2030")

    assert told == {"order": 23501}
    assert customer.panel.balance == 100


async def test_a_free_service_costs_nothing(customer: Customer, panel: Panel) -> None:
    panel.set_balance(Decimal(0))

    await customer.order(1012, quantity=10)

    assert panel.balance == 0
    assert len(panel.orders) == 1


async def test_some_services_take_one_order_for_a_link_at_a_time(
    customer: Customer, clock: Clock
) -> None:
    again = {"action": "add", "service": 1002, "quantity": 100, **LINK}
    await customer.ask(**again)

    told = await customer.ask(**again)
    assert told == {
        "error": "You have active order with this link. Please wait until order being completed."
    }
    clock.now += 300
    assert "order" in await customer.ask(**again)


async def test_other_services_take_a_second_order_for_a_link(customer: Customer) -> None:
    assert await customer.order() != await customer.order()


async def test_more_than_a_megabyte_of_comments_arrives(customer: Customer) -> None:
    customer.panel.change_service(1030, max=10_000_000)
    comments = "\n".join(["what a view"] * 120_000)
    fields = {"key": customer.panel.key, "action": "add", "service": "1030", "comments": comments}
    body = io.BytesIO(urlencode(fields | LINK).encode())
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    async with customer.session.post(customer.url, data=body, headers=form) as response:
        assert await response.json() == {"error": "Not enough funds on balance"}

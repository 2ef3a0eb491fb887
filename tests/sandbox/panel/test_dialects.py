"""Each dialect deviates in its one way, and in no other."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from bot.sandbox.panel import DIALECTS
from tests.sandbox.panel.conftest import Answer, Clock, Customer

Told = Callable[[Customer], Any]


async def _speak(customer: Customer, name: str) -> None:
    customer.panel.dialect = DIALECTS[name]


def _service(services: list[dict[str, Any]], number: int) -> dict[str, Any]:
    return next(service for service in services if int(service["service"]) == number)


@pytest.mark.parametrize("name", DIALECTS)
async def test_every_dialect_takes_an_order_and_shows_it_done(
    customer: Customer, clock: Clock, name: str
) -> None:
    await _speak(customer, name)
    for action in ("services", "balance"):
        assert (await customer.post(action=action)).status == 200

    await customer.post(action="add", service=1010, link="https://a.org", quantity=100)
    clock.now += 300
    number = next(iter(customer.panel.orders))
    told = await customer.post(action="status", order=number)

    assert told.status == 200
    body = told.text.removeprefix(DIALECTS[name].before)
    assert str(json.loads(body)["remains"]) in {"0", "-12"}


async def _body(customer: Customer, name: str, **fields: object) -> Answer:
    await _speak(customer, name)
    return await customer.post(**({"action": "balance"} | fields))


async def test_what_stands_around_the_json(customer: Customer) -> None:
    told = await _body(customer, "json under text/html")
    assert told.headers["Content-Type"].startswith("text/html")
    assert (await _body(customer, "a BOM first")).text.startswith("\ufeff{")
    assert (await _body(customer, "blanks first")).text.startswith("\r\n\n  {")
    assert "Warning" in (await _body(customer, "a PHP warning first")).text
    assert "❤" not in (await _body(customer, "documented", action="services")).text
    assert "❤" in (await _body(customer, "not escaped", action="services")).text


async def test_numbers_and_strings(customer: Customer) -> None:
    order = await customer.order()
    await _speak(customer, "numbers for strings")
    assert await customer.ask(action="balance") == {"balance": 99.988, "currency": "USD"}
    status = await customer.ask(action="status", order=order)
    assert (status["charge"], status["remains"], status["start_count"]) == (0.012, 100, 0)
    service = _service(await customer.ask(action="services"), 1002)
    assert (service["rate"], service["min"], service["refill"]) == (0.9, 50, True)

    await _speak(customer, "strings for numbers")
    service = _service(await customer.ask(action="services"), 1002)
    assert (service["service"], service["refill"]) == ("1002", True)
    added = await customer.ask(action="add", service=1010, link="a.org", quantity=10)
    assert added == {"order": "23508"}


async def test_orders_may_be_created_with_201(customer: Customer) -> None:
    told = await _body(
        customer, "201 for an order", action="add", service=1010, link="a.org", quantity=10
    )
    assert (told.status, told.json) == (201, {"order": 23501})


CATALOGUES: list[tuple[str, Callable[[dict[str, Any]], object], object]] = [
    ("documented", lambda s: (s["type"], s["dripfeed"]), ("Default", True)),
    ("bare catalogue", lambda s: sorted(s.keys() & {"dripfeed", "desc", "average_time"}), []),
    ("dripfeed as digits", lambda s: (s["dripfeed"], s["refill"]), ("1", "1")),
    ("flags as ints", lambda s: (s["dripfeed"], s["refill"]), (1, 1)),
    ("snake types", lambda s: s["type"], "default"),
    ("no types", lambda s: "type" in s, False),
    ("canceling_is_available", lambda s: s["canceling_is_available"], True),
    ("canceling_is_available", lambda s: "cancel" in s, False),
    ("no flags", lambda s: "cancel" in s or "refill" in s, False),
    ("null categories", lambda s: s["category"], None),
    ("no categories", lambda s: "category" in s, False),
    ("description", lambda s: "desc" not in s and "📌" in s["description"], True),
]


@pytest.mark.parametrize(("name", "look", "expected"), CATALOGUES)
async def test_how_the_catalogue_is_spelled(
    customer: Customer, name: str, look: Callable[[dict[str, Any]], object], expected: object
) -> None:
    await _speak(customer, name)

    assert look(_service(await customer.ask(action="services"), 1002)) == expected


async def test_types_and_descriptions(customer: Customer) -> None:
    await _speak(customer, "snake types")
    assert _service(await customer.ask(action="services"), 1030)["type"] == "custom_comments"
    await _speak(customer, "singular types")
    assert _service(await customer.ask(action="services"), 1030)["type"] == "Custom Comment"
    await _speak(customer, "description escaped")
    once = _service(await customer.ask(action="services"), 1003)["desc"]
    await _speak(customer, "description escaped twice")
    twice = _service(await customer.ask(action="services"), 1003)["desc"]
    assert "&lt;br&gt;" in once
    assert "&amp;lt;br&amp;gt;" in twice


async def test_wrapped_and_empty_catalogues(customer: Customer) -> None:
    await _speak(customer, "wrapped in value")
    assert len((await customer.ask(action="services"))["value"]) == len(customer.panel.services)
    await _speak(customer, "Empty Data")
    assert len((await customer.ask(action="services"))["data"]) == len(customer.panel.services)
    customer.panel.services.clear()
    told = await customer.ask(action="services")
    assert told == {"status": "success", "data": "Empty Data"}
    await _speak(customer, "documented")
    assert await customer.ask(action="services") == []


async def test_ids_that_are_no_numbers(customer: Customer, clock: Clock) -> None:
    await _speak(customer, "ord_ ids")
    first, second = await customer.order(1002), await customer.order(1010)

    assert first.startswith("ord_01HG")
    assert first != second
    assert (await customer.ask(action="status", orders=first)).keys() == {first}
    clock.now += 300
    told = await customer.ask(action="refill", order=first)
    assert (await customer.ask(action="refill_status", refill=told["refill"])) == {
        "status": "Pending"
    }
    await _speak(customer, "ids as strings")
    assert await customer.ask(action="add", service=1010, link="a.org", quantity=10) == {
        "order": "23515"
    }


async def test_a_request_id_is_answered_once_and_for_all(customer: Customer) -> None:
    assert await customer.order(request_id="a") != await customer.order(request_id="a")
    await _speak(customer, "request ids")
    first = await customer.order(request_id="b")
    assert await customer.order(request_id="b") == first
    assert await customer.order(request_id="c") != first
    assert len(customer.panel.orders) == 4


async def test_a_duplicate_error_may_name_the_order(customer: Customer) -> None:
    await _speak(customer, "duplicates name the order")
    fields = {"action": "add", "service": 1002, "link": "a.org", "quantity": 100}
    await customer.ask(**fields)

    assert (await customer.ask(**fields))["error"].endswith("completed. (#23501)")


@pytest.mark.parametrize(
    ("name", "said", "heard"),
    [
        ("snake statuses", "In progress", "in_progress"),
        ("joined statuses", "In progress", "Inprogress"),
        ("Cancelled and Error", "Canceled", "Cancelled"),
        ("Cancelled and Error", "Fail", "Error"),
        ("Failed and Awaiting", "Fail", "Failed"),
        ("Failed and Awaiting", "Pending", "Awaiting"),
    ],
)
async def test_how_statuses_are_spelled(
    customer: Customer, name: str, said: str, heard: str
) -> None:
    order = await customer.order()
    customer.panel.set_status(order, said)
    await _speak(customer, name)

    assert (await customer.ask(action="status", order=order))["status"] == heard


@pytest.mark.parametrize(
    ("name", "field", "pending", "done"),
    [
        ("remains Unknown", "remains", "Unknown", "0"),
        ("remains N/A", "remains", "N/A", "0"),
        ("remains negative", "remains", "100", "-12"),
        ("remains zero while pending", "remains", "0", "0"),
        ("charge null", "charge", None, "0.012"),
        ("charge empty", "charge", "", "0.012"),
        ("charge null", "start_count", None, "1137"),
        ("charge empty", "start_count", "", "1137"),
    ],
)
async def test_odd_values_of_a_status(
    customer: Customer, clock: Clock, name: str, field: str, pending: object, done: str
) -> None:
    order = await customer.order()
    await _speak(customer, name)

    assert (await customer.ask(action="status", order=order))[field] == pending
    clock.now += 300
    assert (await customer.ask(action="status", order=order))[field] == done


async def test_without_a_currency(customer: Customer) -> None:
    order = await customer.order()
    await _speak(customer, "no currency")

    assert await customer.ask(action="balance") == {"balance": "99.988"}
    assert "currency" not in await customer.ask(action="status", order=order)


async def test_batches_of_statuses(customer: Customer) -> None:
    order = await customer.order()
    batch = {"action": "status", "orders": f"10,{order},x"}
    await _speak(customer, "statuses in a list")
    bad, good, _ = await customer.ask(**batch)
    assert bad == {"error": "Incorrect order ID"}
    assert good["status"] == "Pending"
    await _speak(customer, "bad ids as strings")
    assert (await customer.ask(**batch))["10"] == "Incorrect order ID"
    await _speak(customer, "no batch")
    assert await customer.ask(**batch) == {"error": "Order not found."}
    assert (await customer.ask(action="status", order=order))["status"] == "Pending"
    await _speak(customer, "drops ids past 100")
    assert set(await customer.ask(**batch)) == {"10", order}
    many = ",".join([*map(str, range(1, 101)), order])
    told = await customer.ask(action="status", orders=many)
    assert len(told) == 100
    assert order not in told


async def test_how_refills_are_answered(customer: Customer, clock: Clock) -> None:
    orders = [await customer.order(1002, link=f"https://a.org/{n}") for n in range(4)]
    clock.now += 300
    await _speak(customer, "refill as a number")
    assert await customer.ask(action="refill", order=orders[0]) == {"refill": 901}
    await _speak(customer, "refill success")
    assert await customer.ask(action="refill", order=orders[1]) == {"success": True, "refill": 902}
    await _speak(customer, "refill errors nested")
    assert await customer.ask(action="refill", order=9) == {
        "refill": {"error": "Incorrect order ID"}
    }
    await _speak(customer, "flat errors in lists")
    assert await customer.ask(action="refill", orders=f"9,{orders[2]}") == [
        {"order": 9, "error": "Incorrect order ID"},
        {"order": int(orders[2]), "refill": 903},
    ]
    assert await customer.ask(action="refill_status", refills="9,903") == [
        {"refill": 9, "error": "Refill not found"},
        {"refill": 903, "status": "Pending"},
    ]
    await _speak(customer, "refill status in a list")
    assert await customer.ask(action="refill_status", refill=901) == [
        {"refill": 901, "status": "Pending"}
    ]


async def test_how_cancellations_are_answered(customer: Customer) -> None:
    a, b, c, d, e = [await customer.order() for _ in range(5)]
    await _speak(customer, "cancel by id")
    assert await customer.ask(action="cancel", orders=f"9,{a}") == {
        "9": {"cancel": {"error": "Incorrect order ID"}},
        a: {"cancel": 1},
    }
    await _speak(customer, "cancel success")
    assert await customer.ask(action="cancel", orders=b) == {"success": True}
    await _speak(customer, "cancel request id")
    assert await customer.ask(action="cancel", orders=c) == [{"order": int(c), "cancel": 5503}]
    await _speak(customer, "flat errors in lists")
    told = await customer.ask(action="cancel", orders="9")
    assert told == [{"order": 9, "error": "Incorrect order ID"}]
    await _speak(customer, "cancel whole or not")
    told = await customer.ask(action="cancel", orders=f"{d},9,{e}")
    assert told == {"error": "Incorrect order ID"}
    assert customer.panel.orders[d].cancel_requested is None
    assert len(await customer.ask(action="cancel", orders=f"{d},{e}")) == 2


@pytest.mark.parametrize(
    ("name", "balance"),
    [
        ("balance with thousands", "1,234.50"),
        ("balance with a sign", "$1,234.50"),
        ("balance with letters", "1234.5 USD"),
    ],
)
async def test_how_the_balance_is_spelled(customer: Customer, name: str, balance: str) -> None:
    customer.panel.set_balance(Decimal("1234.5"))
    await _speak(customer, name)

    assert (await customer.ask(action="balance"))["balance"] == balance


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("errors as objects", {"error": {"message": "Incorrect order ID"}}),
        ("errors", {"errors": ["Incorrect order ID"]}),
        ("error as message", {"status": "error", "message": "Incorrect order ID"}),
        ("error as msg", {"msg": "Incorrect order ID"}),
        ("error with a code", {"error": "Incorrect order ID", "status": "102"}),
    ],
)
async def test_how_an_error_is_told(customer: Customer, name: str, told: object) -> None:
    await _speak(customer, name)

    assert await customer.ask(action="status", order=1) == told


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"action": "balance", "key": "other"}, 401),
        ({"action": "add", "service": 3022, "link": "a.org"}, 402),
        ({"action": "status", "order": 1}, 404),
        ({"action": "add", "service": 1010, "link": "a.org", "quantity": 1}, 422),
        ({"action": "profile"}, 400),
        ({"action": "balance"}, 200),
    ],
)
async def test_errors_by_http_status(
    customer: Customer, fields: dict[str, object], status: int
) -> None:
    customer.panel.set_balance(Decimal(1))
    told = await _body(customer, "errors by HTTP status", **fields)

    assert told.status == status
    assert ("error" in told.json) == (status != 200)


@pytest.mark.parametrize("sentence", ["Incorrect request", "Invalid action"])
async def test_actions_a_panel_lacks(customer: Customer, sentence: str) -> None:
    await _speak(customer, f"lacks requests: {sentence}")

    for action in ("refill", "refill_status", "cancel"):
        assert await customer.ask(action=action, orders="1") == {"error": sentence}
    assert "balance" in await customer.ask(action="balance")


async def test_actions_a_panel_lacks_without_a_word(customer: Customer) -> None:
    assert (await _body(customer, "lacks requests: null", action="cancel")).text == "null"

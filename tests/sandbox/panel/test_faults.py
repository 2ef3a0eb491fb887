"""Every fault does to a request what its name says, and the truth about the order is known."""

import asyncio
from decimal import Decimal

import aiohttp
import pytest

from bot.sandbox.panel import Panel, serve
from bot.sandbox.panel.faults import IT_HAPPENED, KINDS, NOTHING_HAPPENED
from tests.sandbox.panel.conftest import Answer, Clock, Customer

BROKEN = {"reset_before", "reset_after", "cut_off"}
HANGING = {"hang", "hang_after"}
ADD = {"action": "add", "service": 1010, "link": "https://example.org", "quantity": 100}


async def _add(customer: Customer, kind: str) -> Answer | None:
    """None: the connection broke, or the customer gave up."""
    fault = customer.panel.faults.add("add", kind, seconds=0.01)
    if kind in HANGING:
        request = asyncio.create_task(customer.post(**ADD))
        await fault.began.wait()
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        return None
    if kind in BROKEN:
        with pytest.raises(aiohttp.ClientError):
            await customer.post(**ADD)
        return None
    return await customer.post(**ADD)


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_whether_the_order_was_placed(customer: Customer, kind: str) -> None:
    await _add(customer, kind)

    assert len(customer.panel.orders) == (1 if kind in IT_HAPPENED else 0)
    assert customer.panel.balance == (Decimal("99.988") if kind in IT_HAPPENED else 100)
    assert customer.panel.faults.struck == {kind: 1}


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_after_a_fault_the_panel_is_well(customer: Customer, kind: str) -> None:
    await _add(customer, kind)

    assert "order" in await customer.ask(**ADD)


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        ("wrong_key", 200, '{"error":"Invalid API key"}'),
        ("no_funds", 200, '{"error":"Not enough funds on balance"}'),
        ("rate_limit_429", 429, '{"error":"Too many requests"}'),
        ("rate_limit_200", 200, '{"error":"Rate limit exceeded"}'),
        (
            "maintenance",
            200,
            '{"error":"The panel is under maintenance, please try again later"}',
        ),
        ("unknown_error", 200, '{"error":"Our robots are asleep (E-7)"}'),
        ("unknown_error_moved", 200, '{"error":"Our robots are asleep (E-7)"}'),
        ("error_and_order", 200, '{"error":"Our robots are asleep (E-7)","order":23501}'),
        ("odd_id", 200, '{"order":null}'),
        ("null", 200, "null"),
        ("json_string", 200, '"Incorrect request"'),
        ("empty", 200, ""),
        ("empty_after", 200, ""),
        ("truncated", 200, '{"order'),
        ("latency", 200, '{"order":23501}'),
        ("slow_drip", 200, '{"order":23501}'),
    ],
)
async def test_what_is_said(customer: Customer, kind: str, status: int, text: str) -> None:
    customer.panel.faults.add("*", kind, seconds=0.01)

    told = await customer.post(**ADD)

    assert (told.status, told.text) == (status, text)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("html", 200),
        ("html_after", 200),
        ("status_500_before", 500),
        ("status_500_after", 500),
    ],
)
async def test_pages_instead_of_json(customer: Customer, kind: str, status: int) -> None:
    customer.panel.faults.add("*", kind)

    told = await customer.post(**ADD)

    assert told.status == status
    assert told.text.startswith("<!doctype html>")
    assert told.headers["Content-Type"].startswith("text/html")


async def test_too_many_requests_tell_when_to_come_back(customer: Customer) -> None:
    customer.panel.faults.add("*", "rate_limit_429", seconds=7)

    assert (await customer.post(action="balance")).headers["Retry-After"] == "7"


async def test_a_redirect_leads_elsewhere_and_a_follower_is_seen(customer: Customer) -> None:
    customer.panel.faults.add("add", "redirect_307")

    told = await customer.post(**ADD)
    assert told.status == 307
    assert told.headers["Location"].endswith("/moved")
    assert [request.path for request in customer.panel.received] == ["/panel/api/v2"]

    customer.panel.faults.add("balance", "redirect_307")
    data = {"key": customer.panel.key, "action": "balance"}
    async with customer.session.post(customer.url, data=data) as response:
        assert "balance" in await response.json()
    assert customer.panel.received[-1].path == "/panel/api/v2/moved"


async def test_an_id_that_was_given_before(customer: Customer, panel: Panel) -> None:
    first = await customer.order()
    panel.faults.add("add", "duplicate_id")

    assert await customer.order() == first
    assert len(panel.orders) == 2


@pytest.mark.parametrize("value", ["", None, [], {}, 0])
async def test_ids_that_are_none(customer: Customer, value: object) -> None:
    customer.panel.faults.add("add", "odd_id", value=value)

    assert await customer.ask(**ADD) == {"order": value}


async def test_any_answer_at_any_status(customer: Customer) -> None:
    customer.panel.faults.add("balance", "answer", value={"balance": []}, status=201)
    customer.panel.faults.add("add", "unknown_error", value="Bakiyeniz yetersiz", status=402)

    told = await customer.post(action="balance")
    assert (told.status, told.json) == (201, {"balance": []})
    told = await customer.post(**ADD)
    assert (told.status, told.json) == (402, {"error": "Bakiyeniz yetersiz"})


async def test_a_huge_body_is_more_than_sixteen_megabytes(customer: Customer) -> None:
    customer.panel.faults.add("services", "huge")
    data = {"key": customer.panel.key, "action": "services"}

    async with customer.session.post(customer.url, data=data) as response:
        size = sum([len(chunk) async for chunk in response.content.iter_any()])

    assert size > 16 * 2**20


async def test_whoever_leaves_a_huge_body_harms_nobody(customer: Customer) -> None:
    customer.panel.faults.add("services", "huge")
    data = {"key": customer.panel.key, "action": "services"}
    async with customer.session.post(customer.url, data=data) as response:
        response.close()

    assert "balance" in await customer.ask(action="balance")


async def test_faults_strike_in_turn_as_often_as_told(customer: Customer) -> None:
    faults = customer.panel.faults
    faults.add("balance", "null", times=2)
    faults.add("*", "json_string", value="no")
    faults.add("status", "empty", times=None)

    assert await customer.ask(action="balance") is None
    assert await customer.ask(action="balance") is None
    assert await customer.ask(action="balance") == "no"
    assert "balance" in await customer.ask(action="balance")
    for _ in range(3):
        assert (await customer.post(action="status", order=1)).text == ""
    faults.clear()
    assert "error" in await customer.ask(action="status", order=1)


async def test_a_released_request_ends_unanswered(customer: Customer) -> None:
    fault = customer.panel.faults.add("balance", "hang")
    request = asyncio.create_task(customer.post(action="balance"))
    await fault.began.wait()

    customer.panel.faults.release()

    with pytest.raises(aiohttp.ClientError):
        await request


async def test_a_panel_that_closes_waits_for_nobody_who_hangs(clock: Clock) -> None:
    panel = Panel(clock=clock)
    fault = panel.faults.add("balance", "hang")
    async with aiohttp.ClientSession() as session:
        async with serve(panel) as url:
            data = {"key": panel.key, "action": "balance"}
            request = asyncio.create_task(session.post(url, data=data).__aenter__())
            await fault.began.wait()
        with pytest.raises(aiohttp.ClientError):
            await request


def test_a_fault_nobody_knows_is_refused_at_once(panel: Panel) -> None:
    assert not NOTHING_HAPPENED & IT_HAPPENED
    with pytest.raises(ValueError, match="no such fault: thunder"):
        panel.faults.add("add", "thunder")

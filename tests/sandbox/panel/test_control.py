"""What a test of whole processes, or a person at a terminal, can read and change over HTTP."""

import asyncio
import os
import signal
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox.panel import Panel
from tests.sandbox.panel.conftest import Clock, Customer


async def _get(customer: Customer, name: str) -> Any:
    url = customer.url.replace("/panel/api/v2", f"/sim/panel/{name}")
    async with customer.session.get(url) as response:
        return await response.json()


async def _post(customer: Customer, name: str, body: dict[str, Any]) -> int:
    url = customer.url.replace("/panel/api/v2", f"/sim/panel/{name}")
    async with customer.session.post(url, json=body) as response:
        return response.status


async def test_the_truth_can_be_read(customer: Customer) -> None:
    order = await customer.order()

    assert await _get(customer, "orders") == [
        {
            "id": order,
            "service": 1010,
            "fields": customer.panel.orders[order].fields,
            "created": 0.0,
            "charge": "0.012",
            "status": "Pending",
            "remains": 100,
            "start_count": 0,
            "charge_now": "0.012",
            "parent": None,
            "children": [],
        }
    ]
    assert [request["action"] for request in await _get(customer, "received")] == ["add"]
    assert await _get(customer, "balance") == {"balance": "99.988", "currency": "USD"}
    assert await _get(customer, "movements") == [
        {"order": order, "amount": "-0.012", "why": "placed"}
    ]
    assert await _get(customer, "refills") == []


async def test_faults_can_be_arranged_and_cleared(customer: Customer) -> None:
    fault = {"action": "balance", "kind": "unknown_error", "times": 2, "value": "No."}
    assert await _post(customer, "faults", fault) == 200
    assert await customer.ask(action="balance") == {"error": "No."}
    assert await _get(customer, "faults") == {"unknown_error": 1}
    assert await _post(customer, "faults/clear", {}) == 200
    assert "balance" in await customer.ask(action="balance")


async def test_orders_services_and_money_can_be_changed(
    customer: Customer, panel: Panel, clock: Clock
) -> None:
    order, other = await customer.order(), await customer.order()
    await _post(
        customer, f"orders/{order}", {"status": "Partial", "remains": 50, "charge": "0.005"}
    )
    await _post(customer, f"orders/{other}", {"fate": "cancel"})
    await _post(customer, "services/1010", {"rate": "0.5", "min": 20, "fate": "fail"})
    await _post(customer, "services/1011", {"gone": True})
    await _post(customer, "balance", {"balance": "7.5"})
    await _post(customer, "dialect", {"name": "error as msg"})

    assert panel.orders[order].state.charge == Decimal("0.005")
    assert (panel.services[1010].rate, panel.services[1010].min) == (Decimal("0.5"), 20)
    assert 1011 not in panel.services
    assert panel.balance == Decimal("7.5")
    assert await customer.ask(action="status", order=1) == {"msg": "Incorrect order ID"}
    third = await customer.order()
    clock.now += 300
    assert panel.orders[other].status == "Canceled"
    assert panel.orders[third].status == "Fail"


async def test_a_refill_can_be_ended_by_hand(customer: Customer, clock: Clock) -> None:
    order = await customer.order(1002)
    clock.now += 300
    await customer.ask(action="refill", order=order)

    await _post(customer, "refills/901", {"status": "Rejected"})

    assert await customer.ask(action="refill_status", refill=901) == {"status": "Rejected"}


async def test_a_reset_over_http(customer: Customer, panel: Panel) -> None:
    await customer.order()
    assert await _post(customer, "reset", {}) == 200
    assert panel.orders == {}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("faults", {"kind": "thunder"}),
        ("faults", {}),
        ("orders/1", {"status": "Partial"}),
        ("balance", {"balance": "much"}),
        ("dialect", {"name": "Latin"}),
        ("services/1010", {"colour": "red"}),
    ],
)
async def test_a_change_that_makes_no_sense_is_refused(
    customer: Customer, name: str, body: dict[str, Any]
) -> None:
    assert await _post(customer, name, body) == 400


async def test_the_panel_runs_alone_until_interrupted() -> None:
    command = [sys.executable, "-m", "bot.sandbox.panel", "--port", "0", "--key", "k"]
    process = await asyncio.create_subprocess_exec(
        *command,
        "--balance",
        "12.5",
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert process.stdout
    url = (await process.stdout.readline()).decode().strip().removeprefix("PANEL_URL=")
    assert await process.stdout.readline() == b"PANEL_KEY=k\n"
    try:
        async with aiohttp.ClientSession() as session:
            data = {"key": "k", "action": "balance"}
            async with session.post(url, data=data) as response:
                assert await response.json() == {"balance": "12.5", "currency": "USD"}
    finally:
        process.send_signal(signal.SIGINT)
        await process.communicate()
    assert process.returncode == 0

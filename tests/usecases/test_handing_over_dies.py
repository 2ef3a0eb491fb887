"""The bot dies between any two steps of an order's way from panel to panel: it is at one panel at most, and never lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.domain.order import Order, OrderStatus
from bot.panel import Panel
from bot.usecases import submitting
from storage import Storage
from storage.storage import Transaction
from tests.usecases.backed import open_backed, refuse, where
from tests.usecases.shop import Shop

_WAY = ("main", "spare")


@dataclass
class Power:
    """Cut at a point of those that were passed since it was turned on; as kill -9 would, for nothing more is written."""

    until: int | None = None
    passed: list[str] = field(default_factory=list)

    def turn_on(self, until: int | None = None) -> None:
        self.until = until
        self.passed.clear()

    def point(self, name: str) -> None:
        self.passed.append(name)
        if len(self.passed) == self.until:
            raise asyncio.CancelledError(name)


@pytest.fixture
def power(monkeypatch: pytest.MonkeyPatch) -> Power:
    """There are points before, in and after each transaction, and around each request."""
    power = Power()
    real = Storage.transaction

    @asynccontextmanager
    async def transaction(self: Storage, **how: Any) -> AsyncIterator[Transaction]:
        power.point("before a transaction")
        async with real(self, **how) as tx:
            yield tx
            power.point("before it is committed")
        power.point("after it is committed")

    monkeypatch.setattr(Storage, "transaction", transaction)
    for name in ("balance", "add"):
        monkeypatch.setattr(Panel, name, _with_points(power, name))
    return power


def _with_points(power: Power, name: str) -> Any:
    real = getattr(Panel, name)

    async def request(*given: Any, **named: Any) -> Any:
        power.point(f"before {name}")
        try:
            return await real(*given, **named)
        finally:
            power.point(f"after {name}")

    return request


async def _work(shop: Shop) -> None:
    for panel in _WAY:
        while await submitting.submit_next(shop.desk, panel):
            pass


async def _recover(shop: Shop) -> None:
    shop.desk = replace(shop.desk, epoch=shop.desk.epoch + 1)
    await submitting.recover(shop.desk)
    await _work(shop)


def _sells_it_no_more(shop: Shop) -> None:
    refuse(shop, "Incorrect service ID", times=None)


def _is_suspended(shop: Shop) -> None:
    refuse(shop, "Account suspended", times=None)


def _refuses_the_key(shop: Shop) -> None:
    shop.truth.key = "another"


@pytest.mark.parametrize(
    ("happens", "sent"), [(_sells_it_no_more, 2), (_is_suspended, 2), (_refuses_the_key, 1)]
)
async def test_wherever_the_bot_dies_the_order_is_at_one_panel_at_most(
    storage: Storage, power: Power, happens: Callable[[Shop], None], sent: int
) -> None:
    """After each death it dies once more, in the recovery, each time a little later."""
    async with open_backed(storage) as shop:
        happens(shop)
        cut_at = 0
        while True:
            cut_at += 1
            power.turn_on()
            order = await shop.order()
            power.turn_on(cut_at)
            try:
                await _work(shop)
            except asyncio.CancelledError:
                await _dies_again(shop, power, cut_at)
            else:
                break
            power.turn_on()
            await _check(shop, order)
        assert where(shop, order) == ["spare"]
        assert power.passed.count("before add") == sent
        assert cut_at > 20


async def _dies_again(shop: Shop, power: Power, cut_at: int) -> None:
    power.turn_on(cut_at % 7 + 1)
    try:
        await _recover(shop)
    except asyncio.CancelledError:
        power.turn_on()
        await _recover(shop)


async def _check(shop: Shop, order: Order) -> None:
    found, has_it = await shop.get(order), where(shop, order)
    if found.status is OrderStatus.UNCONFIRMED:
        assert has_it in ([], [found.panel])
    else:
        assert (found.status, found.panel, has_it) == (OrderStatus.PENDING, "spare", ["spare"])
    for panel in _WAY:
        sent = [add for add in shop.adds(panel) if add["link"] == order.link]
        assert len(sent) <= 1, f"sent to {panel} again"

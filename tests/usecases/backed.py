"""A shop at three panels that sell the same, where services stand in for each other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.domain.order import Order, OrderStatus
from bot.domain.stand_in import Handover
from bot.usecases import balances, standing_in
from storage import Storage
from tests.usecases.shop import LIKES, OPERATOR, Shop, open_shop

FOLLOWERS, CHEAP_FOLLOWERS, AUTO_LIKES, VIEWS, PACKAGE = "1002", "1004", "1020", "2001", "1005"
PANELS = ("main", "spare", "third")
_SOLD = frozenset({LIKES, FOLLOWERS, CHEAP_FOLLOWERS, AUTO_LIKES, VIEWS, PACKAGE})


@asynccontextmanager
async def open_backed(storage: Storage, **options: Any) -> AsyncIterator[Shop]:
    """Likes at `main` have a stand-in at `spare`; in which currency each panel counts is known."""
    async with open_shop(storage, panels=PANELS, services=_SOLD, **options) as shop:
        for panel in PANELS:
            await balances.read(shop.desk, panel)
        await stands_in(shop, "spare")
        yield shop


async def stands_in(
    shop: Shop, panel: str, service: str = LIKES, *, instead_of: str = LIKES, at: str = "main"
) -> None:
    backed = await shop.listing(instead_of, at)
    stand_in = await shop.listing(service, panel)
    await standing_in.add(shop.desk, OPERATOR, backed.key, stand_in.key)


def refuse(shop: Shop, sentence: str, panel: str = "main", *, times: int | None = 1) -> None:
    """What the panel says to the next orders."""
    shop.truths[panel].faults.add("add", "answer", times=times, value={"error": sentence})


def where(shop: Shop, order: Order) -> list[str]:
    """The panels that really have it."""
    return [
        panel
        for panel, truth in shop.truths.items()
        for taken in truth.orders.values()
        if taken.parent is None and order.link in taken.fields.values()
    ]


async def stands(shop: Shop, order: Order) -> tuple[OrderStatus, str]:
    """Its state, and the panel where the books say that it is."""
    found = await shop.get(order)
    return found.status, found.panel


async def handovers(shop: Shop, order: Order) -> list[Handover]:
    async with shop.storage.transaction() as tx:
        return await tx.stand_ins.handovers(order.id)

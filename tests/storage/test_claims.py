"""A claim takes no more than it asked for, however PostgreSQL plans it (on old statistics it plans oddly)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.notice import NoticeKind
from bot.domain.order import OrderStatus
from bot.domain.refill import RefillStatus
from storage import Storage, Transaction
from tests.storage.samples import ANN, MINUTE, NOW, PANEL, Shop, put

_AVOIDED = ("hashagg", "hashjoin", "mergejoin", "sort", "material")


@asynccontextmanager
async def oddly_planned(storage: Storage) -> AsyncIterator[Transaction]:
    """With nothing left but nested loops, a subquery is run again for each row."""
    async with storage.transaction() as tx:
        for way in _AVOIDED:
            await tx.orders._connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        yield tx


async def test_of_orders(postgres_shop: Shop) -> None:
    async with postgres_shop.storage.transaction() as tx:
        for n in range(30):
            await put(tx, postgres_shop.order(status=OrderStatus.PENDING), n)
    async with oddly_planned(postgres_shop.storage) as tx:
        assert len(await tx.orders.claim_due(PANEL, NOW, lease=MINUTE, limit=5)) == 5


async def test_of_refills(postgres_shop: Shop) -> None:
    async with postgres_shop.storage.transaction() as tx:
        for n in range(10):
            order = await put(tx, postgres_shop.order(status=OrderStatus.COMPLETED), n)
            refill = await tx.refills.open(order_id=order.id, user_id=ANN.id, panel=PANEL, now=NOW)
            assert refill is not None
            await tx.refills.move(refill.id, RefillStatus.QUEUED, RefillStatus.SUBMITTING)
            await tx.refills.move(refill.id, RefillStatus.SUBMITTING, RefillStatus.PENDING)
    async with oddly_planned(postgres_shop.storage) as tx:
        assert len(await tx.refills.claim_due(PANEL, NOW, lease=MINUTE, limit=3)) == 3


async def test_of_notices(postgres_storage: Storage) -> None:
    async with postgres_storage.transaction() as tx:
        for n in range(30):
            await tx.outbox.put(NoticeKind.ORDER, n, f"order:{n}", now=NOW)
    async with oddly_planned(postgres_storage) as tx:
        assert len(await tx.outbox.claim(NOW, lease=MINUTE, limit=5)) == 5

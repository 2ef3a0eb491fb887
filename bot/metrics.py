"""What /metrics tells: figures read from the books at the moment they are asked for, so they survive restarts."""

from prometheus_client import CollectorRegistry, Gauge

from bot.domain.order import OrderStatus
from storage import Storage


async def measure(storage: Storage) -> CollectorRegistry:
    async with storage.transaction() as tx:
        orders = await tx.orders.counts()
        notices = await tx.outbox.waiting()
        panels = await tx.panels.all()
    registry = CollectorRegistry()
    by_status = Gauge("shop_orders", "Orders by status.", ["status"], registry=registry)
    for status in OrderStatus:
        by_status.labels(status.value).set(orders.get(status, 0))
    Gauge("shop_notices_waiting", "Notices not told yet.", registry=registry).set(notices)
    balance = Gauge(
        "shop_panel_balance",
        "Balance when it was last read, in the panel's currency.",
        ["panel", "currency"],
        registry=registry,
    )
    for panel in panels.values():
        if panel.balance is not None:
            balance.labels(panel.name, panel.currency).set(float(panel.balance))
    return registry

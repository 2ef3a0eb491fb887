"""What /metrics tells: figures read from the books at the moment they are asked for, so they survive restarts.

Only how well panels answered in the last hour is known to this run alone.
"""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Gauge

from bot.domain.order import OrderStatus
from bot.panel import Panel
from storage import Storage


async def measure(storage: Storage, panels: Mapping[str, Panel]) -> CollectorRegistry:
    async with storage.transaction() as tx:
        orders = await tx.orders.counts()
        notices = await tx.outbox.waiting()
        states = await tx.panels.all()
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
    for state in states.values():
        if state.balance is not None:
            balance.labels(state.name, state.currency).set(float(state.balance))
    _health(registry, panels)
    return registry


def _health(registry: CollectorRegistry, panels: Mapping[str, Panel]) -> None:
    exchanges = Gauge(
        "shop_panel_exchanges",
        "Exchanges with the panel in the last hour.",
        ["panel"],
        registry=registry,
    )
    failures = Gauge(
        "shop_panel_failures",
        "Of them, those that got no answer a program can have written.",
        ["panel"],
        registry=registry,
    )
    latency = Gauge(
        "shop_panel_latency_seconds",
        "How long the panel's answers took in the last hour.",
        ["panel", "quantile"],
        registry=registry,
    )
    for name, panel in panels.items():
        health = panel.health
        exchanges.labels(name).set(health.exchanges)
        failures.labels(name).set(health.failures)
        for quantile, seconds in (("0.5", health.median), ("0.95", health.most)):
            if seconds is not None:
                latency.labels(name, quantile).set(seconds)

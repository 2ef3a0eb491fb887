"""A panel's memory as JSON, so that a simulated panel can outlive its process.

Ids that were given after the snapshot was taken, and are forgotten, are never given again.
"""

from dataclasses import replace
from typing import Any

import msgspec

from bot.sandbox.panel.book import ORDER_STEP
from bot.sandbox.panel.core import Panel
from bot.sandbox.panel.model import Memory

_FORGOTTEN = 1000  # more than anybody orders between two snapshots


def snapshot(panel: Panel) -> dict[str, Any]:
    """Orders, refills, money and ids; not the catalogue, nor what a test decided, nor requests."""
    saved: dict[str, Any] = msgspec.to_builtins(panel.memory())
    return saved


def restore(panel: Panel, saved: dict[str, Any]) -> None:
    """Let the panel go on from there; ValueError, and nothing done, where that can't be read."""
    memory = msgspec.convert(saved, Memory)
    unknown = set(memory.request_ids.values()) - {order.id for order in memory.orders}
    if unknown:
        raise ValueError(f"orders that are requested but not there: {sorted(unknown)}")
    panel.go_on(
        replace(
            memory,
            next_order=memory.next_order + _FORGOTTEN * ORDER_STEP,
            next_refill=memory.next_refill + _FORGOTTEN,
        )
    )

"""A simulated reseller panel: the whole panel API v2, orders that live, faults and dialects.

It stands on the other side of the wire, so it shares no code with the bot's own panel client.
"""

from bot.sandbox.panel.core import Panel
from bot.sandbox.panel.dialects import DIALECTS, Dialect
from bot.sandbox.panel.faults import Faults
from bot.sandbox.panel.model import Fate, Order, Refill, Service
from bot.sandbox.panel.server import make_app, routes, serve

__all__ = [
    "DIALECTS",
    "Dialect",
    "Fate",
    "Faults",
    "Order",
    "Panel",
    "Refill",
    "Service",
    "make_app",
    "routes",
    "serve",
]

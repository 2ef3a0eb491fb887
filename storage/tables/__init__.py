"""The tables, for both engines. What a column holds is said by its type, so that queries speak the domain's language.

A migration goes with every change (`storage/migrations`); a test holds the two against each other.
"""

from storage.tables import (
    broadcasts,
    catalogue,
    figures,
    incidents,
    notices,
    orders,
    people,
    room,
    staff,
    stand_ins,
    stock,
    streams,
    tickets,
)
from storage.tables.base import metadata

__all__ = [
    "broadcasts",
    "catalogue",
    "figures",
    "incidents",
    "metadata",
    "notices",
    "orders",
    "people",
    "room",
    "staff",
    "stand_ins",
    "stock",
    "streams",
    "tickets",
]

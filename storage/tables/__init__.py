"""The tables, for both engines. What a column holds is said by its type, so that queries speak the domain's language.

A migration goes with every change (`storage/migrations`); a test holds the two against each other.
"""

from storage.tables import catalogue, notices, orders, people, room, staff
from storage.tables.base import metadata

__all__ = ["catalogue", "metadata", "notices", "orders", "people", "room", "staff"]

"""Operators and what they may do."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Right(StrEnum):
    OWNER = "owner"  # everything, and to appoint and dismiss
    ORDERS = "orders"
    CATALOGUE = "catalogue"
    MONEY = "money"
    PEOPLE = "people"


def may(rights: AbstractSet[Right], right: Right) -> bool:
    return Right.OWNER in rights or right in rights


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """`named`: in the settings (ADMIN_IDS), which make an owner of them whatever is done in the chat."""

    user_id: int
    rights: frozenset[Right]
    named: bool
    appointed_by: int | None
    appointed_at: datetime

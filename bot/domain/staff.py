"""Operators and what they may do."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import Problem


class Right(StrEnum):
    OWNER = "owner"  # everything, and to appoint and dismiss
    ORDERS = "orders"
    CATALOGUE = "catalogue"
    MONEY = "money"
    PEOPLE = "people"


BITS: Mapping[Right, int] = {
    Right.OWNER: 1,
    Right.ORDERS: 2,
    Right.CATALOGUE: 4,
    Right.MONEY: 8,
    Right.PEOPLE: 16,
}
"""How a button carries rights; a bit is never given another meaning."""


def to_bits(rights: AbstractSet[Right]) -> int:
    return sum(BITS[right] for right in rights)


def from_bits(bits: int) -> frozenset[Right]:
    return frozenset(right for right, bit in BITS.items() if bits & bit)


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


def why_not(
    staff: Collection[Operator], user_id: int, rights: AbstractSet[Right]
) -> Problem | None:
    """Why somebody can't be given just these rights (none: be dismissed); None if they can."""
    if any(operator.named for operator in staff if operator.user_id == user_id):
        return Problem.NAMED_OWNER
    owners = {operator.user_id for operator in staff if Right.OWNER in operator.rights}
    if owners == {user_id} and Right.OWNER not in rights:
        return Problem.LAST_OWNER
    return None

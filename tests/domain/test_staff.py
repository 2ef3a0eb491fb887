"""Who may be given which rights."""

from datetime import UTC, datetime
from itertools import combinations

import pytest

from bot.domain.errors import Problem
from bot.domain.staff import BITS, Operator, Right, from_bits, may, to_bits, why_not

EVERY = [frozenset(some) for size in range(6) for some in combinations(Right, size)]
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def operator(user_id: int, *rights: Right, named: bool = False) -> Operator:
    return Operator(
        user_id=user_id, rights=frozenset(rights), named=named, appointed_by=1, appointed_at=NOW
    )


@pytest.mark.parametrize("rights", EVERY)
def test_rights_come_back_from_a_button(rights: frozenset[Right]) -> None:
    assert from_bits(to_bits(rights)) == rights


def test_bits_are_each_rights_own_and_what_is_no_bit_is_no_right() -> None:
    assert set(BITS) == set(Right)
    assert sorted(BITS.values()) == [1 << n for n in range(len(Right))]
    assert from_bits(1 << 40) == frozenset()
    assert from_bits(-1) == frozenset(Right)


def test_an_owner_may_everything() -> None:
    assert all(may({Right.OWNER}, right) for right in Right)
    assert not may({Right.MONEY}, Right.ORDERS)
    assert not may(set(), Right.ORDERS)


def test_the_last_owner_stays_one() -> None:
    staff = [operator(1, Right.OWNER), operator(2, *(set(Right) - {Right.OWNER}))]
    assert why_not(staff, 1, frozenset()) is Problem.LAST_OWNER
    assert why_not(staff, 1, {Right.ORDERS}) is Problem.LAST_OWNER
    assert why_not(staff, 1, {Right.OWNER}) is None
    assert why_not(staff, 2, frozenset()) is None
    assert why_not([*staff, operator(3, Right.OWNER)], 1, frozenset()) is None


def test_who_is_named_in_the_settings_stays_an_owner() -> None:
    staff = [operator(1, Right.OWNER, named=True), operator(2, Right.OWNER)]
    assert why_not(staff, 1, frozenset()) is Problem.NAMED_OWNER
    assert why_not(staff, 2, frozenset()) is None


def test_somebody_new_can_be_anything() -> None:
    for rights in EVERY:
        assert why_not([operator(1, Right.OWNER)], 9, rights) is None

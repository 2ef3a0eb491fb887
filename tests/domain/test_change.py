"""What is told of a service that changed."""

from decimal import Decimal

import pytest

from bot.domain.change import LISTS, ChangeKind, Offer, kinds_of, percent

K = ChangeKind
BEFORE = Offer(Decimal("0.90"), 10, 1000)


@pytest.mark.parametrize(
    ("after", "kinds"),
    [
        (Offer(Decimal("0.9"), 10, 1000), []),
        (Offer(Decimal("0.91"), 10, 1000), [K.DEARER]),
        (Offer(Decimal(0), 10, 1000), [K.CHEAPER]),
        (Offer(Decimal("0.90"), 11, 1000), [K.LIMITS]),
        (Offer(Decimal("0.90"), 10, 999), [K.LIMITS]),
        (Offer(Decimal(2), 1, 2), [K.DEARER, K.LIMITS]),
    ],
)
def test_price_and_limits_are_told_apart(after: Offer, kinds: list[ChangeKind]) -> None:
    assert kinds_of(BEFORE, after) == kinds


def test_by_how_much_a_price_changed() -> None:
    assert percent(Decimal(2), Decimal(3)) == 50
    assert percent(Decimal(4), Decimal(1)) == -75
    assert percent(Decimal(0), Decimal(1)) is None


def test_every_kind_is_in_one_list() -> None:
    listed = [kind for kinds in LISTS.values() for kind in kinds]
    assert sorted(listed) == sorted(ChangeKind)

from bot.domain.digest import Digest
from bot.domain.order import OrderStatus
from tests.domain.build import order


def test_what_only_came_and_went_is_no_news() -> None:
    assert Digest(ended={}, passed=3).empty
    assert not Digest(ended={}, passed=3, over=[{"kind": "panel_down"}]).empty
    assert not Digest(ended={OrderStatus.COMPLETED: 1}).empty


def test_only_what_needs_somebody_makes_a_sound() -> None:
    assert Digest(ended={OrderStatus.FAILED: 7}, over=[{"kind": "panel_down"}]).quiet
    assert not Digest(ended={}, alerts=[{"kind": "panel_down"}]).quiet
    assert not Digest(ended={}, to_decide=[order(OrderStatus.UNCONFIRMED)]).quiet

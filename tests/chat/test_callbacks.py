"""Every button that is shown is handled, every button that is handled is shown, and all of them fit."""

import ast
import secrets
from pathlib import Path

import pytest

import bot.views
from bot.callbacks import pack, parse
from bot.callbacks.action import Action
from bot.callbacks.all_orders import AllOrders, SetOrders
from bot.callbacks.browse import Shelves
from bot.callbacks.desk import ItIsOrder
from bot.callbacks.form import Choose
from bot.callbacks.journal import SetLog
from bot.callbacks.orders import MyOrders
from bot.callbacks.people import RevokeInvite
from bot.domain.form import Field
from bot.domain.platform import PLATFORMS
from bot.handlers import AREAS
from bot.views.orders import SHOWN
from tests.chat.samples import kinds, sample

LARGEST = 2**63 - 1
HANDLED = [kind for area in AREAS for kind in area.taps]


def shown() -> set[str]:
    """The names called in the views."""
    found = set()
    for file in Path(bot.views.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Name):
                found.add(node.id)
    return found


def test_every_button_has_one_handler() -> None:
    assert len(HANDLED) == len(set(HANDLED))
    assert set(HANDLED) == set(kinds())


def test_every_button_is_shown_somewhere() -> None:
    assert {kind.__name__ for kind in kinds()} - shown() == set()


def test_no_two_buttons_have_one_code() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_button_fits_with_the_largest_numbers_and_comes_back(kind: type[Action]) -> None:
    action = sample(kind, LARGEST, "abc")
    for fresh in (False, True):
        data = pack(action, fresh=fresh)
        assert len(data.encode()) <= 64
        assert parse(data) == action


def test_the_longest_words_in_buttons_fit() -> None:
    for action in (
        *(Choose(LARGEST, field.value, str(LARGEST)) for field in Field),
        *(Shelves(platform, 10_000) for platform in PLATFORMS),
        *(MyOrders(word, LARGEST) for word in SHOWN),
        *(AllOrders(word, 10**9, LARGEST) for word in SHOWN),
        SetOrders(LARGEST, "panel", "p" * 32),
        SetLog(LARGEST, "when", "2030-12-31"),
        SetLog(LARGEST, "who", str(LARGEST)),
        RevokeInvite(secrets.token_urlsafe(16)),
        ItIsOrder(LARGEST, "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
    ):
        assert parse(pack(action)) == action

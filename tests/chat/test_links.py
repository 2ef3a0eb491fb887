"""Links that open a screen: anybody may send them to an operator, so none of them may do anything."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.app import Bot
from bot.callbacks import pack
from bot.callbacks.action import Action
from bot.callbacks.all_orders import OperatorOrder
from bot.callbacks.desk import NotPlaced
from bot.callbacks.links import PREFIX, READING, opened_by, payload_of
from storage.tables import metadata
from tests.chat.conftest import ANN, World
from tests.chat.ordering import LIKES, placed, to_confirm
from tests.chat.samples import kinds, sample
from tests.chat.talk import Guest

LINK = "https://t.me/desk_bot?start="
_MOVES_BY_ITSELF = {"updates", "users", "panels", "outbox", "searches"}
"""Written whenever somebody comes or looks at something."""


def forged(action: Action) -> str:
    return PREFIX + urlsafe_b64encode(pack(action).encode()).decode().rstrip("=")


async def books(shop: Bot) -> Mapping[str, Sequence[Any]]:
    async with shop.shop.desk.storage.reading() as tx:
        return {
            name: (await tx.users._connection.execute(table.select())).all()
            for name, table in metadata.tables.items()
            if name not in _MOVES_BY_ITSELF
        }


@pytest.mark.parametrize(
    "kind", [kind for kind in kinds() if kind in READING], ids=lambda kind: kind.__name__
)
def test_what_only_shows_something_comes_back_from_its_link(kind: type[Action]) -> None:
    action = sample(kind, 2**40, "abc")
    payload = payload_of(action)
    assert payload is not None
    assert len(payload) <= 64
    assert opened_by(payload) == action


@pytest.mark.parametrize(
    "kind", [kind for kind in kinds() if kind not in READING], ids=lambda kind: kind.__name__
)
def test_what_does_something_has_no_link_and_a_forged_one_opens_nothing(
    kind: type[Action],
) -> None:
    action = sample(kind)
    assert payload_of(action) is None
    assert opened_by(forged(action)) is None


@pytest.mark.parametrize("payload", ["b_", "b_!", "b_ünïcode", "b_" + "A" * 63, "b_b2", "i_b2M"])
def test_a_broken_link_opens_nothing(payload: str) -> None:
    assert opened_by(payload) is None


async def test_no_link_changes_anything_in_an_operators_name(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    """The order can be decided, the form sent, the user blocked: were these buttons, all of it would be done."""
    world.panel.faults.add("add", "reset_after")
    await placed(ann)
    await to_confirm(olga)
    before = await books(shop)
    for kind in kinds():
        for number in (1, ANN):
            payload = forged(sample(kind, number, "panels"))
            if len(payload) <= 64:
                await olga.follows(LINK + payload)
    assert await books(shop) == before
    assert not olga.sees("ncident")


async def test_a_link_that_would_do_something_leads_to_the_menu(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.faults.add("add", "reset_after")
    await placed(ann)
    await olga.follows(LINK + forged(NotPlaced(1)))
    assert "Hello, Olga" in olga.text
    await olga.follows(LINK + "b_nonsense")
    assert "Hello, Olga" in olga.text


async def test_a_link_opens_a_screen_only_for_who_may_see_it(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann)
    payload = payload_of(OperatorOrder(1))
    assert payload is not None
    await olga.follows(LINK + payload)
    assert "By Ann" in olga.text
    await ann.follows(LINK + payload)
    assert "Only operators" in ann.text
    stranger = world.guest(4242, "Zed")
    await stranger.follows(LINK + payload)
    assert "invited customers" in stranger.text

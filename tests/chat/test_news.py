"""What people hear without asking: the card follows the order, and its end is one message."""

from decimal import Decimal

import pytest

from tests.chat.conftest import World
from tests.chat.ordering import LIKES, order, placed
from tests.chat.talk import Guest


@pytest.mark.parametrize(
    ("status", "numbers", "said", "shown"),
    [
        ("Completed", {}, ("is done",), "completed"),
        (
            "Partial",
            {"remains": 250, "charge": Decimal("0.09")},
            ("in part", "750", "250", "$0.09"),
            "partly delivered",
        ),
        ("Canceled", {"charge": Decimal(0)}, ("is canceled", "$0.00"), "canceled"),
        ("Fail", {"charge": Decimal(0)}, ("Order #1 failed", "$0.00"), "failed"),
    ],
)
async def test_the_end_of_an_order_is_told_once(
    world: World,
    ann: Guest,
    olga: Guest,
    status: str,
    numbers: dict[str, object],
    said: tuple[str, ...],
    shown: str,
) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    world.panel.set_status(world.orders[0].id, "In progress", remains=400)
    await ann.until(lambda: "600 of 1,000" in card.text)
    assert len(ann.from_bot) == ann.from_bot.index(card) + 1  # progress is no message
    world.panel.set_status(world.orders[0].id, status, **numbers)  # type: ignore[arg-type]
    news = await ann.hears("Order #1", *said)
    await ann.until(lambda: shown in card.text)
    theirs = await olga.hears("Order #1", *said, "Ann")
    await olga.taps("See the order", message=theirs)
    assert str(ann.id) in theirs.text
    world.later(hours=1)
    await world.settled()
    assert ann.count("Order #1", *said) == 1
    await ann.taps("See the order", message=news)
    assert shown in news.text


async def test_a_live_card_stays_while_its_owner_looks_elsewhere(world: World, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.taps("My orders", message=card)
    assert ann.last is not card
    assert "My orders" in ann.text
    await ann.taps("Menu", message=card)
    assert ann.last is not card
    assert ann.has_button("New order")
    world.panel.set_status(world.orders[0].id, "In progress", remains=100)
    await ann.until(lambda: "900 of 1,000" in card.text)


async def test_a_card_that_was_opened_for_something_else_comes_back_with_the_next_news(
    world: World, ann: Guest
) -> None:
    """The question whether to cancel stands in the card; the order's next state takes its place."""
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.taps("Cancel", message=card)
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.until(lambda: "completed" in card.text)


async def test_an_order_looked_at_in_the_list_is_a_copy(world: World, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.says("/orders")
    await ann.taps("#1 ·")
    copy = ann.last
    assert "Order #1" in copy.text
    await ann.taps("My orders", message=copy)
    assert ann.last is copy
    assert "Order #1" in card.text


async def test_operators_mute_completions_with_the_button_and_unmute_them(
    world: World, ann: Guest, olga: Guest
) -> None:
    await order(ann)
    news = await olga.hears("Order #1", "is done")
    await olga.taps("Mute", message=news)
    assert "Muted" in olga.notice
    await order(ann, link="https://instagram.com/p/Second")
    await ann.hears("Order #2", "is done")
    await olga.says("/notifications")
    await olga.taps("Finished orders", "At once")
    assert olga.has_button("✓ At once")
    await order(ann, link="https://instagram.com/p/Third")
    await olga.hears("Order #3", "is done")
    assert not olga.sees("Order #2", "is done")


async def test_an_operators_own_order_is_told_to_her_once(world: World, olga: Guest) -> None:
    await order(olga)
    await olga.hears("is done")
    world.later(hours=1)
    await world.settled()
    assert olga.count("is done") == 1

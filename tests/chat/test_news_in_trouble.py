"""Telegram refuses news, breaks or is away: the card ends at the last state, and the end is told, twice at the most."""

import asyncio

import pytest

from tests.chat.conftest import ANN, World
from tests.chat.ordering import LIKES, placed, to_confirm
from tests.chat.talk import Guest


async def looked_after(world: World, guest: Guest, *parts: str) -> None:
    """Time goes by until a message of the bot says so."""
    async with asyncio.timeout(20):
        while not guest.sees(*parts):
            world.later(seconds=2)
            await world.pause()
    await world.settled()


@pytest.mark.parametrize(
    ("kind", "when"),
    [("429", "before"), ("500", "before"), ("502", "after"), ("drop", "before"), ("drop", "after")],
)
async def test_the_end_of_an_order_is_told_whatever_telegram_does(
    world: World, ann: Guest, kind: str, when: str
) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    world.telegram.fault("sendMessage", kind, when=when, chat_id=ANN, retry_after=1)
    world.telegram.fault("editMessageText", kind, when=when, chat_id=ANN, retry_after=1)
    world.panel.set_status(world.orders[0].id, "Completed")
    await looked_after(world, ann, "Order #1", "is done")
    await looked_after(world, ann, "Order #1", "completed")
    world.later(hours=2)
    await world.settled()
    assert "completed" in card.text
    assert ann.count("is done") <= (2 if when == "after" else 1)


async def test_an_outage_is_sat_out(world: World, ann: Guest, max_: Guest, olga: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    for method in ("sendMessage", "editMessageText"):
        world.telegram.fault(method, "drop", times=8)
    world.panel.set_status(world.orders[0].id, "Completed")
    await looked_after(world, ann, "Order #1", "is done")
    await looked_after(world, olga, "Order #1", "is done")
    await looked_after(world, ann, "Order #1", "completed")
    assert "completed" in card.text
    assert ann.count("is done") == olga.count("is done") == 1


async def test_a_confirm_whose_answer_was_lost_is_an_order(world: World, ann: Guest) -> None:
    card = await to_confirm(ann)
    world.telegram.fault("answerCallbackQuery", "drop", when="after")
    world.telegram.fault("editMessageText", "drop", when="before", chat_id=ANN, times=2)
    await ann.taps("Confirm", message=card)
    await looked_after(world, ann, "Order #1", "is done")
    await looked_after(world, ann, "Order #1", "completed")
    assert len(world.orders) == 1


async def test_a_card_that_its_owner_deleted_is_no_trouble(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    del ann.person.messages[card.message_id]
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.hears("Order #1", "is done")
    await world.settled()
    assert not olga.sees("couldn't be delivered")
    await ann.says("/orders")
    assert "completed" in ann.text


async def test_a_tap_on_a_message_too_old_to_change_is_answered_in_a_fresh_one(
    world: World, ann: Guest
) -> None:
    message = ann.last
    data = ann.data_of("My orders", message)
    del ann.person.messages[message.message_id]
    ann.person.tap(data=data, message_id=message.message_id)
    await world.settled()
    assert "My orders" in ann.text

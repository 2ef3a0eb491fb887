"""Confirm works once, however often, wherever and by whom it is tapped."""

import asyncio

from tests.chat.conftest import World
from tests.chat.ordering import LINK, order, placed, to_confirm
from tests.chat.talk import Guest


async def test_a_burst_of_taps_is_one_order(world: World, ann: Guest) -> None:
    card = await to_confirm(ann)
    for _ in range(5):
        ann.person.tap("Confirm", message_id=card.message_id)
    await ann.hears("Order #1", "is done")
    await world.settled()
    await ann.until(lambda: "completed" in card.text)
    assert len(world.sent) == len(world.orders) == 1
    assert ann.count("is done") == 1
    assert ann.count("Order #2") == 0


async def test_tapped_again_later_it_is_the_same_order(world: World, ann: Guest) -> None:
    """A client that was offline still shows the button: its tap finds the order."""
    card = await to_confirm(ann)
    confirm = ann.data_of("Confirm", card)
    await ann.taps("Confirm", message=card)
    await ann.hears("is done")
    await ann.until(lambda: "completed" in card.text)
    seen = card.text
    await ann.forges(confirm, card)
    await ann.until(lambda: card.text == seen)
    assert len(world.orders) == 1
    assert ann.count("is done") == 1


async def test_an_old_confirm_card_in_another_message_shows_the_order_it_became(
    world: World, ann: Guest
) -> None:
    old = await to_confirm(ann)
    confirm = ann.data_of("Confirm", old)
    await ann.taps("Quantity", message=old)
    await ann.says("500")
    await ann.taps("Confirm", message=ann.last)
    await ann.hears("is done")
    await ann.forges(confirm, old)
    assert "Order #1" in old.text
    assert len(world.orders) == 1
    assert world.sent[0]["quantity"] == "500"


async def test_two_people_confirm_at_the_same_time(world: World, ann: Guest, max_: Guest) -> None:
    await to_confirm(ann, quantity=100)
    await to_confirm(max_, link="https://instagram.com/p/Max", quantity=200)
    ann.person.tap("Confirm")
    max_.person.tap("Confirm")
    await asyncio.gather(ann.hears("is done"), max_.hears("is done"))
    assert sorted(fields["quantity"] for fields in world.sent) == ["100", "200"]
    assert not ann.sees("p/Max")
    assert not max_.sees("Dxyz789")


async def test_two_orders_quickly_one_after_the_other_are_two(world: World, ann: Guest) -> None:
    await order(ann, quantity=100)
    await order(ann, link="https://instagram.com/p/Second", quantity=200)
    await ann.hears("Order #1", "is done")
    await ann.hears("Order #2", "is done")
    assert len(world.orders) == 2


async def test_a_running_order_for_the_same_link_is_pointed_out(world: World, ann: Guest) -> None:
    world.panel.fate(1010, "stall")
    first = await placed(ann)
    confirm = await to_confirm(ann, quantity=500)
    assert "still running" in confirm.text
    assert "#1" in confirm.text
    await ann.taps("See order #1", message=confirm)
    assert "Order #1" in ann.text
    assert ann.has_button("Confirm", confirm)
    assert first.message_id != ann.last.message_id
    await ann.taps("Confirm", message=confirm)
    await world.until(lambda: len(world.orders) == 2)


async def test_another_persons_order_for_the_same_link_is_warned_of_and_not_shown(
    world: World, ann: Guest, max_: Guest
) -> None:
    world.panel.fate(1010, "stall")
    await placed(ann)
    confirm = await to_confirm(max_)
    assert LINK in confirm.text
    assert "still running" in confirm.text
    assert "#1" not in confirm.text
    assert not max_.has_button("See order", confirm)


async def test_a_form_that_lacks_an_answer_cannot_be_confirmed(world: World, ann: Guest) -> None:
    card = await to_confirm(ann)
    confirm = ann.data_of("Confirm", card)
    await ann.taps("drip-feed", message=card)
    await ann.forges(confirm, card)
    assert "still missing" in ann.notice
    assert world.sent == []
    await ann.taps("5", "10", "Confirm")
    await ann.hears("is done")

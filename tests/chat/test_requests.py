"""Refills and cancellations: asked for with a button, told how they went."""

import pytest

from bot.sandbox.telegram.messages import SimMessage
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, REFILLABLE, order, placed
from tests.chat.talk import Guest


async def finished(world: World, guest: Guest) -> SimMessage:
    """The card of a completed order that can be refilled."""
    card = await order(guest, REFILLABLE)
    await guest.until(lambda: "completed" in card.text)
    return card


async def running(world: World, guest: Guest, service: int = LIKES) -> SimMessage:
    """The card of an order that goes on until the test says otherwise."""
    world.panel.fate(service, "stall")
    card = await placed(guest, service)
    await guest.until(lambda: "in progress" in card.text)
    return card


async def test_a_refill_is_asked_for_once_and_its_end_is_told(world: World, ann: Guest) -> None:
    card = await finished(world, ann)
    refill = ann.data_of("Refill", card)
    for _ in range(3):
        ann.person.tap(data=refill, message_id=card.message_id)
    await ann.hears("refill of order #1", "done")
    await ann.until(lambda: "Refill: done" in card.text)
    assert world.asked("refill") == 1
    assert ann.has_button("Refill", card)


@pytest.mark.parametrize("fate", ["reject", "cancel"])
async def test_a_refill_that_comes_to_nothing_is_told(world: World, ann: Guest, fate: str) -> None:
    world.panel.refill_fate(REFILLABLE, fate)
    card = await finished(world, ann)
    await ann.taps("Refill", message=card)
    await ann.hears("refill of order #1", "refused" if fate == "reject" else "canceled")


async def test_a_refill_that_the_panel_refuses_is_told_with_its_reason(
    world: World, ann: Guest
) -> None:
    world.panel.refill_wait = 10_000_000
    card = await finished(world, ann)
    await ann.taps("Refill", message=card)
    await ann.hears("refill of order #1", "refused", "24 hours ago")
    await ann.until(lambda: "refused" in card.text)


async def test_a_refill_while_one_is_open_is_told_as_asked_for(world: World, ann: Guest) -> None:
    world.panel.refill_fate(REFILLABLE, "stall")
    card = await finished(world, ann)
    refill = ann.data_of("Refill", card)
    await ann.taps("Refill", message=card)
    await ann.until(lambda: "Refill: in progress" in card.text)
    assert not ann.has_button("Refill", card)
    await ann.forges(refill, card)
    assert "already" in ann.notice
    assert world.asked("refill") == 1


async def test_a_refill_of_an_order_that_has_none_is_refused(world: World, ann: Guest) -> None:
    card = await order(ann)
    await ann.until(lambda: "completed" in card.text)
    await ann.forges("rf:1", card)
    assert "can't be refilled" in ann.notice
    assert world.asked("refill") == 0


async def test_a_cancellation_is_asked_about_requested_and_told(world: World, ann: Guest) -> None:
    card = await running(world, ann)
    await ann.taps("Cancel", message=card)
    assert "Cancel order #1?" in card.text
    await ann.taps("No, keep it", message=card)
    await ann.until(lambda: "in progress" in card.text)
    assert world.asked("cancel") == 0
    await ann.taps("Cancel", message=card)
    yes = ann.data_of("Yes", card)
    for _ in range(3):
        ann.person.tap(data=yes, message_id=card.message_id)
    await ann.hears("Order #1", "in part")
    await ann.until(lambda: "Cancellation: done" in card.text)
    assert world.asked("cancel") == 1


async def test_an_order_canceled_before_it_began_costs_nothing(world: World, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann)
    world.panel.set_status(world.orders[0].id, "Canceled")
    news = await ann.hears("Order #1", "canceled")
    assert "$0.00" in news.text
    assert ann.has_button("Order again", news)


async def test_a_cancellation_that_the_panel_refuses_is_told_and_the_order_goes_on(
    world: World, ann: Guest
) -> None:
    card = await running(world, ann)
    sentence = "This order has already started and cannot be cancelled."
    world.panel.faults.add(
        "cancel", "answer", value=[{"order": 23501, "cancel": {"error": sentence}}]
    )
    await ann.taps("Cancel", "Yes", message=card)
    await ann.hears("Order #1", "can't be canceled", sentence)
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.hears("Order #1", "is done")


async def test_a_cancellation_that_came_too_late_is_told(world: World, ann: Guest) -> None:
    card = await running(world, ann)
    world.panel.faults.add("cancel", "answer", value=[{"order": 23501, "cancel": 1}])
    await ann.taps("Cancel", "Yes", message=card)
    await ann.until(lambda: world.asked("cancel") and "Cancellation: requested" in card.text)
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.hears("cancellation of order #1", "too late")
    await ann.hears("Order #1", "is done")


async def test_an_order_that_ended_cannot_be_canceled_any_more(world: World, ann: Guest) -> None:
    card = await running(world, ann)
    await ann.taps("Cancel", message=card)
    yes = ann.data_of("Yes", card)
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.hears("is done")
    await ann.forges(yes, card)
    assert "can't be canceled" in ann.notice
    assert world.asked("cancel") == 0


async def test_a_queued_order_is_taken_back_and_never_sent(world: World, ann: Guest) -> None:
    world.panel.faults.add("balance", "wrong_key", times=None)
    card = await order(ann)
    await ann.until(lambda: "takes no orders" in card.text)
    await ann.taps("Cancel order", message=card)
    assert "order #1" in card.text
    await ann.taps("Yes", message=card)
    await ann.hears("Order #1", "Nothing was sent")
    world.panel.faults.clear()
    world.later(hours=1)
    await world.settled()
    await ann.until(lambda: "canceled" in card.text)
    assert world.sent == []


@pytest.mark.parametrize("what", ["refill", "cancel"])
async def test_a_request_without_a_clear_answer_is_told_and_not_sent_again(
    world: World, ann: Guest, what: str
) -> None:
    card = await (finished(world, ann) if what == "refill" else running(world, ann))
    world.panel.faults.add(what, "reset_after")
    await (
        ann.taps("Refill", message=card)
        if what == "refill"
        else ann.taps("Cancel", "Yes", message=card)
    )
    await ann.hears("order #1", "no clear answer")
    world.later(hours=1)
    await world.settled()
    assert world.asked(what) == 1

"""Telegram delivers a tap once more, for the bot died before it said that it had it: nothing is done twice or refused."""

from tests.chat.conftest import World
from tests.chat.ordering import LIKES, LINK, REFILLABLE, open_form, order, placed
from tests.chat.talk import Guest


async def stand(world: World) -> Guest:
    """Ann, in a shop that sells."""
    await world.read_catalogue()
    return await world.invited(await world.operator())


def never_acknowledged(world: World) -> None:
    """From here on Telegram doesn't hear what the bot has handled, nor its word about the tap."""
    world.telegram.fault("answerCallbackQuery", "502")
    world.telegram.fault("getUpdates", "drop", times=1000)


def texts_over_buttons(guest: Guest) -> list[str]:
    return [answer.text for answer in guest.person.answers if answer.text]


async def test_a_step_back_is_one_step(world: World) -> None:
    async with world.dying_bot():
        ann = await stand(world)
        await open_form(ann)
        await ann.says(LINK, "500")
        card = ann.last
        ann.person.tap("Back")
        never_acknowledged(world)
        await ann.until(lambda: "How many" in card.text)
    world.telegram.faults.clear()
    assert world.telegram.updates.pending
    async with world.bot():
        await world.settled()
        assert "How many" in card.text


async def test_a_refill_is_asked_for_once_and_not_refused(world: World) -> None:
    world.panel.refill_fate(REFILLABLE, "stall")
    async with world.dying_bot():
        ann = await stand(world)
        card = await order(ann, REFILLABLE)
        await ann.until(lambda: "completed" in card.text)
        ann.person.tap("Refill", message_id=card.message_id)
        never_acknowledged(world)
        await ann.until(lambda: "Refill: in progress" in card.text)
    world.telegram.faults.clear()
    assert world.telegram.updates.pending
    async with world.bot():
        await world.settled()
        assert texts_over_buttons(ann) == []
    assert world.asked("refill") == 1


async def test_a_cancellation_is_asked_for_once_and_not_refused(world: World) -> None:
    world.panel.fate(LIKES, "stall")
    async with world.dying_bot():
        ann = await stand(world)
        card = await placed(ann)
        await ann.until(lambda: "in progress" in card.text)
        await ann.taps("Cancel", message=card)
        ann.person.tap("Yes", message_id=card.message_id)
        never_acknowledged(world)
        await ann.hears("Order #1", "in part")
    world.telegram.faults.clear()
    assert world.telegram.updates.pending
    async with world.bot():
        await world.settled()
        assert texts_over_buttons(ann) == []
        await ann.until(lambda: "Cancellation: done" in card.text)
    assert world.asked("cancel") == 1

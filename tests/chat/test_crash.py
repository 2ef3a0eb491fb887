"""The bot dies, at the worst moments, and starts again: nothing is lost, nothing is doubled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.chat.conftest import QUICK, World
from tests.chat.ordering import LINK, open_form, to_confirm
from tests.chat.talk import Guest

NEVER_LOOKS = replace(QUICK, first_check=timedelta(seconds=20))
"""Orders are looked at so late that the bot is dead by then."""


async def stand(world: World) -> tuple[Guest, Guest]:
    """Olga and Ann, at their phones."""
    olga = await world.operator()
    return olga, await world.invited(olga)


async def test_a_restart_in_the_middle_of_a_form_loses_nothing(world: World) -> None:
    async with world.bot():
        _, ann = await stand(world)
        await open_form(ann)
        await ann.says(LINK)
    async with world.bot():
        await ann.says("500")
        assert LINK in ann.text
        assert ann.has_button("Confirm")
    async with world.bot():
        await ann.taps("Confirm")
        await ann.hears("is done")
    assert world.sent == [{"service": "1010", "link": LINK, "quantity": "500"}]


async def test_what_was_sent_while_the_bot_was_away_is_handled_in_order(world: World) -> None:
    async with world.bot():
        _, ann = await stand(world)
        await open_form(ann)
    ann.person.send(LINK)
    ann.person.send("500")
    async with world.bot():
        await world.settled()
        assert ann.has_button("Confirm")


async def test_dead_between_the_confirm_and_the_panel_it_is_placed_once(world: World) -> None:
    """Nothing was sent yet when the bot died: the order waits in the books."""
    async with world.dying_bot():
        _, ann = await stand(world)
        await to_confirm(ann)
        world.panel.faults.add("balance", "hang")
        began = world.panel.faults.waiting[-1].began
        ann.person.tap("Confirm")
        await began.wait()
    assert world.sent == []
    world.panel.faults.clear()
    async with world.bot():
        await ann.hears("is done")
    assert len(world.sent) == 1
    assert ann.count("is done") == 1


@pytest.mark.parametrize("kind", ["hang", "hang_after"])
async def test_dead_while_the_panel_is_asked_it_is_never_sent_again(
    world: World, kind: str
) -> None:
    async with world.dying_bot():
        olga, ann = await stand(world)
        card = await to_confirm(ann)
        fault = world.panel.faults.add("add", kind)
        ann.person.tap("Confirm")
        await fault.began.wait()
    world.panel.faults.clear()
    async with world.bot():
        await ann.hears("Order #1", "being checked")
        await olga.hears("Was order #1 placed?")
        await ann.until(lambda: "being checked" in card.text)
        world.later(hours=1)
        await world.settled()
    assert len(world.sent) == 1


async def test_dead_after_the_panel_answered_the_news_still_comes(world: World) -> None:
    async with world.dying_bot(NEVER_LOOKS):
        _, ann = await stand(world)
        card = await to_confirm(ann)
        ann.person.tap("Confirm")
        await ann.until(lambda: "will start soon" in card.text)
    world.later(seconds=30)
    async with world.bot():
        await ann.hears("is done")
        await ann.until(lambda: "completed" in card.text)
    assert len(world.sent) == 1
    assert ann.count("is done") == 1


async def test_a_tap_that_comes_again_after_a_crash_is_the_same_order(world: World) -> None:
    """Handled, but not acknowledged: Telegram delivers the tap once more."""
    async with world.dying_bot(NEVER_LOOKS):
        _, ann = await stand(world)
        card = await to_confirm(ann)
        world.telegram.fault("getUpdates", "drop", times=1000)
        ann.person.tap("Confirm")
        await ann.until(lambda: "will start soon" in card.text)
    world.telegram.faults.clear()
    assert world.telegram.updates.pending
    world.later(seconds=30)
    async with world.bot():
        await world.settled()
        await ann.hears("is done")
    assert len(world.sent) == 1
    assert ann.count("is done") == 1


async def test_an_answer_that_comes_again_after_a_crash_changes_the_form_once(
    world: World,
) -> None:
    """The link was taken; delivered again it isn't taken for the quantity, nor told to be wrong."""
    async with world.dying_bot():
        _, ann = await stand(world)
        await open_form(ann)
        world.telegram.fault("getUpdates", "drop", times=1000)
        ann.person.send(LINK)
        await ann.hears("How many")
    world.telegram.faults.clear()
    async with world.bot():
        await world.settled()
        assert "How many" in ann.text
        assert "⚠️" not in ann.text
        await ann.says("500")
        assert ann.has_button("Confirm")

"""An answer that Telegram doesn't take at once comes all the same, once, and what was asked for isn't done twice."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot import app
from bot.app import Bot
from bot.sandbox.telegram.messages import SimMessage
from bot.transport import pacing, patience
from tests.chat.conftest import ANN, World
from tests.chat.ordering import LIKES, LINK, REFILLABLE, open_form, order, placed
from tests.chat.talk import Guest


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.01,) * 5)


@pytest.mark.parametrize("kind", ["500", "502", "drop"])
async def test_a_command_is_answered_after_a_passing_fault(
    world: World, ann: Guest, kind: str
) -> None:
    world.telegram.fault("sendMessage", kind, chat_id=ANN, times=3)
    await ann.says("/help")
    assert ann.count("How it works") == 1


async def test_flood_control_that_lasts_is_waited_out(
    world: World, ann: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "LONGEST_WAIT", 0.5)
    world.telegram.fault("sendMessage", "429", chat_id=ANN, retry_after=1)
    await ann.says("/help")
    assert ann.count("How it works") == 1


async def test_an_answer_to_the_form_leads_to_the_next_question(world: World, ann: Guest) -> None:
    await open_form(ann)
    world.telegram.fault("sendMessage", "502", chat_id=ANN, times=2)
    await ann.says(LINK)
    assert "How many" in ann.text
    assert not ann.sees("⚠️")
    await ann.says("500")
    assert ann.has_button("Confirm")


async def test_a_wrong_answer_is_told_to_be_wrong(world: World, ann: Guest) -> None:
    await open_form(ann)
    world.telegram.fault("sendMessage", "502", chat_id=ANN)
    await ann.says("not a link")
    assert "That isn't a link" in ann.text


async def test_a_form_is_left_once(world: World, ann: Guest) -> None:
    await open_form(ann)
    world.telegram.fault("sendMessage", "502", chat_id=ANN)
    await ann.says("/cancel")
    assert "Nothing was ordered" in ann.text
    assert ann.has_button("Back to the service")


async def test_back_is_one_step_back(world: World, ann: Guest) -> None:
    await open_form(ann)
    await ann.says(LINK, "500")
    world.telegram.fault("editMessageText", "502", chat_id=ANN, times=2)
    await ann.taps("Back")
    assert "How many" in ann.text


async def test_the_operators_menu_comes_although_the_commands_were_not_taken(
    world: World, olga: Guest
) -> None:
    world.telegram.fault("setMyCommands", "502", times=2)
    await olga.says("/start")
    assert "Hello" in olga.text
    assert olga.count("Hello") == 2


async def test_a_file_is_read_although_telegram_gave_it_late(world: World, ann: Guest) -> None:
    await open_form(ann, 1030)
    await ann.says(LINK)
    world.telegram.fault("getFile", "502", times=2)
    await ann.sends_file("list.txt", "one\ntwo\nthree\nfour\nfive")
    assert "5 lines" in ann.text


async def test_a_screen_does_not_wait_for_the_spinner_to_stop(world: World, ann: Guest) -> None:
    world.telegram.fault("answerCallbackQuery", "502", times=20)
    await ann.taps("Menu" if ann.has_button("Menu") else "My orders")
    assert "My orders" in ann.text


async def test_a_sentence_over_a_button_is_repeated(world: World, ann: Guest) -> None:
    world.telegram.fault("answerCallbackQuery", "502", times=2)
    await ann.forges("rf:99")
    assert "You have no such order" in ann.notice


async def card_from_the_list(guest: Guest) -> SimMessage:
    """An order's card that isn't the live one."""
    await guest.says("/orders")
    screen = guest.find("My orders")
    await guest.taps("#1 ·", message=screen)
    return screen


async def test_a_refill_that_was_asked_for_is_shown_not_refused(world: World, ann: Guest) -> None:
    world.panel.refill_fate(REFILLABLE, "stall")
    live = await order(ann, REFILLABLE)
    await ann.until(lambda: "completed" in live.text)
    card = await card_from_the_list(ann)
    told = len(ann.person.answers)
    world.telegram.fault("editMessageText", "502", chat_id=ANN, times=2)
    await ann.taps("Refill", message=card)
    await ann.until(lambda: "Refill:" in card.text)
    assert not any(answer.text for answer in ann.person.answers[told:])
    await world.until(lambda: world.asked("refill"))
    assert world.asked("refill") == 1


async def test_a_cancellation_that_was_asked_for_is_shown_not_refused(
    world: World, ann: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    live = await placed(ann)
    await ann.until(lambda: "in progress" in live.text)
    card = await card_from_the_list(ann)
    await ann.taps("Cancel", message=card)
    told = len(ann.person.answers)
    world.telegram.fault("editMessageText", "502", chat_id=ANN, times=2)
    await ann.taps("Yes", message=card)
    await ann.until(lambda: "Cancellation:" in card.text)
    assert not any(answer.text for answer in ann.person.answers[told:])
    await ann.hears("Order #1", "in part")
    assert world.asked("cancel") == 1


async def test_what_never_passes_is_given_up_and_the_next_word_is_heard(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.telegram.fault("sendMessage", "502", chat_id=ANN, times=6)
    with capture_logs() as logs:
        await ann.says("/help")
    assert [each["event"] for each in logs].count("Somebody got no answer") == 1
    assert not ann.sees("How it works")
    await ann.says("/help")
    assert ann.count("How it works") == 1
    assert not olga.sees("went wrong")


async def test_nobody_else_waits_and_a_stop_ends_the_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ann's answer is a minute away when the bot is stopped: her question comes again at the next start."""
    monkeypatch.setattr(patience, "PAUSES", (60.0,))
    async with world.bot():
        await world.read_catalogue()
        olga = await world.operator()
        ann = await world.invited(olga)
        world.telegram.fault("sendMessage", "502", chat_id=ANN)
        ann.person.send("/help")
        await world.until(lambda: not world.telegram.faults.waiting)
        olga.person.send("/help")
        await olga.hears("How it works")
        monkeypatch.setattr(app, "_GRACE", 0.1)
    assert not ann.sees("How it works")
    async with world.bot():
        await ann.hears("How it works")


async def test_an_older_state_never_stays_on_the_live_card(
    world: World, shop: Bot, ann: Guest
) -> None:
    """The edit that Refresh leads to takes its time; meanwhile the order is done."""
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.until(lambda: "in progress" in card.text)
    world.telegram.fault("editMessageText", "latency", chat_id=ANN, seconds=1.0)
    ann.person.tap("Refresh", message_id=card.message_id)
    await world.until(lambda: not world.telegram.faults.waiting)
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.hears("is done")
    await ann.until(lambda: "completed" in card.text)
    await world.settled()
    assert "completed" in card.text


async def test_no_keep_it_brings_the_live_card_back(world: World, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.until(lambda: "in progress" in card.text)
    await ann.taps("Cancel", message=card)
    assert "Cancel order #1?" in card.text
    await ann.taps("No, keep it", message=card)
    await ann.until(lambda: "in progress" in card.text)
    assert ann.has_button("Cancel order", card)


async def test_people_are_answered_side_by_side_while_one_is_flooded(
    world: World, ann: Guest, max_: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "LONGEST_WAIT", 0.0)
    world.telegram.fault("sendMessage", "429", chat_id=ANN, retry_after=1)
    ann.person.send("/help")
    max_.person.send("/help")
    await asyncio.gather(ann.hears("How it works"), max_.hears("How it works"))

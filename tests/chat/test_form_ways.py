"""Ways through a form: editing every answer, back at every step, extras, leaving."""

import pytest

from tests.chat.conftest import World
from tests.chat.ordering import LINK, open_form, to_confirm
from tests.chat.talk import Guest

OTHER = "https://instagram.com/p/Other"


async def test_every_answer_can_be_edited_before_confirming(world: World, ann: Guest) -> None:
    await open_form(ann, 1042)
    await ann.says(LINK, "anna", "one", "150")
    await ann.taps("Link")
    assert "150" in ann.text
    await ann.says(OTHER)
    await ann.taps("User names")
    await ann.says("ben\ncarl")
    await ann.taps("Hashtags")
    await ann.says("two")
    await ann.taps("Quantity", "100")
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent == [
        {
            "service": "1042",
            "link": OTHER,
            "usernames": "ben\ncarl",
            "hashtags": "two",
            "quantity": "100",
        }
    ]


async def test_an_edit_can_be_left_and_the_old_answer_stays(ann: Guest) -> None:
    await to_confirm(ann, quantity=500)
    await ann.taps("Quantity")
    await ann.says("nonsense")
    assert "⚠️" in ann.text
    await ann.taps("Back")
    assert ann.has_button("Confirm")
    assert "500" in ann.text


async def test_back_leads_through_the_questions_to_the_service_and_the_menu(ann: Guest) -> None:
    await open_form(ann)
    await ann.says(LINK)
    await ann.taps("Back")
    assert "link" in ann.text
    await ann.taps("Back")
    assert ann.has_button("Order this")
    await ann.taps("Back to the list", "Categories", "Platforms", "Menu")
    assert ann.has_button("New order")
    assert not ann.has_button("Continue")


async def test_back_on_the_confirm_card_asks_the_last_question_again(ann: Guest) -> None:
    await to_confirm(ann)
    await ann.taps("Back")
    assert "How many" in ann.text
    await ann.taps("Back")
    assert ann.has_button("Confirm")


async def test_back_then_forward_again_keeps_what_was_answered(world: World, ann: Guest) -> None:
    await open_form(ann)
    await ann.says(LINK)
    await ann.taps("Back")
    await ann.says(OTHER)
    await ann.taps("50", "Confirm")
    await ann.hears("is done")
    assert world.sent == [{"service": "1010", "link": OTHER, "quantity": "50"}]


async def test_cancel_leaves_the_form_and_leads_back_to_the_service(
    world: World, ann: Guest
) -> None:
    await to_confirm(ann)
    await ann.taps("Cancel")
    assert "Nothing was ordered" in ann.text
    await ann.taps("Back to the service")
    assert ann.has_button("Order this")
    await ann.says("/start")
    assert not ann.has_button("Continue")
    assert world.sent == []


async def test_the_cancel_command_leaves_the_form_and_takes_its_buttons(ann: Guest) -> None:
    card = await to_confirm(ann)
    await ann.says("/cancel")
    assert "Nothing was ordered" in ann.text
    assert card.buttons == []


async def test_the_cancel_command_without_a_form_says_so_and_shows_the_menu(ann: Guest) -> None:
    await ann.says("/cancel")
    assert "nothing to leave" in ann.text
    assert ann.has_button("New order")


async def test_drip_feed_can_be_added_and_taken_off_at_each_step(world: World, ann: Guest) -> None:
    await to_confirm(ann, quantity=100)
    await ann.taps("➕ drip-feed")
    assert "runs" in ann.text
    await ann.taps("Without drip-feed")
    assert ann.has_button("Confirm")
    await ann.taps("➕ drip-feed", "5")
    assert "minutes" in ann.text
    await ann.taps("Without drip-feed", "➕ drip-feed", "Back")
    assert ann.has_button("➕ drip-feed")
    await ann.taps("➕ drip-feed", "5", "30", "➖ drip-feed", "Confirm")
    await ann.hears("is done")
    assert world.sent == [{"service": "1010", "link": LINK, "quantity": "100"}]


@pytest.mark.parametrize("service", [1003, 1004])
async def test_drip_feed_is_offered_only_where_the_service_has_it(ann: Guest, service: int) -> None:
    await to_confirm(ann, service)
    assert not ann.has_button("drip-feed")


async def test_extras_of_a_subscription_are_added_edited_and_taken_off(
    world: World, ann: Guest
) -> None:
    await open_form(ann, 1020)
    await ann.says("anna", "20", "50", "0")
    await ann.taps("➕ Future posts", "5", "➕ Past posts")
    await ann.says("3")
    await ann.taps("➕ Ends on")
    await ann.says("31/12/2035")
    await ann.taps("➖ Past posts", "✏️ Future posts", "10")
    await ann.taps("Confirm")
    await world.until(lambda: world.sent)
    assert world.sent == [
        {
            "service": "1020",
            "username": "anna",
            "min": "20",
            "max": "50",
            "delay": "0",
            "posts": "10",
            "expiry": "31/12/2035",
        }
    ]


async def test_an_extra_that_was_asked_for_can_be_left_out(ann: Guest) -> None:
    await open_form(ann, 1020)
    await ann.says("anna", "20", "50", "0")
    await ann.taps("➕ Ends on", "Skip it")
    assert ann.has_button("Confirm")
    assert ann.has_button("➕ Ends on")

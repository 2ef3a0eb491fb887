"""A form is never lost, and never in the way."""

from tests.chat.conftest import World
from tests.chat.ordering import LINK, open_form, open_service, to_confirm
from tests.chat.talk import Guest


async def test_the_menu_leads_back_to_an_open_form(world: World, ann: Guest) -> None:
    card = await to_confirm(ann)
    await ann.says("/start")
    await ann.taps("Continue")
    assert LINK in ann.text
    assert card.buttons == []
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert len(world.sent) == 1


async def test_looking_around_with_a_form_open_loses_nothing(ann: Guest) -> None:
    await open_form(ann)
    await ann.says("/new")
    await ann.taps("TikTok")
    await ann.says("/orders", "/help", "/language")
    await ann.says(LINK)
    assert "How many" in ann.text


async def test_a_new_form_takes_the_place_of_the_old_one(world: World, ann: Guest) -> None:
    old = await to_confirm(ann)
    taps = {
        label: ann.data_of(label, old) for label in ("Confirm", "Quantity", "Back", "drip-feed")
    }
    await ann.says("/new")
    await ann.taps("TikTok", "Views", "1 ·", "Order this")
    new = ann.last
    for data in taps.values():
        await ann.forges(data, old)
        assert "closed" in old.text
        assert ann.has_button("My orders", old)
        assert ann.has_button("Menu", old)
    assert "link" in new.text
    await ann.says("tiktok.com/@anna/video/1", "100")
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert [fields["service"] for fields in world.sent] == ["2001"]


async def test_cancel_on_an_old_card_leaves_the_new_form_alone(ann: Guest) -> None:
    old = await to_confirm(ann)
    cancel = ann.data_of("Cancel", old)
    await ann.says("/new")
    await ann.taps("TikTok", "Views", "1 ·", "Order this")
    await ann.forges(cancel, old)
    await ann.says("tiktok.com/@anna/video/1")
    assert "How many" in ann.text


async def test_the_form_lives_in_one_message(ann: Guest) -> None:
    """What was asked before keeps its text and loses its buttons: nobody taps two questions at once."""
    await to_confirm(ann)
    with_buttons = [message for message in ann.from_bot if ann.has_button("Cancel", message)]
    assert with_buttons == [ann.last]


async def test_a_handy_answer_of_an_earlier_question_changes_that_answer(ann: Guest) -> None:
    await open_form(ann)
    await ann.says(LINK)
    five_hundred = ann.data_of("500")
    await ann.taps("50")
    await ann.forges(five_hundred)
    assert "500" in ann.text
    assert ann.has_button("Confirm")


async def test_text_at_the_confirm_card_shows_it_again(ann: Guest) -> None:
    await to_confirm(ann)
    await ann.says("what now?")
    assert ann.has_button("Confirm")
    assert LINK in ann.text


async def test_text_that_answers_nothing_is_searched_for(ann: Guest) -> None:
    await ann.says("spotify plays")
    assert "Spotify Plays" in ann.text
    await ann.taps("1 ·")
    assert ann.has_button("Order this")
    await ann.says("no such thing whatsoever")
    assert "no such thing" in ann.text
    assert ann.has_button("Menu")


async def test_a_picture_and_an_unknown_command_get_help(world: World, ann: Guest) -> None:
    ann.person.send_photo(PIXEL, caption="look")
    await world.settled()
    assert "text files only" in ann.text
    await ann.says("/nonsense")
    assert ann.has_button("Menu")
    assert ann.has_button("New order")


async def test_a_picture_in_the_middle_of_a_form_changes_nothing(world: World, ann: Guest) -> None:
    await open_form(ann)
    ann.person.send_photo(PIXEL)
    await world.settled()
    assert "text files only" in ann.text
    await ann.says(LINK)
    assert "How many" in ann.text


async def test_a_service_is_found_by_its_number(ann: Guest) -> None:
    await open_service(ann, 1010)
    assert "Service 1010" in ann.text


async def test_two_quick_answers_are_taken_in_order(world: World, ann: Guest) -> None:
    await open_form(ann)
    ann.person.send(LINK)
    ann.person.send("500")
    ann.person.send("/help")
    await world.settled()
    await ann.says("/start")
    await ann.taps("Continue")
    assert ann.has_button("Confirm")
    assert "500" in ann.text


PIXEL = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x40\x00\x00\x00\x40"

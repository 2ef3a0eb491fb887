"""What the panel changes between the confirm card and the tap: nobody orders on terms they haven't seen."""

from decimal import Decimal

from tests.chat.conftest import World
from tests.chat.ordering import LIKES, LINK, open_form, to_confirm
from tests.chat.talk import Guest


async def test_a_price_that_changed_is_asked_again_with_both(world: World, ann: Guest) -> None:
    card = await to_confirm(ann)
    world.panel.change_service(LIKES, rate=Decimal("0.24"))
    await world.read_catalogue()
    await ann.taps("Confirm", message=card)
    assert "$0.12" in card.text
    assert "$0.24" in card.text
    assert world.sent == []
    await ann.taps("Confirm", message=card)
    await ann.hears("is done")
    assert len(world.sent) == 1


async def test_a_price_that_changed_back_needs_no_second_question(world: World, ann: Guest) -> None:
    card = await to_confirm(ann)
    for rate in ("0.24", "0.1200"):
        world.panel.change_service(LIKES, rate=Decimal(rate))
        await world.read_catalogue()
    await ann.taps("Confirm", message=card)
    await ann.hears("is done")


async def test_limits_that_changed_are_told_and_what_does_not_fit_is_asked_again(
    world: World, ann: Guest
) -> None:
    card = await to_confirm(ann, quantity=20)
    world.panel.change_service(LIKES, min=50)
    await world.read_catalogue()
    await ann.taps("Confirm", message=card)
    assert "How many" in card.text
    assert "50" in card.text
    assert LINK in card.text
    await ann.says("50")
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent == [{"service": "1010", "link": LINK, "quantity": "50"}]


async def test_limits_that_still_fit_are_shown_once(world: World, ann: Guest) -> None:
    card = await to_confirm(ann)
    world.panel.change_service(LIKES, max=5000)
    await world.read_catalogue()
    await ann.taps("Confirm", message=card)
    assert "limits have changed" in card.text
    assert world.sent == []
    await ann.taps("Confirm", message=card)
    await ann.hears("is done")


async def test_a_service_that_is_gone_is_told_with_a_way_on(world: World, ann: Guest) -> None:
    card = await to_confirm(ann)
    world.panel.remove_service(LIKES)
    await world.read_catalogue()
    await ann.taps("Confirm", message=card)
    assert "can't be ordered" in card.text
    assert world.sent == []
    await ann.taps("See the service", message=card)
    assert "doesn't offer it any more" in card.text
    assert not ann.has_button("Order this", card)
    await ann.taps("Back to the list", message=card)
    assert "Instagram Likes" in card.text
    await ann.says("hello?")
    assert "can't be ordered" in ann.text
    assert ann.has_button("Menu")


async def test_typed_answers_to_a_form_whose_service_is_gone(world: World, ann: Guest) -> None:
    await open_form(ann)
    world.panel.remove_service(LIKES)
    await world.read_catalogue()
    await ann.says(LINK)
    assert "can't be ordered" in ann.text
    await ann.says("/cancel")
    assert "Nothing was ordered" in ann.text
    await ann.says("tiktok views")
    assert "Found" in ann.text


async def test_a_service_that_the_panel_dropped_without_our_knowing(
    world: World, ann: Guest, olga: Guest
) -> None:
    """Its add is refused: the owner hears that nothing was ordered, operators hear why, and the list is read anew."""
    card = await to_confirm(ann)
    world.panel.remove_service(LIKES)
    await ann.taps("Confirm", message=card)
    await ann.hears("Order #1", "nothing is charged")
    await olga.hears("refused order #1", "Incorrect service ID")
    assert not ann.sees("Incorrect service ID")
    await ann.until(lambda: "not placed" in card.text)
    assert world.orders == []


async def test_the_running_total_of_a_drip_feed_is_checked_against_new_limits(
    world: World, ann: Guest
) -> None:
    await to_confirm(ann, quantity=1000)
    await ann.taps("drip-feed", "10", "30")
    world.panel.change_service(LIKES, max=5000)
    await world.read_catalogue()
    await ann.taps("Confirm")
    assert "how many runs" in ann.text
    await ann.taps("5", "Confirm")
    await ann.hears("is done")
    assert world.sent[0]["runs"] == "5"

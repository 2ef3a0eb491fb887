"""Operators hide, show and pin; customers see it at once, and nothing else of it."""

from dataclasses import replace

from bot.app import Bot
from tests.chat.conftest import World
from tests.chat.ordering import FOLLOWERS, LIKES, find_page, open_form, placed, to_confirm
from tests.chat.talk import Guest

NAME = "Instagram Likes | Instant"


async def manage(olga: Guest, service_id: int = LIKES) -> None:
    """To the operator's screen of a service."""
    await olga.says(f"/services {service_id}")
    await olga.taps("1")


async def test_a_hidden_service_is_gone_for_customers_until_it_is_shown(
    world: World, ann: Guest, olga: Guest
) -> None:
    await ann.says(str(LIKES))
    await ann.taps("1 ·")
    order = ann.data_of("Order this")
    card = ann.data_of("Back to the list").replace("s:", "v:", 1)
    await manage(olga)
    await olga.taps("🙈 Hide")
    assert "Customers can't order it: hidden by an operator" in olga.text
    await ann.says(NAME)
    assert f". {NAME}" not in ann.text
    await ann.forges(order)
    assert "can't be ordered right now" in ann.text
    assert not ann.has_button("See the service")
    await ann.forges(card.removesuffix(":0"))
    assert "isn't offered any more" in ann.text
    await olga.taps("👁 Show")
    assert "Customers can order it" in olga.text
    await ann.says(NAME)
    assert f". {NAME}" in ann.text


async def test_an_open_form_of_a_hidden_service_says_so(
    world: World, ann: Guest, max_: Guest, olga: Guest
) -> None:
    await open_form(ann)
    card = await to_confirm(max_)
    await manage(olga)
    await olga.taps("🙈 Hide")
    await ann.says("https://instagram.com/p/abc")
    assert "can't be ordered right now" in ann.text
    await max_.taps("Confirm", message=card)
    assert "can't be ordered right now" in max_.text
    assert world.sent == []


async def test_an_order_under_way_goes_on_when_its_service_is_hidden(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await manage(olga)
    await olga.taps("🙈 Hide")
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.until(lambda: "completed" in card.text)
    await ann.taps("Order again", message=card)
    assert "can't be ordered right now" in ann.text


async def test_a_hidden_service_stays_hidden_whatever_the_panel_does(
    world: World, ann: Guest, olga: Guest
) -> None:
    await manage(olga)
    await olga.taps("🙈 Hide")
    sold = world.panel.services[LIKES]
    world.panel.remove_service(LIKES)
    await world.read_catalogue()
    world.panel.services[LIKES] = replace(sold, name=f"{NAME} again")
    await world.read_catalogue()
    await ann.says(NAME)
    assert f". {NAME}" not in ann.text
    await olga.says("/services")
    await olga.taps("Hidden · 1")
    assert f"{NAME} again" in olga.text
    await olga.taps("1", "👁 Show")
    await ann.says(NAME)
    assert f". {NAME}" in ann.text


async def test_a_hidden_category_is_gone_with_all_its_services(
    world: World, ann: Guest, olga: Guest
) -> None:
    await ann.says("/new")
    await ann.taps("Instagram")
    shelf = next(label for label in ann.buttons if "Best sellers" in label)
    await manage(olga, FOLLOWERS)
    await olga.taps("Its category")
    assert "main: " in olga.text
    await olga.taps("🙈 Hide")
    assert "🙈 hidden" in olga.text
    await ann.says("/new")
    await ann.taps("Instagram")
    assert shelf not in ann.buttons
    await ann.says(str(FOLLOWERS))
    assert "no refill" not in ann.text
    await manage(olga, FOLLOWERS)
    assert "its category is hidden" in olga.text
    await olga.says("/services")
    await olga.taps("Hidden · 1")
    assert "📂" in olga.text
    await olga.taps("1", "👁 Show")
    await ann.says("/new")
    await ann.taps("Instagram")
    assert shelf in ann.buttons


async def test_what_is_pinned_stands_on_top_with_a_pin(
    world: World, ann: Guest, olga: Guest
) -> None:
    await ann.says("/new")
    await ann.taps("Instagram")
    last = ann.buttons[-2 if "›" not in ann.buttons else -5]
    await ann.taps(last)
    assert "📌" not in ann.text
    await olga.says("/new")
    await olga.taps("Instagram", last, "Hide, pin, details", "📌 Pin")
    assert "📌 pinned" in olga.text
    await ann.says("/new")
    await ann.taps("Instagram")
    assert ann.buttons[0] == f"📌 {last}"


async def test_a_pinned_service_is_the_first_of_its_list(
    world: World, ann: Guest, olga: Guest
) -> None:
    await olga.says(f"/services {FOLLOWERS + 1}", f"/services {1003}")
    await olga.taps("1", "📌 Pin")
    assert olga.has_button("Unpin")
    await ann.says(str(1003))
    assert "1. 📌 Instagram Followers [Real profiles]" in ann.text
    await ann.taps("1 ·", "Back to the list")
    assert "1. 📌 Instagram Followers [Real profiles]" in ann.text
    await olga.says("/services")
    await olga.taps("Pinned · 1")
    assert "Real profiles" in olga.text
    await olga.taps("1", "Unpin")
    await ann.says(str(1003))
    assert "📌" not in ann.text


async def test_nothing_hidden_or_pinned_is_said_with_a_way_on(olga: Guest) -> None:
    await olga.says("/services")
    await olga.taps("🙈 Hidden")
    assert "Nothing yet" in olga.text
    await olga.taps("Find a service")
    assert "Send a word" in olga.text
    await olga.taps("‹ Services", "📌 Pinned")
    assert "Nothing yet" in olga.text


async def test_a_long_category_is_paged(world: World, olga: Guest) -> None:
    sold = world.panel.services[LIKES]
    for number in range(200, 220):
        world.panel.services[number] = replace(sold, id=number, name=f"More {number}.")
    await world.read_catalogue()
    await manage(olga)
    await olga.taps("Its category")
    await find_page(olga, lambda: "More 219." in olga.text)
    await olga.taps("1")
    assert "Panel: main" in olga.text


async def test_two_operators_who_hide_at_once_agree(world: World, shop: Bot, olga: Guest) -> None:
    max_ = await world.invited(olga, 1002, "Max")
    async with shop.shop.desk.storage.transaction() as tx:
        operator = await tx.staff.get(olga.id)
        assert operator is not None
        await tx.staff.appoint(max_.id, operator.rights, operator.appointed_at)
    for guest in (olga, max_):
        await manage(guest)
    for guest in (olga, max_):
        await guest.taps("🙈 Hide")
    for guest in (olga, max_):
        assert "hidden by an operator" in guest.text
        assert guest.has_button("👁 Show")

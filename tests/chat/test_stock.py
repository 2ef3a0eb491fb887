"""What operators see of the catalogue: what changed since they looked, and anything in it, found by a word."""

from dataclasses import replace
from decimal import Decimal

from bot.app import Bot
from tests.chat.conftest import World
from tests.chat.ordering import FOLLOWERS, LIKES, find_page
from tests.chat.talk import Guest


async def changed(world: World) -> None:
    """One service of each kind of change."""
    sold = world.panel.services[FOLLOWERS]
    world.panel.services[77] = replace(sold, id=77, name="Late likes")
    world.panel.remove_service(FOLLOWERS)
    world.panel.change_service(LIKES, rate=Decimal("0.24"), max=77)
    world.panel.change_service(1030, rate=Decimal("0.01"))
    await world.read_catalogue()


async def test_what_changed_is_counted_until_it_was_seen(world: World, olga: Guest) -> None:
    await olga.says("/services")
    assert not olga.has_button("Mark as seen")
    await changed(world)
    for _ in range(2):
        await olga.says("/services")
        assert "main: 🆕 New 1 · 🗑 Gone 1 · 📈 Dearer 1 · 📉 Cheaper 1 · ↔️ Limits 1" in olga.text
    await olga.taps("Mark as seen")
    assert "Nothing has changed since you looked" in olga.text
    assert not olga.has_button("New ·")
    await olga.taps("Earlier changes")
    assert "Late likes" in olga.text
    await olga.taps("Only what I haven't seen")
    assert "Nothing in this list" in olga.text
    await olga.taps("‹ Services")
    assert "can be ordered" in olga.text


async def test_each_list_says_what_was_and_what_is(world: World, olga: Guest) -> None:
    await changed(world)
    await olga.says("/services")
    await olga.taps("🆕 New · 1")
    assert "Late likes" in olga.text
    assert " ago" in olga.text
    await olga.taps("Gone · 1")
    assert "gone · " in olga.text
    await olga.taps("Dearer · 1")
    assert "$0.12 → $0.24 per 1000 (+100 %)" in olga.text
    await olga.taps("Cheaper · 1")
    assert "→ $0.01 per 1000 (−" in olga.text
    await olga.taps("Limits · 1")
    assert "10 – 100,000 → 10 – 77" in olga.text
    await olga.taps("Mark as seen")
    assert "Nothing has changed since you looked" in olga.text


async def test_what_came_after_the_screen_was_shown_is_still_new(world: World, olga: Guest) -> None:
    world.panel.change_service(LIKES, max=77)
    await world.read_catalogue()
    await olga.says("/services")
    world.panel.change_service(LIKES, max=78)
    await world.read_catalogue()
    await olga.taps("Mark as seen")
    assert "main: ↔️ Limits 1" in olga.text
    await olga.taps("Limits · 1")
    assert "10 – 77 → 10 – 78" in olga.text


async def test_a_service_that_comes_back_is_said_so(world: World, olga: Guest) -> None:
    sold = world.panel.services[LIKES]
    world.panel.remove_service(LIKES)
    await world.read_catalogue()
    world.panel.services[LIKES] = sold
    await world.read_catalogue()
    await olga.says("/services")
    await olga.taps("New · 1")
    assert "back again" in olga.text
    await olga.taps("Gone · 1")
    assert "was gone, is back by now" in olga.text
    await olga.taps("1")
    assert "What happened to it" in olga.text
    assert "back again" in olga.text


async def test_long_lists_are_paged(world: World, olga: Guest) -> None:
    sold = world.panel.services[LIKES]
    for number in range(200, 230):
        world.panel.services[number] = replace(sold, id=number, name=f"Late {number}.")
    await world.read_catalogue()
    await olga.says("/services")
    await olga.taps("New · 30")
    await find_page(olga, lambda: "Late 200." in olga.text or "Late 229." in olga.text)
    await find_page(olga, lambda: "4 of 4" in olga.buttons)
    await olga.taps("Earlier too")
    assert "1 of 4" in olga.buttons


async def test_each_operator_has_their_own_look(world: World, shop: Bot, olga: Guest) -> None:
    max_ = await world.invited(olga, 1002, "Max")
    async with shop.shop.desk.storage.transaction() as tx:
        operator = await tx.staff.get(olga.id)
        assert operator is not None
        await tx.staff.appoint(max_.id, operator.rights, operator.appointed_at)
    await changed(world)
    await olga.says("/services")
    await olga.taps("Mark as seen")
    await max_.says("/services")
    assert "🆕 New 1" in max_.text


async def test_anything_is_found_by_word_and_number(world: World, olga: Guest) -> None:
    await olga.says("/services")
    await olga.taps("Find a service")
    assert "Send a word" in olga.text
    await olga.says("heading")
    assert "Nothing is called “heading”" in olga.text
    await olga.says("read the description")
    assert "a heading, not a service" in olga.text
    await olga.says(str(LIKES))
    assert "Instagram Likes | Instant" in olga.text
    await olga.taps("1")
    assert f"Its number there: {LIKES}" in olga.text
    assert "Customers can order it" in olga.text
    await olga.says(str(FOLLOWERS))
    assert "Found for" in olga.text, "the question is over: this is what customers find"
    assert not olga.has_button("Find another")
    await olga.says(f"/services {LIKES}")
    await olga.taps("Find another")
    assert "Send a word" in olga.text


async def test_a_service_shows_all_its_panel_says(world: World, olga: Guest) -> None:
    world.panel.change_service(LIKES, type="custom-comments", average_time=90, desc="Fast & good")
    await world.read_catalogue()
    await olga.says(f"/services {LIKES}")
    await olga.taps("1")
    for part in (
        "Panel: main",
        "Type: custom-comments",
        "Rate: 0.12",
        "Quantity: 10 – 100,000",
        "✗ refill · ✓ cancel · ✓ drip-feed",
        "Takes about",
        "First seen: ",
        "Fast & good",
    ):
        assert part in olga.text
    await olga.taps("As customers see it")
    assert olga.has_button("Order this")
    await olga.taps("Hide, pin, details")
    assert "Panel: main" in olga.text


async def test_a_customer_sees_no_way_to_the_operators_screens(world: World, ann: Guest) -> None:
    await ann.says(str(LIKES))
    await ann.taps("1 ·")
    assert not ann.has_button("Hide, pin, details")
    await ann.taps("Back to the list")
    assert not ann.has_button("Hide, pin, details")


async def test_buttons_to_what_is_not_there_lead_on(world: World, olga: Guest) -> None:
    for data in ("sc:nonsense:99:7:nowhere", "sc", "sd:5:99", "sy:99", "sw:99", "se:99999999"):
        await olga.forges(data)
        assert olga.has_button("‹ Your shop")
    for data in ("sv:999999", "sg:999999:0", "sh:999999:1"):
        await olga.forges(data)
        assert "isn't offered any more" in olga.text
        assert olga.has_button("‹ Menu")
    for data in ("st:nothing", "sa:nothing:Poll", "sa:nothing:Nonsense", "su:999", "sz:999"):
        before = olga.text
        await olga.forges(data)
        assert olga.notice
        assert olga.text == before

"""Whatever panels and people are called: shown as they wrote it, never taken for markup, never too long."""

from decimal import Decimal

import pytest

from bot.sandbox.panel import Service
from tests.chat.conftest import World
from tests.chat.ordering import LINK, open_form, open_service, order, placed
from tests.chat.talk import Guest

NASTY = 'Likes <3 & "more" <script> {name} %s %(x)s'
LONG = "Likes ~ real people ~ " * 200
FAMILIES = "👨‍👩‍👧‍👦" * 300
RTL = "متابعين انستقرام \u202egnp.exe \u2066hidden"
NAMES = {"markup": NASTY, "long": LONG, "emoji": FAMILIES, "right to left": RTL, "blank": " "}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
async def test_a_service_of_any_name_is_shown_ordered_and_told(
    world: World, ann: Guest, olga: Guest, name: str
) -> None:
    world.panel.services = {
        7: Service(
            id=7,
            name=name,
            rate=Decimal("1.5"),
            min=10,
            max=1000,
            category=f"Instagram {name}",
            desc=name,
            refill=True,
            cancel=True,
        )
    }
    await world.read_catalogue()
    await ann.says("/new")
    await ann.taps("Instagram")
    await ann.taps("1 ·")
    if name == NASTY:
        assert NASTY in ann.text
    assert "\u202e" not in ann.text
    await ann.taps("Order this")
    await ann.says(LINK, "100")
    await ann.taps("Confirm")
    await ann.hears("Order #1", "is done")
    await olga.hears("Order #1", "is done")
    await ann.says("/orders")
    await ann.taps("#1 ·")
    assert "Order #1" in ann.text
    await olga.says("/services", "/orders", "/orders 1")
    assert not ann.sees("ncident")
    assert not olga.sees("ncident")


async def test_a_person_of_any_name_is_greeted_and_named_to_operators(
    world: World, olga: Guest
) -> None:
    for number, name in enumerate(("<b>Ann</b> & {co}", "x" * 64, RTL[:60], "🏳️‍🌈")):
        person = await world.invited(olga, 2000 + number, name)
        assert "Hello" in person.text
        await order(person, link=f"https://instagram.com/p/Of{number}")
        await olga.hears(f"Order #{number + 1}", "is done")
    assert olga.sees("<b>Ann</b> & {co}")
    await olga.says("/orders 2000")
    assert "<b>Ann</b> & {co}" in olga.text


async def test_what_the_panel_says_is_shown_as_it_said_it(world: World, ann: Guest) -> None:
    sentence = "Bad link: use a & b, 1 < 2 > 0, {x} %s"
    world.panel.faults.add("add", "unknown_error", value=sentence)
    await order(ann)
    await ann.hears("wasn't placed", sentence)


async def test_links_and_answers_are_shown_as_they_are_sent(world: World, ann: Guest) -> None:
    await open_form(ann, 1030)
    await ann.says("https://instagram.com/p/Abc?x=<i>&y=1")
    await ann.says("<b>bold</b>\n& so on\n</code>\n{x}\n%s")
    assert "<b>bold</b>" in ann.text
    assert "& so on" in ann.text
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent[0]["comments"].startswith("<b>bold</b>\n& so on")


async def test_a_search_for_anything_is_answered(ann: Guest) -> None:
    for words in (NASTY, "x" * 4096, "%", "_", "\\", "'; drop table orders; --", "🔥", "٣", "<"):
        before = len(ann.from_bot)
        await ann.says(words)
        assert len(ann.from_bot) == before + 1
    assert not ann.sees("ncident")


async def test_a_wrong_answer_is_quoted_as_it_was_typed(ann: Guest) -> None:
    await open_form(ann, 1041)
    await ann.says(LINK, "<b>two words</b>")
    assert "<b>two words</b>" in ann.text
    await ann.says("x" * 4000)
    assert "⚠️" in ann.text


async def test_a_huge_order_still_fits_on_its_card(world: World, ann: Guest) -> None:
    await open_form(ann, 1040)
    await ann.sends_file("list.txt", "https://instagram.com/" + "a" * 1900)
    await ann.sends_file("list.txt", "\n".join(f"{'u' * 50}{number}" for number in range(9000)))
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent[0]["usernames"].count("\n") == 8999


async def test_a_description_is_cleaned_and_cut(world: World, ann: Guest) -> None:
    world.panel.change_service(1010, desc="<p>Fast<br>and &amp; good</p><script>x</script>" * 300)
    await world.read_catalogue()
    await open_service(ann, 1010)
    assert "and & good" in ann.text
    assert "<br>" not in ann.text
    assert len(ann.text) < 4096


async def test_the_panels_name_is_not_shown_to_customers(world: World, ann: Guest) -> None:
    await placed(ann)
    await ann.says("/new")
    await ann.taps("Instagram", "Likes")
    assert not ann.sees("main")

"""Catalogues as large as real ones: every page fits, and everything can be reached by taps."""

from decimal import Decimal

from bot.sandbox.panel import Service
from tests.chat.conftest import World
from tests.chat.ordering import find_page, number_in_list
from tests.chat.talk import Guest

PLATFORMS = ("Instagram", "Telegram", "TikTok", "YouTube", "Facebook", "VK", "Spotify", "Twitch", "Discord", "Reddit",
             "Snapchat", "Pinterest", "LinkedIn", "SoundCloud", "WhatsApp", "Threads", "Rutube", "Likee", "Rumble",
             "Vimeo", "Deezer", "Kick")  # fmt: skip


def service(number: int, category: str, rate: str = "1") -> Service:
    name = f"Service {number} ~ {'very long name of it ' * 6}"
    return Service(id=number, name=name, rate=Decimal(rate), min=1, max=10, category=category)


async def test_a_category_of_200_services_is_paged(world: World, ann: Guest) -> None:
    world.panel.services = {n: service(n, "Instagram Likes", f"{n}.5") for n in range(1, 201)}
    await world.read_catalogue()
    await ann.says("/new")
    await ann.taps("Instagram")
    seen = []
    for _ in range(200):
        seen += [n for n in range(1, 201) if f"Service {n} ~" in ann.text]
        await ann.taps("›", message=ann.last)
        if f"Service {seen[0]} ~" in ann.text:
            break
    assert seen == list(range(1, 201))
    await ann.taps("‹", message=ann.last)
    await find_page(ann, lambda: number_in_list(ann, "Service 200 ~"))
    await ann.taps(f"{number_in_list(ann, 'Service 200 ~')} ·")
    await ann.taps("Order this")
    await ann.says("instagram.com/p/x", "5")
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent[0]["service"] == "200"


async def test_230_categories_of_one_platform_are_paged(world: World, ann: Guest) -> None:
    world.panel.services = {
        n: service(n, f"Instagram category {n} {'♻️ with a long name ' * 4}") for n in range(1, 231)
    }
    await world.read_catalogue()
    await ann.says("/new")
    await ann.taps("Instagram")
    await find_page(ann, lambda: ann.has_button("category 230 "))
    await ann.taps("category 230 ", "1 ·")
    assert "Service 230" in ann.text
    await ann.taps("Back to the list", "Categories")
    assert ann.has_button("category 1 ")


async def test_many_platforms_are_paged(world: World, ann: Guest) -> None:
    services = [service(n, f"{name} things") for n, name in enumerate(PLATFORMS, 1)]
    world.panel.services = {each.id: each for each in services}
    await world.read_catalogue()
    await ann.says("/new")
    labels = set()
    for _ in range(3):
        labels |= {label.split(" ·")[0] for label in ann.buttons if "·" in label}
        await ann.taps("›", message=ann.last)
    assert set(PLATFORMS) <= labels


async def test_an_empty_catalogue_is_told_with_a_way_back(world: World, ann: Guest) -> None:
    world.panel.services = {1: service(1, "━━━", "9999999999999")}
    await world.read_catalogue()
    await ann.says("/new")
    assert "nothing to order" in ann.text
    await ann.taps("Menu")
    assert ann.has_button("New order")


async def test_an_empty_answer_of_the_panel_wipes_nothing(world: World, ann: Guest) -> None:
    world.panel.services = {}
    await world.read_catalogue()
    await ann.says("/new")
    assert ann.has_button("Instagram")


async def test_a_page_that_is_not_there_any_more_is_the_last_one(world: World, ann: Guest) -> None:
    await ann.forges("p:9999")
    assert "platform" in ann.text
    await ann.forges("k:instagram:9999")
    assert ann.has_button("Platforms")
    await ann.forges("k:nowhere:0")
    assert "platform" in ann.text
    await ann.forges("s:999999:0")
    assert "nothing to order" in ann.text
    assert ann.has_button("Menu")
    await ann.forges("v:999999")
    assert "isn't offered any more" in ann.text

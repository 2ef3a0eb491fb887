"""Two panels side by side: customers see one shop, operators see whose is what."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from bot.sandbox.panel import Panel, Service, serve
from bot.usecases import balances, catalogue
from tests.chat.conftest import World
from tests.chat.talk import Guest


def service(number: int, name: str, category: str, rate: str) -> Service:
    return Service(id=number, name=name, rate=Decimal(rate), min=10, max=1000, category=category)


@dataclass(frozen=True)
class Both:
    """`main` sells in dollars as `spare` does."""

    world: World
    spare: Panel
    olga: Guest
    ann: Guest

    async def sync(self) -> None:
        assert self.world.shop is not None
        for name in ("main", "spare"):
            await catalogue.sync(self.world.shop.shop.desk, name)


@pytest.fixture
async def both(world: World) -> AsyncIterator[Both]:
    spare = Panel(speed=1000, first_order=900_001)
    world.panel.services = {
        1: service(1, "Instagram Views A", "🔥 Instagram Views", "1"),
        2: service(2, "Instagram Likes A", "Instagram Likes", "3"),
    }
    spare.services = {
        1: service(1, "Instagram Likes B", "INSTAGRAM  likes", "2"),
        2: service(2, "Instagram Comments B", "⭐ Instagram Comments", "5"),
    }
    async with serve(spare) as url:
        main = world.settings.panels["main"]
        panels = {"main": main, "spare": main.model_copy(update={"url": url})}
        world.settings = world.settings.model_copy(update={"panels": panels})
        async with world.bot() as bot:
            olga = await world.operator()
            found = Both(world, spare, olga, await world.invited(olga))
            await found.sync()
            for name in panels:
                await balances.read(bot.shop.desk, name)
            await olga.says("/services")
            await olga.taps("Mark as seen")
            yield found


async def test_a_category_of_both_is_one_and_all_are_sorted(both: Both) -> None:
    ann = both.ann
    await ann.says("/new")
    await ann.taps("Instagram")
    assert [label.casefold() for label in ann.buttons[:3]] == [
        "⭐ instagram comments · 1",
        "instagram likes · 2",
        "🔥 instagram views · 1",
    ]
    await ann.taps("ikes · 2")
    assert "1. Instagram Likes B\n$2.00" in ann.text
    assert "2. Instagram Likes A\n$3.00" in ann.text
    for panel in ("main", "spare"):
        assert not ann.sees(panel)


async def test_a_search_mixes_both_and_an_order_goes_to_whose_the_service_is(both: Both) -> None:
    ann = both.ann
    await ann.says("instagram likes")
    assert ann.text.index("Likes B") < ann.text.index("Likes A")
    await ann.taps("1 ·", "Order this")
    await ann.says("https://instagram.com/p/abc", "100")
    await ann.taps("Confirm")
    await ann.hears("Order #1", "is done")
    assert [order.service.id for order in both.spare.orders.values()] == [1]
    assert both.world.orders == []


async def test_operators_see_whose_a_service_is(both: Both) -> None:
    olga = both.olga
    await olga.says("instagram likes")
    assert "$2.00 per 1000 · 10 – 1,000 · spare" in olga.text
    await olga.says("/new")
    await olga.taps("Instagram", "ikes · 2", "Hide, pin, details")
    assert "main: 1 listed, 1 can be ordered" in olga.text
    assert "spare: 1 listed, 1 can be ordered" in olga.text
    await olga.taps("🙈 Hide · spare")
    assert "spare: 1 listed, 0 can be ordered · 🙈 hidden" in olga.text
    assert olga.has_button("🙈 Hide · main")
    await both.ann.says("instagram likes")
    assert "Likes A" in both.ann.text
    assert "Likes B" not in both.ann.text
    await olga.taps("👁 Show · spare")
    await both.ann.says("instagram likes")
    assert "Likes B" in both.ann.text


async def test_changes_are_told_panel_by_panel(both: Both) -> None:
    olga = both.olga
    both.world.panel.change_service(1, rate=Decimal(2))
    both.spare.change_service(1, rate=Decimal(4))
    both.spare.services[9] = replace(both.spare.services[2], id=9)
    await both.sync()
    await olga.says("/services")
    assert "main: 📈 Dearer 1" in olga.text
    assert "spare: 🆕 New 1 · 📈 Dearer 1" in olga.text
    await olga.taps("Dearer · 2")
    assert "ago · main" in olga.text
    assert "ago · spare" in olga.text
    await olga.taps("spare")
    assert "Views A" not in olga.text
    assert olga.has_button("✓ spare")
    await olga.taps("All panels")
    assert "Views A" in olga.text


async def test_a_sync_by_hand_is_of_all_panels(both: Both) -> None:
    both.world.panel.faults.add("services", "html", times=None)
    both.spare.remove_service(2)
    await both.olga.says("/services")
    await both.olga.taps("Sync now")
    assert both.olga.sees("⚠️ main: the list couldn't be read", "spare: 0 new, 0 changed, 1 gone.")

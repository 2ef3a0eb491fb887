"""Stand-ins: operators choose them in the chat; an order that its panel refuses is passed on, and nobody is alarmed."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Bot
from bot.callbacks import pack
from bot.callbacks.stand_ins import AddStandIn, Backed, RemoveStandIn, ShowStandIns, StandInUp
from bot.config import PanelSettings
from bot.domain.staff import Right
from bot.sandbox.panel import Panel, serve
from bot.usecases import balances, catalogue
from tests.chat import conftest
from tests.chat.conftest import OLGA, World
from tests.chat.ordering import LIKES, LIKES_NAME, LINK, open_form, order, placed, to_confirm
from tests.chat.talk import Guest

NOT_SOLD = {"error": "Incorrect service ID"}
PASSED_ON = "passed to another supplier"


@pytest.fixture
def spare() -> Panel:
    """The second panel, which sells the same."""
    return Panel(speed=1000, key="spare-panel-key", first_order=1_023_501)


@pytest.fixture
async def world(_stocked: Path, tmp_path: Path, spare: Panel) -> AsyncIterator[World]:
    books = shutil.copy(_stocked, tmp_path / "shop.db")
    async with serve(spare) as url, conftest._world(f"sqlite:///{books}") as world:
        account = {"url": url, "key": spare.key, "requests_per_minute": 60_000}
        panels = {**world.settings.panels, "spare": PanelSettings.model_validate(account)}
        world.settings = world.settings.model_copy(update={"panels": panels})
        yield world


@pytest.fixture
async def shop(world: World) -> AsyncIterator[Bot]:
    async with world.bot() as bot:
        await catalogue.sync(bot.shop.desk, "spare")
        await balances.read(bot.shop.desk, "spare")
        yield bot


async def open_likes(olga: Guest) -> None:
    """The stand-ins of the likes at the first panel, from the menu of operators."""
    await olga.says("/services")
    await olga.taps("Find a service")
    await olga.says(LIKES_NAME)
    await olga.taps("1", "Stand-ins")


async def choose(olga: Guest) -> None:
    """The nearest in price: the same service, at the other panel."""
    await open_likes(olga)
    await olga.taps("Add a stand-in", "1")


async def test_choosing_what_stands_in(olga: Guest) -> None:
    await open_likes(olga)
    assert LIKES_NAME in olga.text
    assert "Nothing stands in for it yet" in olga.text
    await olga.taps("Add a stand-in")
    assert "The nearest in price" in olga.text
    await olga.taps("1")
    assert "1. Instagram Likes" in olga.text
    assert "spare · 1010" in olga.text
    assert "the same price" in olga.text
    assert "✅ Fits" in olga.text
    assert not olga.has_button("⬆️")


async def test_what_is_typed_narrows_the_choice_again_and_again(olga: Guest) -> None:
    await open_likes(olga)
    await olga.taps("Add a stand-in")
    await olga.says("tiktok views")
    assert "Found for “tiktok views”" in olga.text
    assert "TikTok Views" in olga.text
    await olga.says("no such thing")
    assert "Nothing of the same form is called “no such thing”" in olga.text
    await olga.says("1004")
    assert "spare · 1004" in olga.text
    await olga.taps("1")
    assert "Doesn't fit now: it costs more" in olga.text
    assert "+242%" in olga.text
    await olga.says("tiktok")
    assert "may stand in" not in olga.text, "the question is over"


async def test_one_is_put_before_another_and_taken_away(olga: Guest) -> None:
    await choose(olga)
    await olga.taps("Add a stand-in")
    await olga.says("2001")
    await olga.taps("1")
    assert olga.text.index("spare · 1010") < olga.text.index("spare · 2001")
    await olga.taps("⬆️ 2")
    assert olga.text.index("spare · 2001") < olga.text.index("spare · 1010")
    await olga.taps("✖️ 1")
    assert "2001" not in olga.text
    assert "spare · 1010" in olga.text


async def test_the_ways_between_the_screens(olga: Guest) -> None:
    await olga.says("/services")
    await olga.taps("Stand-ins")
    assert "No service has a stand-in yet" in olga.text
    assert olga.has_button("Find a service")
    await choose(olga)
    await olga.taps("All with stand-ins")
    assert LIKES_NAME in olga.text
    assert "1 stand-in, 1 fits" in olga.text
    await olga.taps("1", "The service")
    assert "Customers can order it" in olga.text
    await olga.taps("Stand-ins", "Add a stand-in", "Back")
    assert "✅ Fits" in olga.text


async def test_the_screens_in_russian(olga: Guest) -> None:
    await choose(olga)
    await olga.says("/language")
    await olga.taps("Русский")
    await olga.says("/services")
    await olga.taps("Замены", "1")
    assert "✅ Подходит" in olga.text
    await olga.taps("Добавить замену")
    assert "Ближайшие по цене" in olga.text


async def test_a_refused_order_is_passed_on_and_says_so(
    world: World, spare: Panel, ann: Guest, olga: Guest
) -> None:
    await choose(olga)
    world.panel.faults.add("add", "answer", value=NOT_SOLD)
    spare.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.until(lambda: PASSED_ON in card.text)
    assert LIKES_NAME in card.text
    assert world.orders == []
    (at_spare,) = spare.orders.values()
    assert at_spare.fields["link"] == LINK
    await olga.hears("main refused order #1", "stand-in at spare", "Incorrect service ID")
    await olga.says("/orders #1")
    for part in (
        "Taken over by a stand-in",
        "main · service 1010 refused it: “Incorrect service ID”",
        "Now at spare · service 1010",
        at_spare.id,
    ):
        assert part in olga.text
    spare.set_status(at_spare.id, "In progress", remains=400)
    await ann.taps("Refresh", message=card)
    await ann.until(lambda: "600 of 1,000" in card.text)
    spare.set_status(at_spare.id, "Completed")
    await ann.hears("Order #1", "is done")
    assert PASSED_ON in card.text
    assert ann.count("Order #1") == 2, "the card and that it is done: nothing alarming between"


async def test_order_again_is_for_the_service_that_was_chosen(
    world: World, spare: Panel, ann: Guest, olga: Guest
) -> None:
    await choose(olga)
    world.panel.faults.add("add", "answer", value=NOT_SOLD)
    card = await order(ann)
    await ann.hears("Order #1", "is done")
    await ann.taps("Order again", message=card)
    form = ann.find("Check your order", LINK)
    await ann.taps("Confirm", message=form)
    await world.until(lambda: world.orders)
    assert len(spare.orders) == 1


async def test_an_order_that_no_stand_in_takes_is_refused_as_ever(
    world: World, spare: Panel, ann: Guest, olga: Guest
) -> None:
    await choose(olga)
    for panel in (world.panel, spare):
        panel.faults.add("add", "answer", value=NOT_SOLD)
    card = await order(ann)
    await ann.hears("Order #1", "wasn't placed", "unavailable right now")
    await ann.until(lambda: "not placed" in card.text)
    assert PASSED_ON not in card.text
    await olga.says("/orders #1")
    assert "Now at spare" in olga.text


async def test_a_bad_link_is_the_customers_to_mend(
    world: World, spare: Panel, ann: Guest, olga: Guest
) -> None:
    await choose(olga)
    world.panel.faults.add("add", "answer", value={"error": "Enter a valid link"})
    await order(ann)
    await ann.hears("Order #1", "wasn't placed", "Enter a valid link")
    assert spare.orders == {}


async def test_dead_between_the_panels_it_is_placed_once(world: World, spare: Panel) -> None:
    """The first panel has refused it, the second is being asked when the bot dies."""
    async with world.dying_bot() as bot:
        await catalogue.sync(bot.shop.desk, "spare")
        await balances.read(bot.shop.desk, "spare")
        olga = await world.operator()
        ann = await world.invited(olga)
        await choose(olga)
        await to_confirm(ann)
        world.panel.faults.add("add", "answer", value=NOT_SOLD)
        hanging = spare.faults.add("balance", "hang")
        ann.person.tap("Confirm")
        await hanging.began.wait()
    spare.faults.clear()
    async with world.bot():
        await ann.hears("Order #1", "is done")
    assert world.orders == []
    assert len(spare.orders) == 1


BUTTONS = (Backed(), ShowStandIns(1), AddStandIn(1, 2), StandInUp(1, 2), RemoveStandIn(1, 2))


async def test_only_who_may_decide_about_the_catalogue_gets_there(
    shop: Bot, ann: Guest, max_: Guest, olga: Guest
) -> None:
    desk = shop.shop.desk
    async with desk.storage.transaction() as tx:
        await tx.staff.appoint(max_.id, {Right.ORDERS}, desk.clock(), by=OLGA)
    for action in BUTTONS:
        await ann.forges(pack(action))
        assert "Only operators" in ann.notice
        await max_.forges(pack(action))
        assert "haven't got the right" in max_.notice
    await open_form(ann)
    await olga.says("/services")
    await olga.taps("Stand-ins")
    assert "No service has a stand-in yet" in olga.text


async def test_what_cannot_stand_in_is_refused_over_the_button(olga: Guest, shop: Bot) -> None:
    await choose(olga)
    key = int(olga.data_of("The service").split(":")[1])
    await olga.forges(pack(AddStandIn(key, key)))
    assert "can't stand in" in olga.notice
    await olga.forges(pack(AddStandIn(key, 10**9)))
    assert "Nothing found" in olga.notice
    async with shop.shop.desk.storage.transaction() as tx:
        assert len(await tx.stand_ins.of(key)) == 1

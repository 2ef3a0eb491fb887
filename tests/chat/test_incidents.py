"""A bug of ours: the person gets an apology with a number, operators hear of it once, and the bot goes on."""

import re

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot.app import Bot
from storage.tables.catalogue import services
from storage.tables.orders import orders
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, open_form, placed
from tests.chat.talk import Guest


async def break_services(shop: Bot) -> None:
    """As a damaged row would: a name that isn't text."""
    async with shop.shop.desk.storage._engine.begin() as connection:
        await connection.execute(update(services).values(name=b"\xff"))


async def test_a_bug_is_apologised_for_told_once_and_logged(
    world: World, shop: Bot, ann: Guest, olga: Guest, capsys: pytest.CaptureFixture[str]
) -> None:
    await break_services(shop)
    await ann.says("/new")
    await ann.taps("TikTok", "Views")
    number = re.search(r"incident (\d+)", ann.text)
    assert number is not None
    assert ann.has_button("Menu")
    told = await olga.hears("went wrong in the bot", f"incident {number[1]}")
    assert "Error" in told.text
    await ann.taps("Views")
    assert f"incident {int(number[1]) + 1}" in ann.text
    await world.settled()
    assert olga.count("went wrong in the bot") == 1
    log = capsys.readouterr().out
    assert "Incident" in log
    assert f"number={number[1]}" in log
    await ann.taps("Menu")
    assert ann.has_button("New order")


async def test_books_that_fail_are_apologised_for_too(
    world: World, shop: Bot, ann: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*_: object) -> int:
        raise OperationalError("INSERT INTO counters", {}, Exception("disk is full"))

    monkeypatch.setattr("storage.counters.Counters.next", failing)
    await break_services(shop)
    await ann.says("/new")
    await ann.taps("TikTok", "Views")
    assert "went wrong" in ann.text
    assert "incident" not in ann.text
    monkeypatch.undo()
    await ann.taps("Menu")
    assert ann.has_button("New order")


async def test_a_bug_in_one_persons_dialogue_is_not_anothers(
    world: World, shop: Bot, ann: Guest, max_: Guest
) -> None:
    await open_form(max_)
    await break_services(shop)
    await ann.says("1010")
    await max_.says("/help")
    assert "How it works" in max_.text


async def test_an_order_with_a_bug_harms_no_other(
    world: World, shop: Bot, ann: Guest, max_: Guest, olga: Guest
) -> None:
    """Ann's order can't be shown: its name is damaged. Max hears of his all the same."""
    world.panel.fate(LIKES, "stall")
    await placed(ann)
    await placed(max_, link="https://instagram.com/p/Max")
    async with shop.shop.desk.storage._engine.begin() as connection:
        await connection.execute(
            update(orders).where(orders.c.user_id == ann.id).values(service_name=b"\xff")
        )
    for at_panel in world.orders:
        world.panel.set_status(at_panel.id, "Completed")
    await max_.hears("Order #2", "is done")
    await olga.hears("went wrong in the bot")

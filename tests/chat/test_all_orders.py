"""Operators look for anybody's orders, and do something about one or many."""

import re
from decimal import Decimal

import pytest

from bot.app import Bot
from bot.callbacks import pack
from bot.callbacks.all_orders import (
    AskMany,
    DoMany,
    NarrowOrders,
    OperatorOrder,
    OrderList,
    SetOrders,
)
from bot.domain.journal import Act
from bot.domain.staff import Right
from bot.sandbox.telegram.messages import SimMessage
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, REFILLABLE, order, placed
from tests.chat.staff import acts, appoint
from tests.chat.talk import Guest

ANNS, MAXS = "https://instagram.com/p/Ann", "https://instagram.com/p/Max"


@pytest.fixture
async def two(world: World, ann: Guest, max_: Guest) -> None:
    """Order 1 is Ann's, order 2 Max's; both stay at the panel."""
    world.panel.fate(LIKES, "stall")
    await placed(ann, link=ANNS)
    await placed(max_, link=MAXS)


def listed(message: SimMessage) -> list[int]:
    """The orders of a list, from its buttons."""
    return [
        int(found[1])
        for button in message.buttons
        if (found := re.match(r"(?:☐ |☑ )?#(\d+) ·", button.text))
    ]


# Looking for them


@pytest.mark.usefixtures("two")
async def test_everybodys_orders_with_whose_they_are(olga: Guest) -> None:
    await olga.says("/orders")
    assert "All orders" in olga.text
    assert "2 orders" in olga.text
    assert listed(olga.last) == [2, 1]
    assert "Ann · main" in olga.text
    await olga.says("/start")
    await olga.taps("Run the shop", "All orders")
    assert listed(olga.last) == [2, 1]


@pytest.mark.usefixtures("two")
async def test_words_after_the_command(world: World, olga: Guest, ann: Guest) -> None:
    at_panel = world.orders[1].id
    for words, number in (("#2", 2), ("2", 2), (at_panel, 2), ("1", 1)):
        await olga.says(f"/orders {words}")
        assert f"Order #{number}" in olga.text
    for words, expected in (
        ("running", [2, 1]),
        ("done", []),
        ("main running <1h", [2, 1]),
        (">2d", []),
        ("www.instagram.com/p/Max/?igsh=1", [2]),
        (str(ann.id), [1]),
        ("ann running", [1]),
    ):
        await olga.says(f"/orders {words}")
        assert listed(olga.last) == expected, words
    await olga.says("/orders ann")
    assert "Orders of Ann" in olga.text
    await olga.says("/orders nobody")
    assert "Nothing found" in olga.text
    await olga.says("/orders 999")
    assert "Nothing found" in olga.text


@pytest.mark.usefixtures("two")
async def test_words_as_an_answer(olga: Guest) -> None:
    await olga.says("/orders")
    await olga.taps("Search")
    assert "What do you look for?" in olga.text
    await olga.says("nobody at all")
    assert "Nothing found" in olga.text
    await olga.says("max running")
    assert listed(olga.last) == [2]
    await olga.says("followers")
    assert "Found for" in olga.text, "the question is over; a word searches the services again"
    await olga.says("/orders")
    await olga.taps("Search", "All orders")
    await olga.says("max")
    assert "Nothing is called" in olga.text
    await olga.says("/orders")
    await olga.taps("Search")
    await olga.sends_file("orders.txt", "max")
    assert "Nothing found" in olga.text


async def test_a_name_of_several_people_is_asked_about(
    world: World, olga: Guest, ann: Guest
) -> None:
    anna = await world.invited(olga, 1003, "Anna")
    world.panel.fate(LIKES, "stall")
    await placed(ann, link=ANNS)
    await placed(anna, link=MAXS)
    await olga.says("/orders ann running")
    assert "Whose orders do you mean?" in olga.text
    await olga.taps("Anna")
    assert "Orders of Anna" in olga.text
    assert "Running" in olga.text
    assert listed(olga.last) == [2]
    await olga.taps("All orders")
    assert listed(olga.last) == [2, 1]


@pytest.mark.usefixtures("two")
async def test_buttons_for_state_and_age(world: World, olga: Guest) -> None:
    world.panel.set_status(world.orders[0].id, "Completed")
    await olga.hears("Order #1", "is done")
    await olga.says("/orders")
    screen = olga.last
    await olga.taps("State", "Done", message=screen)
    assert listed(screen) == [1]
    assert olga.has_button("Done ▾", screen)
    await olga.taps("Done ▾", "Any", message=screen)
    assert listed(screen) == [2, 1]
    await olga.taps("Age", "older than 1 day", message=screen)
    assert listed(screen) == []
    assert "Nothing in this list" in screen.text
    world.later(days=1.1)
    await olga.taps("older than", "‹ Back", message=screen)
    assert listed(screen) == [2, 1]
    await olga.taps("All orders", message=screen)
    assert olga.has_button("State ▾", screen)
    assert not olga.has_button("Panel", screen), "there is only one"


async def test_deep_in_a_long_list_and_back_to_the_same_page(
    world: World, olga: Guest, ann: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    for n in range(14):
        await order(ann, link=f"{ANNS}{n}")
    await olga.says("/orders")
    screen = olga.last
    assert listed(screen) == [14, 13, 12, 11, 10, 9]
    await olga.taps("›", "›", message=screen)
    assert listed(screen) == [2, 1]
    await olga.taps("‹", message=screen)
    assert listed(screen) == [8, 7, 6, 5, 4, 3]
    await olga.taps("#6 ·", message=screen)
    assert "Order #6" in screen.text
    await olga.taps("History", "Back to the order", "Back to the list", message=screen)
    assert listed(screen) == [6, 5, 4, 3, 2, 1]
    await olga.taps("‹", message=screen)
    assert listed(screen) == [12, 11, 10, 9, 8, 7]
    await olga.taps("‹", message=screen)
    assert listed(screen) == [14, 13, 12, 11, 10, 9]


async def test_what_needs_a_look_comes_first_with_why(
    world: World, olga: Guest, ann: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann, link=ANNS)
    world.panel.faults.add("add", "reset_after")
    await order(ann, link=MAXS)
    await olga.hears("Was order #2 placed?")
    await olga.says("/orders")
    screen = olga.last
    assert "Needs a look" in screen.text
    assert "Nobody knows whether it was placed: decide it." in screen.text
    assert listed(screen) == [2]
    await olga.taps("All orders", message=screen)
    assert listed(screen) == [2, 1]
    await olga.taps("Needs a look: 1", message=screen)
    assert listed(screen) == [2]
    await olga.taps("#2 ·", message=screen)
    await olga.taps("Decide", message=screen)
    assert "Was order #2 placed?" in screen.text


async def test_an_order_whose_panel_is_silent_and_one_that_stands_still(
    world: World, olga: Guest, ann: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann, link=ANNS)
    await ann.until(lambda: "400 of 1,000" in card.text)
    world.panel.faults.add("status", "hang", times=None)
    world.later(hours=3)
    await olga.says("/orders")
    assert re.search("main hasn't told how it is for [0-9] hours", olga.text)
    world.panel.faults.clear()
    world.later(days=5)
    await olga.says("/orders 1")
    await olga.taps("Refresh")
    assert "Nothing has moved for 5 days" in olga.text


# One order


@pytest.mark.usefixtures("two")
async def test_an_operator_asks_the_panel_about_an_order(world: World, olga: Guest) -> None:
    await olga.says("/orders 1")
    assert "By Ann · 1001" in olga.text
    at_panel = world.orders[0].id
    assert f"order {at_panel}" in olga.text
    world.panel.set_status(at_panel, "In progress", remains=250, start_count=77)
    await olga.taps("Refresh")
    assert "750 of 1,000" in olga.text
    assert "Start count: 77" in olga.text
    assert "Last heard of" in olga.text


@pytest.mark.usefixtures("two")
async def test_an_operator_has_an_order_canceled(
    world: World, shop: Bot, olga: Guest, ann: Guest
) -> None:
    await olga.says("/orders 1")
    screen = olga.last
    await olga.taps("Cancel order", message=screen)
    assert "Ask main to cancel order #1?" in screen.text
    await olga.taps("No, keep it", message=screen)
    assert world.asked("cancel") == 0
    await olga.taps("Cancel order", "Yes, cancel it", message=screen)
    assert "Cancellation:" in screen.text
    await ann.hears("Order #1 ·", "Cancellation: done")
    await olga.says("/orders 1")
    await olga.taps("History")
    for part in ("placed", "Cancellation: done", "Olga", "asked the panel to cancel it"):
        assert part in olga.text
    await olga.taps("In the log")
    assert "Order #1" in olga.text
    assert world.asked("cancel") == 1
    assert await acts(shop, Act.INVITED) == [Act.ORDER_CANCEL_ASKED]


async def test_an_order_that_is_not_sent_is_taken_back(
    world: World, olga: Guest, ann: Guest
) -> None:
    world.panel.set_balance(Decimal(0))
    await order(ann)
    await olga.hears("main has no funds")
    await olga.says("/orders 1")
    screen = olga.last
    await olga.taps("Take it back", message=screen)
    assert "nothing is charged" in screen.text
    await olga.taps("Yes, cancel it", message=screen)
    await ann.hears("Order #1", "is canceled")
    assert "canceled" in screen.text
    assert world.orders == []


async def test_an_operator_asks_for_a_refill_and_hears_what_came_of_it(
    world: World, shop: Bot, olga: Guest, ann: Guest
) -> None:
    world.panel.fate(REFILLABLE, "complete")
    await placed(ann, REFILLABLE)
    await ann.hears("Order #1", "is done")
    await olga.says("/orders 1")
    screen = olga.last
    await olga.taps("Refill", message=screen)
    assert "Refill:" in screen.text
    news = await olga.hears("The refill of order #1 is done")
    await olga.taps("See the order", message=news)
    assert "By Ann" in news.text
    assert not ann.sees("The refill of order")
    assert await acts(shop, Act.INVITED) == [Act.ORDER_REFILL_ASKED]


@pytest.mark.usefixtures("two")
async def test_from_an_order_to_its_owner(olga: Guest) -> None:
    await olga.says("/orders 2")
    screen = olga.last
    await olga.taps("The person", message=screen)
    assert "Max" in screen.text
    await olga.taps("Their orders", message=screen)
    assert "Orders of Max" in screen.text
    await olga.taps("#2 ·", "Their orders", message=screen)
    assert listed(screen) == [2]


@pytest.mark.usefixtures("two")
async def test_who_may_do_nothing_with_people_is_not_led_to_them(shop: Bot, max_: Guest) -> None:
    await appoint(shop, max_, Right.ORDERS)
    await max_.says("/orders 1")
    assert not max_.has_button("The person")
    await max_.taps("History")
    assert not max_.has_button("In the log")


# Many orders


@pytest.mark.usefixtures("two")
async def test_ticked_orders_are_canceled_and_what_came_of_it_is_told(
    world: World, shop: Bot, olga: Guest, ann: Guest, max_: Guest
) -> None:
    world.panel.fate(1004, "stall")
    await placed(ann, 1004, link=f"{ANNS}x", quantity=100)
    await olga.says("/orders")
    screen = olga.last
    await olga.taps("Select", "#3", "#1", message=screen)
    assert "2 orders are ticked" in screen.text
    assert olga.has_button("☑ #1", screen)
    assert olga.has_button("☐ #2", screen)
    await olga.taps("Cancel", message=screen)
    assert "Cancel 1 order?" in screen.text
    assert "Not offered by the service or the panel: 1" in screen.text
    await olga.taps("‹ Back", "#2", "Cancel", message=screen)
    assert "Cancel 2 orders?" in screen.text
    await olga.taps("Yes, cancel 2", message=screen)
    assert "2 cancellations are on their way" in screen.text
    assert "Not offered" in screen.text
    await ann.hears("Order #1 ·", "Cancellation: done")
    await max_.hears("Order #2 ·", "Cancellation: done")
    await olga.taps("What has come of it", message=screen)
    await olga.taps("Look again", message=screen)
    assert "Cancellation: done – 2" in screen.text
    await olga.taps("Back to the list", message=screen)
    assert listed(screen) == [3, 2, 1]
    assert world.asked("cancel") == 2
    assert await acts(shop, Act.INVITED) == [Act.ORDER_CANCEL_ASKED] * 2


async def test_ticks_survive_paging_and_belong_to_one_operator(
    world: World, shop: Bot, olga: Guest, ann: Guest, max_: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    for n in range(8):
        await order(ann, link=f"{ANNS}{n}")
    await appoint(shop, max_, Right.ORDERS)
    await olga.says("/orders")
    screen = olga.last
    await max_.says("/orders")
    theirs = max_.last
    await max_.taps("Select", "Tick all", message=theirs)
    assert "8 orders are ticked" in theirs.text
    await olga.taps("Select", "#8", "›", "#1", "‹", message=screen)
    assert "2 orders are ticked" in screen.text
    assert olga.has_button("☑ #8", screen)
    await olga.taps("Back to the list", message=screen)
    assert olga.has_button("2 ticked", screen)
    await olga.taps("2 ticked", "Tick none", message=screen)
    assert "Tick orders" in screen.text
    await max_.taps("›", message=theirs)
    assert "8 orders are ticked" in theirs.text
    await olga.forges(max_.data_of("☑ #1", theirs), screen)
    assert "too old" in olga.notice


@pytest.mark.usefixtures("two")
async def test_a_whole_list_is_refreshed_and_refilled_if_nothing_is_ticked(
    world: World, olga: Guest, ann: Guest
) -> None:
    world.panel.fate(REFILLABLE, "complete")
    await placed(ann, REFILLABLE)
    await ann.hears("Order #3", "is done")
    await olga.says("/orders")
    screen = olga.last
    await olga.taps("Select", "Refresh", message=screen)
    assert "Refresh 2 orders?" in screen.text
    assert "Ended already: 1" in screen.text
    await olga.taps("Yes, refresh 2", message=screen)
    assert "asked about 2 orders now" in screen.text
    await olga.taps("Back to the list", message=screen)
    await olga.taps("ticked", "Tick all", "Refill", message=screen)
    assert "Refill 1 order?" in screen.text
    await olga.taps("Yes, refill 1", message=screen)
    await world.until(lambda: world.asked("refill") == 1)
    assert "1 refill request is on its way" in screen.text
    await olga.taps("What has come of it", message=screen)
    assert "Refill:" in screen.text
    assert not olga.sees("The refill of order"), "many are looked at together"


@pytest.mark.usefixtures("two")
async def test_none_of_them_can_be_refilled(olga: Guest) -> None:
    await olga.says("/orders")
    await olga.taps("Select", "Refill")
    assert "None of these orders can be refilled" in olga.text
    assert "2" in olga.text
    await olga.taps("‹ Back")
    assert olga.has_button("Tick all")


@pytest.mark.usefixtures("two")
async def test_a_panel_that_hangs_holds_up_nobody_who_acts_on_many(
    world: World, olga: Guest
) -> None:
    for action in ("cancel", "status"):
        world.panel.faults.add(action, "hang", times=None)
    await olga.says("/orders")
    screen = olga.last
    await olga.taps("Select", "Cancel", "Yes", message=screen)
    assert "on their way" in screen.text
    await olga.taps("Back to the list", "ticked", "Refresh", "Yes", message=screen)
    assert "asked about 2 orders now" in screen.text
    world.panel.faults.clear()


@pytest.mark.usefixtures("two")
async def test_buttons_of_nobodys_lists_and_forged_ones_are_refused(
    world: World, olga: Guest
) -> None:
    await olga.says("/orders")
    own = int(olga.data_of("Select").split(":")[1])
    for forged in (
        OrderList(own + 1),
        NarrowOrders(own + 1, "state"),
        SetOrders(own + 1, "state", ""),
        AskMany(own + 1, "cancel"),
        DoMany(own + 1, "cancel"),
    ):
        await olga.forges(pack(forged))
        assert "too old" in olga.notice
    await olga.forges(pack(DoMany(own, "delete")))
    assert "too old" in olga.notice
    await olga.forges(pack(OperatorOrder(999)))
    assert "Nothing found" in olga.notice
    await olga.forges(pack(SetOrders(own, "state", "no such")))
    assert listed(olga.last) == [2, 1]
    assert world.asked("cancel") == 0


async def test_buttons_from_before_lists_were_kept_still_lead_to_orders(
    world: World, olga: Guest, ann: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann)
    for data in ("oo:all:3:0", "oo:running:0:1001", "oo:other", "oo"):
        await olga.forges(data)
        assert listed(olga.last) == ([] if data == "oo:other" else [1]), data
    await olga.forges("oi:1")
    assert "Order #1" in olga.text
    await olga.forges("or:1")
    assert "Order #1" in olga.text


async def test_in_russian(world: World, olga: Guest, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann, link=ANNS)
    await placed(ann, link=MAXS)
    await olga.says("/language")
    await olga.taps("Русский")
    await olga.says("/orders")
    screen = olga.last
    assert "Все заказы" in screen.text
    assert "2 заказа" in screen.text
    await olga.taps("Выбрать", "№2", "Отмена", message=screen)
    assert "Отменить 1 заказ?" in screen.text
    await olga.taps("Да, отменить: 1", message=screen)
    assert "1 запрос на отмену" in screen.text
    await olga.says("/orders выполняются <1ч")
    assert "за 1 час" in olga.text
    await olga.taps("№1 ·", "История")
    assert "Отправлено панели" in olga.text


async def test_the_list_is_asked_for_while_orders_come_and_go(
    world: World, olga: Guest, ann: Guest
) -> None:
    """What is ordered meanwhile shifts no page: it is found by the order beside it."""
    world.panel.fate(LIKES, "stall")
    for n in range(8):
        await order(ann, link=f"{ANNS}{n}")
    await olga.says("/orders")
    screen = olga.last
    assert listed(screen) == [8, 7, 6, 5, 4, 3]
    await order(ann, link=MAXS)
    await olga.taps("›", message=screen)
    assert listed(screen) == [2, 1]

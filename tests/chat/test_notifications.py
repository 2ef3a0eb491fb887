"""Operators choose what they hear of and how soon; what must be heard is heard by somebody."""

from decimal import Decimal

import pytest

from bot.app import Bot
from bot.domain.staff import Right
from bot.jobs import check_balance
from bot.sandbox.telegram.messages import SimMessage
from tests.chat.asking import appears, seat, staff_room
from tests.chat.conftest import QUICK, World
from tests.chat.ordering import order
from tests.chat.talk import Guest

CLERK = 3


@pytest.fixture
async def clerk(world: World, olga: Guest, shop: Bot) -> Guest:
    """Boris: looks after orders, and nothing else."""
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.appoint(CLERK, {Right.ORDERS}, world.clock())
    boris = world.guest(CLERK, "Boris")
    await boris.says("/start")
    return boris


async def chooses(guest: Guest, stream: str, *taps: str) -> None:
    await guest.says("/notifications")
    screen = guest.find("Notifications")
    await guest.taps(stream, *taps, message=screen)


async def test_each_sees_what_they_can_do_something_about(olga: Guest, clerk: Guest) -> None:
    await olga.says("/start")
    await olga.taps("Run the shop", "Notifications")
    assert {"Money at the panels", "Faults of the bot", "🏠 Staff room"} <= set(olga.buttons)
    await olga.taps("Your shop")
    assert "Your shop" in olga.text
    await clerk.says("/notifications")
    assert set(clerk.buttons) == {
        "Finished orders",
        "Orders to decide",
        "Trouble at the panels",
        "‹ Your shop",
    }


async def test_customers_have_nothing_to_choose(ann: Guest) -> None:
    await ann.says("/notifications")
    assert "Only operators" in ann.text
    await ann.says("/room")
    assert "Only operators" in ann.text
    await ann.says("/help")
    assert "/notifications" not in ann.text


@pytest.mark.parametrize("data", ["nh:bugs:off", "nr:panels:private", "nh:zoo:off", "ni:money:off"])
async def test_forged_choices_change_nothing(
    world: World, olga: Guest, clerk: Guest, data: str
) -> None:
    await staff_room(world, olga)
    await clerk.says("/notifications")
    await clerk.forges(data)
    assert clerk.notice
    await olga.says("/notifications")
    assert "Off" not in olga.text


async def test_who_only_looks_after_orders_mutes_finished_ones_by_the_button(
    world: World, ann: Guest, clerk: Guest
) -> None:
    await order(ann)
    news = await clerk.hears("Order #1", "is done")
    await clerk.taps("Mute", message=news)
    assert "Muted" in clerk.notice
    assert "is done" in news.text
    await clerk.says("/notifications")
    assert "Finished orders: Off" in clerk.text
    await clerk.forges("om:1")  # from a keyboard of long ago
    assert "hear of finished orders" in clerk.notice


async def test_the_last_who_hears_of_what_somebody_must_is_told_why_it_stays_on(
    olga: Guest, clerk: Guest
) -> None:
    await chooses(olga, "Orders to decide", "Off")
    assert "✓ Off" in olga.buttons
    await chooses(clerk, "Orders to decide")
    assert "Somebody must hear of this" in clerk.text
    await clerk.taps("Off")
    assert "you're the last who does" in clerk.notice
    await clerk.taps("Every hour")
    assert "✓ Every hour" in clerk.buttons


async def test_a_digest_is_one_message_at_its_time_and_survives_a_restart(world: World) -> None:
    async with world.bot(QUICK):
        olga = await world.operator()
        ann = await world.invited(olga)
        await chooses(olga, "Finished orders", "Every hour")
        for number in range(3):
            await order(ann, link=f"https://instagram.com/p/N{number}")
            await ann.hears(f"Order #{number + 1} ", "is done")
    async with world.dying_bot(QUICK):
        world.later(hours=1)
        digest = await olga.hears("In short", "3 orders ended", "completed: 3")
    async with world.bot(QUICK):
        world.later(hours=5)
        await world.settled()
        await olga.taps("All orders", message=digest)
    assert olga.count("3 orders ended") == 1
    assert not olga.sees("Order #1", "is done", "Ann")


async def test_in_a_digest_alerts_that_are_over_are_summed_up_and_the_others_told(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    await chooses(olga, "Money at the panels", "Every hour")
    await chooses(olga, "Finished orders", "Every hour")
    await _waits_for_funds(world, ann, "https://instagram.com/p/First")
    await _paid_in(world, shop)
    await ann.hears("Order #1", "is done")
    world.later(hours=1)
    digest = await olga.hears("In short", "1 order ended")
    assert "1 alert came and went" in digest.text
    card = await _waits_for_funds(world, ann, "https://instagram.com/p/Second")
    world.later(hours=1)
    up = await olga.hears("In short", "main has no funds")
    await olga.taps("Balance", message=up)
    await _paid_in(world, shop)
    await ann.until(lambda: "takes no orders" not in card.text)
    assert not olga.sees("main has funds again")
    world.later(hours=1)
    await olga.hears("In short", "main has funds again")


async def _waits_for_funds(world: World, ann: Guest, link: str) -> SimMessage:
    world.panel.set_balance(Decimal("0.01"))
    card = await order(ann, link=link)
    await ann.until(lambda: "takes no orders" in card.text)
    return card


async def _paid_in(world: World, shop: Bot) -> None:
    world.panel.set_balance(Decimal(100))
    await check_balance(shop.shop.desk, "main")


async def test_orders_decided_before_the_digest_are_not_told(
    world: World, ann: Guest, olga: Guest, clerk: Guest
) -> None:
    await chooses(clerk, "Orders to decide", "Every hour")
    await chooses(olga, "Orders to decide", "Off")
    for number in range(2):
        world.panel.faults.add("add", "reset_after")
        await order(ann, link=f"https://instagram.com/p/N{number}")
        await ann.hears(f"Order #{number + 1} ", "being checked")
    panel_order = next(iter(world.panel.orders))
    await clerk.says("/unconfirmed")
    await clerk.taps("#1", "It was placed: give its number")
    await clerk.says(panel_order)
    await clerk.taps("Yes")
    world.later(hours=1)
    digest = await clerk.hears("In short", "1 order to decide: #2")
    await clerk.taps("All to decide", message=digest)
    assert "#2" in digest.text


async def test_an_owner_sends_a_stream_to_the_room_or_to_each_and_chooses_how_soon(
    world: World, ann: Guest, olga: Guest, clerk: Guest
) -> None:
    group = await staff_room(world, olga, clerk)
    await chooses(olga, "Finished orders")
    assert "told in the staff room “Staff”" in olga.text
    assert {"✓ 🏠 Staff room", "👤 Privately", "✓ At once"} <= set(olga.buttons)
    assert not olga.has_button("Off")
    await olga.taps("Every hour")
    await chooses(clerk, "Finished orders")
    assert "An owner can have it told privately" in clerk.text
    assert clerk.buttons == ["‹ Notifications"]
    await order(ann)
    await ann.hears("Order #1", "is done")
    world.later(hours=1)
    digest = await appears(seat(group, olga), "In short", "1 order ended")
    assert [button.url is not None for button in digest.buttons] == [True, True]
    await chooses(olga, "Finished orders", "Privately")
    await order(ann, link="https://instagram.com/p/Second")
    await clerk.hears("Order #2", "is done")


async def test_what_is_told_in_the_room_may_be_off_privately(
    world: World, olga: Guest, clerk: Guest
) -> None:
    await chooses(olga, "Orders to decide", "Off")
    await staff_room(world, olga)
    await chooses(olga, "Orders to decide", "Privately")
    assert "✓ Off" in olga.buttons
    await chooses(clerk, "Orders to decide", "Off")
    assert "last" in clerk.notice

"""The staff room: made by one command, told what operators must know, and left without losing any of it."""

from decimal import Decimal

import pytest

from bot.app import Bot
from bot.domain.room import Room, Topic
from bot.domain.staff import Right
from bot.jobs import check_balance
from bot.sandbox.telegram.groups import Group
from bot.sandbox.telegram.messages import SimMessage
from bot.transport import pacing
from bot.usecases.desk import Desk
from tests.chat.asking import appears, seat, staff_room
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, order, placed
from tests.chat.talk import Guest

CLERK = 3


async def says(world: World, group: Group, guest: Guest, text: str) -> None:
    seat(group, guest).send(text)
    await world.settled()


async def the_room(desk: Desk) -> Room | None:
    async with desk.storage.reading() as tx:
        return await tx.rooms.get()


def topics(group: Group) -> dict[str, int]:
    return {topic.name: topic.id for topic in group.topics.by_id.values()}


def from_bot(group: Group) -> list[SimMessage]:
    return [m for m in group.messages.values() if m.from_bot and not m.service]


async def run_dry(world: World, shop: Bot) -> None:
    """The panel has no money left, and the shop has seen it."""
    world.panel.set_balance(Decimal("0.01"))
    await check_balance(shop.shop.desk, "main")


@pytest.fixture
def clerk(world: World) -> Guest:
    """Boris: looks after orders, owns nothing."""
    return world.guest(CLERK, "Boris")


@pytest.fixture
async def appointed(world: World, olga: Guest, shop: Bot, clerk: Guest) -> Guest:
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.appoint(CLERK, {Right.ORDERS}, world.clock())
    await clerk.says("/start")
    return clerk


# Made in one command


async def test_one_command_makes_it_with_a_topic_for_each_kind_of_news(
    world: World, olga: Guest
) -> None:
    group = await staff_room(world, olga)
    shown = await appears(seat(group, olga), "This is the staff room")
    assert list(topics(group)) == ["Orders", "Alerts", "Support", "Reports"]
    assert "Orders: Finished orders, Orders to decide" in shown.text
    assert "Told privately: Faults of the bot" in shown.text
    assert "To have a topic" not in shown.text
    await says(world, group, olga, "/room@desk_bot")
    assert len(topics(group)) == 4, "once"
    assert len([m for m in from_bot(group) if "This is the staff room" in m.text]) == 2


async def test_the_link_that_lets_the_bot_in_makes_it_too(world: World, olga: Guest) -> None:
    await olga.says("/room")
    [choose] = [button for button in olga.last.buttons if "Choose the group" in button.text]
    assert choose.url == "https://t.me/desk_bot?startgroup=room&admin=manage_topics"
    group = world.telegram.add_group("Staff", [olga.person], forum=True)
    group.add_bot(admin=True)
    await says(world, group, olga, "/start@desk_bot room")
    await appears(seat(group, olga), "This is the staff room")


async def test_without_topics_everything_goes_into_the_group_and_the_way_to_them_is_told(
    world: World, ann: Guest, olga: Guest
) -> None:
    group = world.telegram.add_group("Staff", [olga.person], basic=True)
    group.add_bot()
    await says(world, group, olga, "/room")
    shown = await appears(seat(group, olga), "This is the staff room", "Told here")
    assert "make me an administrator who may manage topics" in shown.text
    await order(ann)
    news = await appears(seat(group, olga), "Order #1", "is done")
    assert news.topic_id is None


async def test_topics_come_as_soon_as_the_bot_may_make_them(world: World, olga: Guest) -> None:
    group = world.telegram.add_group("Staff", [olga.person], forum=True)
    group.add_bot(admin=True, rights=["can_pin_messages"])
    await says(world, group, olga, "/room")
    assert topics(group) == {}
    group.add_bot(admin=True)
    await world.settled()
    assert list(topics(group)) == ["Orders", "Alerts", "Support", "Reports"]


async def test_strangers_and_operators_who_are_no_owners_cannot_make_it(
    world: World, shop: Bot, ann: Guest, olga: Guest, appointed: Guest
) -> None:
    people = [guest.person for guest in (ann, appointed, olga)]
    group = world.telegram.add_group("Staff", people, forum=True)
    group.add_bot(admin=True)
    for text in ("/room", "/room off", "hello", "/start", "/start room"):
        await says(world, group, ann, text)
    assert from_bot(group) == []
    await says(world, group, appointed, "/room")
    [refusal] = from_bot(group)
    assert "haven't got the right" in refusal.text
    assert await the_room(shop.shop.desk) is None


async def test_in_groups_nothing_else_is_served(world: World, olga: Guest) -> None:
    group = await staff_room(world, olga)
    known = len(from_bot(group))
    for text in ("/start", "/new", "/balance", "likes", "/orders 1", "/start b_b2M"):
        await says(world, group, olga, text)
    assert len(from_bot(group)) == known


# What is told in it


async def test_news_go_into_their_topics_and_nobody_hears_twice(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    group = await staff_room(world, olga)
    await order(ann)
    done = await appears(seat(group, olga), "Order #1", "is done")
    assert done.topic_id == topics(group)["Orders"]
    world.panel.set_balance(Decimal("0.01"))
    await order(ann, link="https://instagram.com/p/Second")
    alert = await appears(seat(group, olga), "main has no funds")
    assert alert.topic_id == topics(group)["Alerts"]
    world.panel.set_balance(Decimal(100))
    await check_balance(shop.shop.desk, "main")
    over = await appears(seat(group, olga), "main has funds again")
    assert over.topic_id == topics(group)["Alerts"]
    assert not olga.sees("is done")
    assert not olga.sees("funds")
    sounds = {
        call.answer["message_id"]: not call.params.get("disable_notification")
        for call in world.telegram.calls
        if call.method == "sendMessage" and call.params["chat_id"] == group.id
    }
    assert [sounds[m.message_id] for m in (done, alert, over)] == [False, True, False]


async def test_it_has_a_language_of_its_own(world: World, ann: Guest, olga: Guest) -> None:
    group = await staff_room(world, olga)
    shown = await appears(seat(group, olga), "This is the staff room")
    seat(group, olga).tap("Русский", message_id=shown.message_id)
    await world.settled()
    assert "Это чат команды" in shown.text
    await order(ann)
    news = await appears(seat(group, olga), "Заказ №1", "выполнен")
    assert news.topic_id == topics(group)["Orders"]
    await olga.says("/start")
    assert "Hello, Olga" in olga.text
    await olga.says("/room")
    await olga.taps("English")
    assert "Staff room: Staff" in olga.text
    await order(ann, link="https://instagram.com/p/Second")
    await appears(seat(group, olga), "Order #2", "is done")


async def test_only_owners_tap_the_rooms_buttons(
    world: World, shop: Bot, ann: Guest, olga: Guest, appointed: Guest
) -> None:
    group = await staff_room(world, olga, ann, appointed)
    shown = await appears(seat(group, olga), "This is the staff room")
    for label in ("Русский", "Leave the room"):
        seat(group, ann).tap(label, message_id=shown.message_id)
        await world.settled()
        seat(group, appointed).tap(label, message_id=shown.message_id)
        await world.settled()
        assert "haven't got the right" in appointed.notice
    assert ann.person.answers == []
    room = await the_room(shop.shop.desk)
    assert room is not None
    assert room.language == "en"


async def test_its_buttons_open_the_private_chat_right_there(
    world: World, ann: Guest, olga: Guest, appointed: Guest
) -> None:
    world.panel.faults.add("add", "reset_after")
    group = await staff_room(world, olga, appointed)
    await order(ann)
    asked = await appears(seat(group, olga), "Was order #1 placed?")
    assert all(button.url for button in asked.buttons)
    evidence, everything = (button.url or "" for button in asked.buttons)
    await olga.follows(evidence)
    assert olga.has_button("It was placed: give its number")
    await appointed.follows(everything)
    assert "#1" in appointed.text
    await ann.follows(evidence)
    assert ann.sees("Only operators")


async def test_the_button_that_mutes_is_not_shown_to_everybody(
    world: World, ann: Guest, olga: Guest
) -> None:
    group = await staff_room(world, olga)
    await order(ann)
    news = await appears(seat(group, olga), "Order #1", "is done")
    assert [button.text for button in news.buttons] == ["See the order"]
    await olga.follows(news.buttons[0].url or "")
    assert "By Ann" in olga.text


# What becomes of it


async def test_a_topic_that_was_deleted_is_made_again(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    group = await staff_room(world, olga)
    before = topics(group)["Orders"]
    seat(group, olga).delete_topic(before)
    await order(ann)
    news = await appears(seat(group, olga), "Order #1", "is done")
    assert news.topic_id == topics(group)["Orders"] != before
    await order(ann, link="https://instagram.com/p/Second")
    again = await appears(seat(group, olga), "Order #2", "is done")
    assert again.topic_id == news.topic_id


async def test_what_belongs_into_a_closed_topic_comes_into_the_group_and_says_so(
    world: World, ann: Guest, olga: Guest
) -> None:
    group = await staff_room(world, olga)
    closed = group.topic(topics(group)["Orders"])
    closed.creator = olga.id
    seat(group, olga).close_topic(closed.id)
    group.add_bot(admin=True, rights=["can_pin_messages"])
    await order(ann)
    news = await appears(seat(group, olga), "Order #1", "is done")
    assert news.topic_id is None
    assert "The topic “Orders” is closed" in news.text


async def test_a_topic_that_is_gone_and_cannot_be_made_again_is_the_group_itself(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    group = await staff_room(world, olga)
    seat(group, olga).delete_topic(topics(group)["Orders"])
    group.add_bot(admin=True, rights=["can_pin_messages"])
    await order(ann)
    news = await appears(seat(group, olga), "Order #1", "is done")
    assert news.topic_id is None
    room = await the_room(shop.shop.desk)
    assert room is not None
    assert Topic.ORDERS not in room.topics


async def test_when_the_bot_is_put_out_news_come_privately_and_owners_hear_why(
    world: World, ann: Guest, olga: Guest, appointed: Guest
) -> None:
    group = await staff_room(world, olga)
    group.remove_bot()
    await olga.hears("I can't write in “Staff” any more")
    assert not appointed.sees("any more")
    await order(ann)
    await olga.hears("Order #1", "is done")
    await appointed.hears("Order #1", "is done")
    told = olga.find("I can't write in")
    await olga.taps("Staff room", message=told)
    assert olga.has_button("Choose the group", told)
    group.add_bot(admin=True)
    await says(world, group, olga, "/room")
    assert len(topics(group)) == 4, "they were there still"


async def test_that_it_was_put_out_is_learnt_at_the_next_message_at_the_latest(
    world: World, ann: Guest, olga: Guest
) -> None:
    group = await staff_room(world, olga)
    group.bot_status = "kicked"  # and the update about it got lost
    await order(ann)
    await olga.hears("Order #1", "is done")
    await olga.hears("I can't write in “Staff” any more")


async def test_a_group_that_becomes_a_supergroup_stays_the_room(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    group = world.telegram.add_group("Staff", [olga.person], basic=True)
    group.add_bot()
    await says(world, group, olga, "/room")
    above = group.upgrade()
    await world.settled()
    room = await the_room(shop.shop.desk)
    assert room is not None
    assert room.chat_id == above.id
    await order(ann)
    await appears(above.seat(olga.person), "Order #1", "is done")


async def test_that_it_became_a_supergroup_is_learnt_at_the_next_message_at_the_latest(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    group = world.telegram.add_group("Staff", [olga.person], basic=True)
    group.add_bot()
    await says(world, group, olga, "/room")
    above = world.telegram.add_group("Staff", [olga.person])
    above.bot_status, group.upgraded_to = "member", above.id  # and nobody told the bot
    await order(ann)
    await appears(above.seat(olga.person), "Order #1", "is done")
    room = await the_room(shop.shop.desk)
    assert room is not None
    assert room.chat_id == above.id


@pytest.mark.parametrize("way", ["command", "button", "private command", "private button"])
async def test_it_is_left_from_the_group_or_privately(
    world: World, ann: Guest, olga: Guest, way: str
) -> None:
    group = await staff_room(world, olga)
    match way:
        case "command":
            await says(world, group, olga, "/room off")
        case "button":
            seat(group, olga).tap("Leave the room")
            await world.settled()
        case "private command":
            await olga.says("/room off")
        case _:
            await olga.says("/room")
            await olga.taps("Leave the room")
    await appears(seat(group, olga), "This isn't the staff room any more")
    await order(ann)
    await olga.hears("Order #1", "is done")
    await says(world, group, olga, "/room off")
    await appears(seat(group, olga), "This isn't the staff room.")


async def test_another_group_takes_its_place(world: World, ann: Guest, olga: Guest) -> None:
    await staff_room(world, olga)
    other = await staff_room(world, olga)
    await order(ann)
    await appears(seat(other, olga), "Order #1", "is done")


# Much at once


_BURST = 8


async def test_a_burst_keeps_to_telegrams_limit_and_loses_nothing(
    world: World, shop: Bot, ann: Guest, olga: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two messages a minute, and then all that waits is one."""
    world.panel.fate(LIKES, "stall")
    group = await staff_room(world, olga)
    for number in range(_BURST):
        await placed(ann, link=f"https://instagram.com/p/N{number}")
    monkeypatch.setattr(pacing, "GROUP_PER_MINUTE", 2)
    shop.application.bot.rate_limiter._chats.clear()  # type: ignore[union-attr]
    known = len(from_bot(group))
    for each in list(world.orders):
        world.panel.set_status(each.id, "Completed")
    world.later(hours=1)
    for number in range(_BURST):
        await ann.hears(f"Order #{number + 1} ", "is done")
    assert len(from_bot(group)) - known <= 2
    shop.application.bot.rate_limiter._chats.clear()  # type: ignore[union-attr]  # a minute went by
    world.later(minutes=1)
    await seat(group, olga).until(lambda _: told(group, known) >= _BURST)
    assert told(group, known) == _BURST
    assert len(from_bot(group)) - known <= 4


def told(group: Group, known: int) -> int:
    """How many orders the room heard of after the messages it had."""
    fresh = [message.text for message in from_bot(group)[known:]]
    piled = [text.split("✅ completed: ")[1].split()[0] for text in fresh if "In short" in text]
    return sum("is done" in text for text in fresh) + sum(map(int, piled))


async def test_telegrams_refusal_of_the_room_delays_nobody_else(
    world: World, ann: Guest, olga: Guest
) -> None:
    group = await staff_room(world, olga)
    world.telegram.fault("sendMessage", "429", chat_id=group.id, retry_after=120)
    await order(ann)
    await ann.hears("Order #1", "is done")
    assert not any("is done" in message.text for message in from_bot(group))
    world.later(minutes=3)
    shop = world.shop
    assert shop is not None
    shop.application.bot.rate_limiter._chats.clear()  # type: ignore[union-attr]
    world.later(minutes=3)
    await appears(seat(group, olga), "Order #1", "is done")

"""A Telegram that ends and is started again shows every chat as it was, and gives no id twice."""

import json
from typing import Any

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat, InputFile, LabeledPrice, ReplyParameters

from bot.sandbox.telegram import InProcessRequest, Person, Telegram
from bot.sandbox.telegram.seats import Seat
from bot.sandbox.telegram.snapshot import restore, snapshot
from tests.sandbox.telegram.test_people import keyboard


def another(saved: dict[str, Any]) -> Telegram:
    sim = Telegram()
    restore(sim, json.loads(json.dumps(saved)))
    return sim


def shown(seat: Seat) -> list[dict[str, Any]]:
    return [message.for_page() for message in seat.chat]


async def test_chats_are_as_they_were(sim: Telegram, ann: Person, bot: Bot) -> None:
    menu = await bot.send_message(
        1001, "<b>Hello</b>", parse_mode="HTML", reply_markup=keyboard([("Menu", "+m")])
    )
    await bot.edit_message_text("Hello <i>again</i>", 1001, menu.message_id, parse_mode="HTML")
    await bot.send_message(1001, "yes", reply_parameters=ReplyParameters(menu.message_id))
    await bot.send_document(1001, InputFile(b"1,2\n", "orders.csv"), caption="All orders")
    await bot.send_invoice(1001, "Top up", "100 stars", "up", "XTR", [LabeledPrice("Stars", 100)])
    await bot.pin_chat_message(1001, menu.message_id)
    ann.send_file("links.txt", "https://a.example")
    gone = await bot.send_message(1001, "gone")
    await bot.delete_message(1001, gone.message_id)

    second = another(snapshot(sim)).people[1001]

    assert shown(second) == shown(ann)
    assert [message.message_id for message in second.pinned] == [menu.message_id]
    kept = second.chat[-1].document
    assert kept
    assert kept.content == b"https://a.example"
    assert second.message(menu.message_id + 1).reply_to is second.message(menu.message_id)


async def test_people_are_as_they_were(sim: Telegram, ann: Person, bot: Bot) -> None:
    ann.language_code = "ru"
    await bot.set_my_commands([BotCommand("new", "New order")], scope=BotCommandScopeChat(1001))
    ann.block()
    sim.add_user(7, "Max", username="max7")
    second = another(snapshot(sim))
    assert second.people[1001].blocked
    assert second.people[1001].language_code == "ru"
    assert second.people[1001].commands == [("new", "New order")]
    assert (second.people[7].username, second.people[7].started) == ("max7", False)


async def test_groups_are_as_they_were(sim: Telegram, ann: Person, bot: Bot) -> None:
    staff = sim.add_group("Staff", [ann, sim.add_user(7, "Max")], forum=True)
    staff.add_bot(admin=True, rights=["can_manage_topics", "can_pin_messages"])
    topic = (await bot.create_forum_topic(staff.id, "Room")).message_thread_id
    closed = (await bot.create_forum_topic(staff.id, "Old")).message_thread_id
    await bot.close_forum_topic(staff.id, closed)
    asked = await bot.send_message(staff.id, "Who?", message_thread_id=topic)
    await bot.pin_chat_message(staff.id, asked.message_id)
    answer = staff.seat(ann).send("I", reply_to=asked.message_id)
    await bot.set_message_reaction(staff.id, answer.message_id, "👍")
    old = sim.add_group("Team", [ann], basic=True)
    old.add_bot()
    above = old.upgrade()

    second = another(snapshot(sim))

    again = second.groups[staff.id]
    assert shown(again.seat(second.people[1001])) == shown(staff.seat(ann))
    assert [message.message_id for message in again.pinned] == [asked.message_id]
    assert again.topics.by_id == staff.topics.by_id
    assert again.chat_member(100) == staff.chat_member(100)
    assert [*again.members] == [1001, 7]
    assert again.in_full() == staff.in_full()
    assert second.groups[old.id].upgraded_to == above.id
    assert again.seat(second.people[7]).send("x").message_id > max(staff.messages) + 1
    assert second.add_group("New", [second.people[7]]).id not in sim.groups


async def test_updates_that_nobody_took_are_still_there(sim: Telegram, ann: Person) -> None:
    ann.send("one")
    second = another(snapshot(sim))
    second.people[1001].send("two")
    request = InProcessRequest(second)
    async with Bot(second.token, request=request, get_updates_request=request) as bot:
        updates = await bot.get_updates(timeout=0)
        assert [each.message and each.message.text for each in updates] == ["/start", "one", "two"]
        assert await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0) == ()


async def test_ids_that_were_given_and_forgotten_are_not_given_again(
    sim: Telegram, ann: Person, bot: Bot
) -> None:
    await bot.send_message(1001, "Menu", reply_markup=keyboard([("Menu", "+m")]))
    saved = snapshot(sim)
    forgotten = {ann.send(word).message_id for word in "abc"}
    forgotten_file = ann.send_file("a.txt", "a").document
    forgotten_tap = ann.tap("Menu")
    second = another(saved)
    again = second.people[1001]
    given = {again.send(word).message_id for word in "abc"}
    assert not given & (forgotten | set(ann.messages))
    assert second.updates.last_id > sim.updates.last_id
    file = again.send_file("a.txt", "a").document
    assert file
    assert forgotten_file
    assert file.file_id != forgotten_file.file_id
    assert again.tap("Menu") != forgotten_tap


@pytest.mark.parametrize(
    "spoil",
    [
        lambda saved: saved.pop("people"),
        lambda saved: saved["people"][0].pop("chat"),
        lambda saved: saved["people"][0]["chat"]["messages"][0].update(date="today"),
        lambda saved: saved.update(updates={"x": {}}),
    ],
)
def test_what_cannot_be_read_is_refused(sim: Telegram, ann: Person, spoil: Any) -> None:
    saved = snapshot(sim)
    spoil(saved)
    with pytest.raises(ValueError, match=r"."):
        restore(Telegram(), saved)

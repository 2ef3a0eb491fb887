"""What a person can do, and what they see of what the bot does."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageOriginUser
from telegram.error import BadRequest

from bot.sandbox.telegram import Button, Person, Telegram


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in rows]
    )


async def newest_tap(bot: Bot) -> tuple[int, str]:
    update = (await bot.get_updates(offset=-1))[0]
    assert update.callback_query
    assert update.callback_query.message
    assert update.callback_query.data
    return update.callback_query.message.message_id, update.callback_query.data


async def test_a_command_is_marked_as_such(ann: Person, bot: Bot) -> None:
    ann.send("😀 /order_1@desk_bot now")
    update = (await bot.get_updates(offset=-1))[0]
    assert update.message
    (entity,) = update.message.entities
    assert (entity.type, entity.offset, entity.length) == ("bot_command", 3, 17)
    assert update.message.parse_entity(entity) == "/order_1@desk_bot"


async def test_a_long_text_goes_out_in_pieces(ann: Person) -> None:
    last = ann.send("😀" * 3000)
    assert [len(message.text) for message in ann.chat] == [6, 2048, 952]
    assert last is ann.chat[-1]
    with pytest.raises(ValueError, match="empty"):
        ann.send("  \n")


async def test_a_tap_finds_the_newest_button_with_that_label(ann: Person, bot: Bot) -> None:
    first = await bot.send_message(
        ann.id, "1", reply_markup=keyboard([("Back", "b1")], [("Old", "o1")])
    )
    second = await bot.send_message(
        ann.id, "2", reply_markup=keyboard([("✅ Confirm all", "c2"), ("Confirm", "d2")])
    )
    third = await bot.send_message(ann.id, "3", reply_markup=keyboard([("« Back", "b3")]))
    assert ann.buttons() == ["« Back"]
    assert ann.buttons(first.message_id) == ["Back", "Old"]
    assert ann.last.keyboard == [[Button("« Back", "b3", None)]]

    ann.tap("Back")
    assert await newest_tap(bot) == (third.message_id, "b3")
    ann.tap("Confirm")
    assert await newest_tap(bot) == (second.message_id, "d2")
    ann.tap("all")
    assert await newest_tap(bot) == (second.message_id, "c2")
    ann.tap("Back", message_id=first.message_id)
    assert await newest_tap(bot) == (first.message_id, "b1")
    ann.tap(data="o1")
    assert await newest_tap(bot) == (first.message_id, "o1")


async def test_a_button_that_isnt_there(ann: Person, bot: Bot) -> None:
    with pytest.raises(LookupError, match="There are: none"):
        ann.tap("Confirm")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Site", url="https://example.com")]])
    message = await bot.send_message(ann.id, "x", reply_markup=markup)
    with pytest.raises(LookupError, match=r"no button “Confirm”.*\['Site'\]"):
        ann.tap("Confirm")
    with pytest.raises(LookupError, match="no button with the data “x”"):
        ann.tap(data="x")
    with pytest.raises(LookupError, match="sends nothing"):
        ann.tap("Site", message_id=message.message_id)
    with pytest.raises(LookupError, match="no message 99"):
        ann.tap("Site", message_id=99)
    with pytest.raises(ValueError, match="which button"):
        ann.tap()


async def test_a_forged_tap_reaches_the_bot_with_the_message_as_it_is(
    ann: Person, bot: Bot
) -> None:
    message = await bot.send_message(ann.id, "x", reply_markup=keyboard([("Go", "go")]))
    ann.tap(data="forged", message_id=message.message_id)
    assert await newest_tap(bot) == (message.message_id, "forged")
    await message.delete()
    ann.tap(data="stale", message_id=message.message_id)
    update = (await bot.get_updates(offset=-1))[0]
    assert update.callback_query
    assert update.callback_query.message
    assert not update.callback_query.message.is_accessible


async def test_a_tap_shows_the_message_as_the_person_saw_it(ann: Person, bot: Bot) -> None:
    message = await bot.send_message(ann.id, "before", reply_markup=keyboard([("Go", "go")]))
    ann.tap("Go")
    await message.edit_text("after")
    update = (await bot.get_updates(offset=-1))[0]
    assert update.callback_query
    assert isinstance(update.callback_query.message, Message)
    assert update.callback_query.message.text == "before"


async def test_answers_to_taps_are_kept(ann: Person, bot: Bot) -> None:
    await bot.send_message(ann.id, "x", reply_markup=keyboard([("Go", "go")]))
    query = ann.tap("Go")
    await bot.answer_callback_query(query, "Done", show_alert=True)
    (answer,) = ann.answers
    assert (answer.data, answer.text, answer.show_alert) == ("go", "Done", True)


async def test_waiting_for_something_in_the_chat(ann: Person, bot: Bot) -> None:
    waiting = asyncio.create_task(ann.until(lambda chat: chat[-1].text == "two"))
    message = await bot.send_message(ann.id, "one")
    assert not waiting.done()
    await message.edit_text("two")
    await waiting
    with pytest.raises(TimeoutError, match="Desk: two"):
        await ann.until(lambda chat: chat[-1].text == "three", within=0.01)


async def test_there_is_no_last_message_before_the_bot_wrote(ann: Person) -> None:
    with pytest.raises(LookupError, match="no message from the bot"):
        _ = ann.last


async def test_a_deep_link_starts_the_bot(sim: Telegram, bot: Bot) -> None:
    ben = sim.add_user(1002, first_name="Ben")
    ben.follow("https://t.me/desk_bot?start=inv_A-1")
    assert ben.chat[0].text == "/start inv_A-1"
    ben.follow("t.me/Desk_Bot")
    assert ben.chat[1].text == "/start"
    for link in ("https://t.me/other_bot?start=x", "https://t.me/desk_bot?start=a.b", "x"):
        with pytest.raises(ValueError, match="doesn't lead to @desk_bot"):
            ben.follow(link)
    with pytest.raises(ValueError, match="doesn't lead to @desk_bot"):
        ben.follow(f"https://t.me/desk_bot?start={'x' * 65}")


async def test_blocking_and_unblocking_is_told_once_each(ann: Person, bot: Bot) -> None:
    after = (await bot.get_updates(offset=-1))[0].update_id + 1
    ann.block()
    ann.block()
    ann.unblock()
    ann.unblock()
    updates = [update.my_chat_member for update in await bot.get_updates(offset=after)]
    changes = [
        (update.old_chat_member.status, update.new_chat_member.status)
        for update in updates
        if update
    ]
    assert changes == [("member", "kicked"), ("kicked", "member")]


async def test_who_is_in_the_chat(ann: Person, bot: Bot) -> None:
    assert (await bot.get_chat_member(ann.id, ann.id)).user.first_name == "Ann"
    assert (await bot.get_chat_member(ann.id, bot.id)).status == "member"
    ann.block()
    assert (await bot.get_chat_member(ann.id, bot.id)).status == "kicked"
    assert (await bot.get_chat(ann.id)).first_name == "Ann"


async def test_a_person_answers_a_message(ann: Person, bot: Bot) -> None:
    asked = await bot.send_message(ann.id, "Which order?")
    answer = ann.send("The last", reply_to=asked.message_id)
    message = (await bot.get_updates(offset=-1))[0].message
    assert message
    assert message.reply_to_message
    assert message.reply_to_message.text == "Which order?"
    assert message.message_thread_id is None
    assert answer.for_page()["reply_to"] == {
        "message_id": asked.message_id,
        "from": "bot",
        "text": "Which order?",
        "user_id": None,
    }
    with pytest.raises(LookupError, match="sees no message 99"):
        ann.send("x", reply_to=99)


async def test_there_are_no_topics_in_a_private_chat(ann: Person, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(ann.id, "x", message_thread_id=5)
    with pytest.raises(ValueError, match="no topics"):
        ann.send("x", thread_id=5)


async def test_a_tap_may_lead_to_the_bot_itself(ann: Person, bot: Bot) -> None:
    await bot.send_message(ann.id, "x", reply_markup=keyboard([("Go", "go")]))
    await bot.answer_callback_query(ann.tap("Go"), url="https://t.me/desk_bot?start=order_7")
    ann.follow(ann.answers[-1].url)
    assert ann.chat[-1].text == "/start order_7"
    with pytest.raises(BadRequest, match="Url_invalid"):
        await bot.answer_callback_query(ann.tap("Go"), url="https://example.com")


async def test_replies_and_mentions(ann: Person, bot: Bot) -> None:
    sent = await bot.send_message(
        ann.id,
        f'<a href="tg://user?id={ann.id}">Ann</a> <a href="tg://user?id=5">nobody</a>',
        parse_mode="HTML",
        reply_to_message_id=ann.chat[0].message_id,
    )
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "/start"
    (entity,) = sent.entities
    assert entity.user
    assert entity.user.id == ann.id
    again = await sent.forward(ann.id)
    assert isinstance(again.forward_origin, MessageOriginUser)
    assert again.forward_origin.sender_user.id == bot.id

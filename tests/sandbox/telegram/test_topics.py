"""The topics of a supergroup."""

from collections.abc import Coroutine
from typing import Any

import pytest
from telegram import Bot, Message
from telegram.error import BadRequest

from bot.sandbox.telegram import Group, Person, Telegram
from tests.sandbox.telegram.conftest import Api
from tests.sandbox.telegram.test_files import png
from tests.sandbox.telegram.test_groups import news


@pytest.fixture
def max_(sim: Telegram) -> Person:
    return sim.add_user(1002, first_name="Max")


@pytest.fixture
def staff(sim: Telegram, ann: Person, max_: Person) -> Group:
    """Ann's forum, of which the bot is an administrator."""
    staff = sim.add_group("Staff", [ann, max_], forum=True)
    staff.add_bot(admin=True)
    return staff


async def last_message(bot: Bot) -> Message:
    message = (await news(bot))[-1].message
    assert message
    return message


async def refused(deed: Coroutine[Any, Any, Any]) -> str:
    with pytest.raises(BadRequest) as refusal:
        await deed
    return str(refusal.value)


async def test_a_topic_is_opened_and_written_in(staff: Group, max_: Person, bot: Bot) -> None:
    topic = await bot.create_forum_topic(staff.id, "Ann · order 7")
    opened = await last_message(bot)
    assert opened.forum_topic_created
    assert opened.forum_topic_created.name == "Ann · order 7"
    assert opened.message_thread_id == opened.message_id == topic.message_thread_id
    assert opened.is_topic_message
    assert opened.reply_to_message is None

    sent = await bot.send_message(staff.id, "x", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    assert sent.reply_to_message  # in a topic everything answers the message that opened it
    assert sent.reply_to_message.forum_topic_created

    staff.seat(max_).send("y", thread_id=topic.message_thread_id)
    theirs = await last_message(bot)
    assert (theirs.message_thread_id, theirs.is_topic_message) == (topic.message_thread_id, True)
    assert theirs.chat.is_forum
    assert theirs.reply_to_message
    assert theirs.reply_to_message.message_id == topic.message_thread_id


async def test_an_answer_goes_where_the_question_stands(
    staff: Group, max_: Person, bot: Bot
) -> None:
    topic = await bot.create_forum_topic(staff.id, "Room")
    sent = await bot.send_message(staff.id, "x", message_thread_id=topic.message_thread_id)
    staff.seat(max_).send("y", reply_to=sent.message_id)
    theirs = await last_message(bot)
    assert theirs.message_thread_id == topic.message_thread_id
    assert theirs.reply_to_message
    assert theirs.reply_to_message.message_id == sent.message_id
    answer = await bot.send_message(staff.id, "z", reply_to_message_id=theirs.message_id)
    assert (answer.message_thread_id, answer.is_topic_message) == (topic.message_thread_id, True)


async def test_what_is_pinned_in_a_topic_is_told_there(
    staff: Group, max_: Person, bot: Bot
) -> None:
    topic = await bot.create_forum_topic(staff.id, "Room")
    sent = await bot.send_message(staff.id, "x", message_thread_id=topic.message_thread_id)
    await sent.pin()
    told = await last_message(bot)
    assert told.message_thread_id == topic.message_thread_id
    assert isinstance(told.pinned_message, Message)
    assert told.pinned_message.message_id == sent.message_id
    assert told.pinned_message.reply_to_message is None


async def test_general_is_no_topic(staff: Group, max_: Person, bot: Bot) -> None:
    sent = await bot.send_message(staff.id, "x")
    assert (sent.message_thread_id, sent.is_topic_message) == (None, None)
    staff.seat(max_).send("y")
    assert (await last_message(bot)).message_thread_id is None
    assert await refused(bot.send_message(staff.id, "x", message_thread_id=1)) == (
        "Message thread not found"
    )
    await bot.send_chat_action(staff.id, "typing", message_thread_id=1)


@pytest.mark.parametrize("method", ["sendMessage", "sendPhoto", "sendDocument", "copyMessage"])
async def test_there_must_be_such_a_topic(staff: Group, ann: Person, api: Api, method: str) -> None:
    photo = ann.send_photo(png(4, 4))
    document = ann.send_file("a.txt", "a")
    assert photo.media
    assert document.media
    contents: dict[str, dict[str, Any]] = {
        "sendMessage": {"text": "x"},
        "sendPhoto": {"photo": photo.media.file_id},
        "sendDocument": {"document": document.media.file_id},
        "copyMessage": {"from_chat_id": ann.id, "message_id": photo.message_id},
    }
    content = contents[method]
    answer = await api(method, chat_id=staff.id, message_thread_id=999, **content)
    assert answer["description"] == "Bad Request: message thread not found"
    topic = (await api("createForumTopic", chat_id=staff.id, name="x"))["result"]
    there = {"message_thread_id": topic["message_thread_id"]}
    assert (await api(method, chat_id=staff.id, **there, **content))["ok"]


async def test_a_topic_is_renamed_closed_and_reopened(staff: Group, bot: Bot) -> None:
    topic = (await bot.create_forum_topic(staff.id, "Room")).message_thread_id
    await bot.edit_forum_topic(staff.id, topic, name="Other")
    edited = await last_message(bot)
    assert edited.forum_topic_edited
    assert edited.forum_topic_edited.name == "Other"
    assert await refused(bot.edit_forum_topic(staff.id, topic, name="Other")) == (
        "Topic_not_modified"
    )
    await bot.close_forum_topic(staff.id, topic)
    assert (await last_message(bot)).forum_topic_closed
    assert staff.topic(topic).closed
    assert await refused(bot.close_forum_topic(staff.id, topic)) == "Topic_not_modified"
    await bot.send_message(staff.id, "one who manages topics may write", message_thread_id=topic)
    await bot.reopen_forum_topic(staff.id, topic)
    assert (await last_message(bot)).forum_topic_reopened
    assert not staff.topic(topic).closed


async def test_in_a_closed_topic_only_those_write_who_manage_it(
    staff: Group, ann: Person, max_: Person, bot: Bot
) -> None:
    topic = staff.seat(ann).open_topic("Room").id
    staff.seat(ann).close_topic(topic)
    staff.add_bot(admin=True, rights=[])
    assert await refused(bot.send_message(staff.id, "x", message_thread_id=topic)) == "Topic_closed"
    with pytest.raises(ValueError, match="“Room” is closed"):
        staff.seat(max_).send("x", thread_id=topic)
    staff.seat(ann).send("I may", thread_id=topic)
    staff.seat(ann).reopen_topic(topic)
    await bot.send_message(staff.id, "x", message_thread_id=topic)


async def test_a_deleted_topic_is_gone_with_all_that_was_in_it(
    staff: Group, ann: Person, bot: Bot
) -> None:
    topic = (await bot.create_forum_topic(staff.id, "Room")).message_thread_id
    sent = await bot.send_message(staff.id, "x", message_thread_id=topic)
    await bot.send_message(staff.id, "in General")
    kept = staff.messages[sent.message_id]
    await bot.delete_forum_topic(staff.id, topic)
    assert kept.deleted
    assert [message.text for message in staff.messages.values() if not message.service] == [
        "in General"
    ]
    assert await refused(bot.send_message(staff.id, "x", message_thread_id=topic)) == (
        "Message thread not found"
    )
    assert await refused(bot.edit_message_text("y", staff.id, sent.message_id)) == (
        "Message to edit not found"
    )
    for deed in (bot.close_forum_topic, bot.reopen_forum_topic, bot.delete_forum_topic):
        assert await refused(deed(staff.id, topic)) == "Topic_id_invalid"
    mine = staff.seat(ann).open_topic("Mine").id
    staff.seat(ann).delete_topic(mine)
    with pytest.raises(LookupError, match="no topic"):
        staff.seat(ann).send("x", thread_id=mine)


async def test_managing_topics_needs_the_right_to(
    staff: Group, ann: Person, max_: Person, bot: Bot
) -> None:
    own = (await bot.create_forum_topic(staff.id, "Own")).message_thread_id
    theirs = staff.seat(ann).open_topic("Theirs").id
    staff.add_bot(admin=True, rights=[])
    assert await refused(bot.create_forum_topic(staff.id, "x")) == (
        "Not enough rights to create a topic"
    )
    assert await refused(bot.edit_forum_topic(staff.id, theirs, name="x")) == (
        "Not enough rights to edit the topic"
    )
    assert await refused(bot.close_forum_topic(staff.id, theirs)) == (
        "Not enough rights to close or open the topic"
    )
    assert await refused(bot.delete_forum_topic(staff.id, own)) == (
        "Not enough rights to delete the topic"
    )
    await bot.close_forum_topic(staff.id, own)  # who has opened a topic may close it
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(staff.id, own)
    for deed in (
        lambda: staff.seat(max_).open_topic("x"),
        lambda: staff.seat(max_).close_topic(theirs),
        lambda: staff.seat(max_).delete_topic(theirs),
    ):
        with pytest.raises(ValueError, match="Max may not manage topics"):
            deed()


async def test_there_are_topics_only_in_a_forum(sim: Telegram, ann: Person, bot: Bot) -> None:
    plain = sim.add_group("Plain", [ann])
    plain.add_bot(admin=True)
    for chat_id in (plain.id, ann.id):
        assert await refused(bot.create_forum_topic(chat_id, "x")) == "The chat is not a forum"
    with pytest.raises(ValueError, match="has no topics"):
        plain.seat(ann).open_topic("x")


async def test_topics_are_turned_on(sim: Telegram, ann: Person, bot: Bot) -> None:
    plain = sim.add_group("Plain", [ann])
    plain.add_bot(admin=True)
    plain.turn_topics_on()
    assert (await bot.get_chat(plain.id)).is_forum
    await bot.create_forum_topic(plain.id, "x")
    basic = sim.add_group("Basic", [ann], basic=True)
    with pytest.raises(ValueError, match="only a supergroup has topics"):
        basic.turn_topics_on()


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"name": " "}, "title must be non-empty"),
        ({"name": "x", "icon_color": 1}, "TOPIC_ICON_COLOR_INVALID"),
    ],
)
async def test_a_topic_that_telegram_refuses(
    staff: Group, api: Api, params: dict[str, Any], complaint: str
) -> None:
    answer = await api("createForumTopic", chat_id=staff.id, **params)
    assert answer["description"] == f"Bad Request: {complaint}"


async def test_a_long_name_is_cut(staff: Group, bot: Bot) -> None:
    assert len((await bot.create_forum_topic(staff.id, "x" * 200)).name) == 128

"""A group: the bot comes and goes, and hears what Telegram lets it hear."""

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    ChatMemberAdministrator,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.sandbox.telegram import Group, Member, Person, Telegram
from tests.sandbox.telegram.conftest import Api
from tests.sandbox.telegram.test_people import keyboard


@pytest.fixture
def max_(sim: Telegram) -> Person:
    return sim.add_user(1002, first_name="Max")


@pytest.fixture
def staff(sim: Telegram, ann: Person, max_: Person) -> Group:
    """Ann's group, with Max in it and without the bot."""
    return sim.add_group("Staff", [ann, max_])


async def news(bot: Bot) -> list[Update]:
    """The updates that nobody has taken yet."""
    updates = await bot.get_updates(timeout=0)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return list(updates)


async def heard(bot: Bot) -> list[str | None]:
    return [update.message.text for update in await news(bot) if update.message]


async def test_the_bot_is_let_in_made_administrator_and_put_out(
    staff: Group, ann: Person, bot: Bot
) -> None:
    await news(bot)
    staff.add_bot()
    staff.add_bot(admin=True)
    staff.add_bot(admin=True)
    staff.remove_bot()
    updates = await news(bot)
    changes = [
        (change.old_chat_member.status, change.new_chat_member.status)
        for update in updates
        if (change := update.my_chat_member)
    ]
    assert changes == [("left", "member"), ("member", "administrator"), ("administrator", "kicked")]
    messages = [update.message for update in updates if update.message]
    came, went = messages
    assert [user.id for user in came.new_chat_members] == [bot.id]
    assert came.from_user
    assert came.from_user.id == ann.id
    assert (came.chat.type, came.chat.id, came.chat.title) == ("supergroup", staff.id, "Staff")
    assert went.left_chat_member
    assert went.left_chat_member.id == bot.id
    assert staff.id < -1_001_000_000_000
    with pytest.raises(ValueError, match="isn't in Staff"):
        staff.remove_bot()


async def test_an_administrator_has_the_rights_that_were_given(staff: Group, bot: Bot) -> None:
    staff.add_bot(admin=True, rights=["can_pin_messages"])
    own = await bot.get_chat_member(staff.id, bot.id)
    assert isinstance(own, ChatMemberAdministrator)
    assert own.can_pin_messages
    assert not own.can_manage_topics
    assert not own.can_delete_messages
    with pytest.raises(ValueError, match="can_fly"):
        staff.add_bot(admin=True, rights=["can_fly"])


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        ("hello", False),
        ("/room", True),
        ("/room@desk_bot now", True),
        ("/room@Desk_Bot", True),
        ("/room@other_bot", False),
        ("do /room", False),
        ("@desk_bot hello", False),
    ],
)
async def test_an_ordinary_member_hears_only_what_is_meant_for_it(
    staff: Group, max_: Person, bot: Bot, text: str, is_heard: bool
) -> None:
    staff.add_bot()
    await news(bot)
    staff.seat(max_).send(text)
    assert await heard(bot) == ([text] if is_heard else [])
    staff.add_bot(admin=True)
    await news(bot)
    staff.seat(max_).send(text)
    assert await heard(bot) == [text]


async def test_an_answer_to_the_bot_is_heard_and_one_to_somebody_else_is_not(
    staff: Group, ann: Person, max_: Person, bot: Bot
) -> None:
    staff.add_bot()
    asked = await bot.send_message(staff.id, "Who?")
    await news(bot)
    remark = staff.seat(ann).send("what?")
    staff.seat(max_).send("nobody", reply_to=remark.message_id)
    staff.seat(max_).send("me", reply_to=asked.message_id)
    (update,) = await news(bot)
    message = update.message
    assert message
    assert message.text == "me"
    assert message.reply_to_message
    assert message.reply_to_message.message_id == asked.message_id
    assert (
        message.message_thread_id == asked.message_id
    )  # a row of answers is a thread, not a topic
    assert not message.is_topic_message
    with pytest.raises(BadRequest, match="Message thread is not a forum topic thread"):
        await bot.send_message(staff.id, "x", message_thread_id=asked.message_id)


async def test_who_comes_and_goes_is_told(
    sim: Telegram, staff: Group, ann: Person, max_: Person, bot: Bot
) -> None:
    staff.add_bot()
    await news(bot)
    ben = sim.add_user(1003, first_name="Ben")
    staff.add_member(ben)
    staff.remove_member(max_, by=ann)
    came, went = [update.message for update in await news(bot)]
    assert came
    assert went
    assert [user.first_name for user in came.new_chat_members] == ["Ben"]
    assert went.left_chat_member
    assert went.left_chat_member.first_name == "Max"
    statuses = [(await bot.get_chat_member(staff.id, n)).status for n in (1001, 1002, 1003)]
    assert statuses == ["creator", "left", "member"]
    assert await bot.get_chat_member_count(staff.id) == 3
    with pytest.raises(ValueError, match="Max isn't in Staff"):
        staff.seat(max_).send("x")
    with pytest.raises(ValueError, match="Ben is in Staff already"):
        staff.add_member(ben)
    with pytest.raises(ValueError, match="Ann owns Staff"):
        staff.remove_member(ann)


async def test_what_is_known_of_a_group(staff: Group, bot: Bot) -> None:
    staff.add_bot()
    chat = await bot.get_chat(staff.id)
    assert (chat.type, chat.title, chat.is_forum) == ("supergroup", "Staff", None)
    assert [m.user.first_name for m in await bot.get_chat_administrators(staff.id)] == ["Ann"]
    staff.add_bot(admin=True)
    administrators = await bot.get_chat_administrators(staff.id)
    assert [member.status for member in administrators] == ["creator", "administrator"]
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(staff.id, 5)


async def test_of_a_private_chat_there_is_less_to_know(ann: Person, bot: Bot) -> None:
    assert await bot.get_chat_member_count(ann.id) == 2
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(ann.id)
    with pytest.raises(BadRequest, match="Chat member status can't be changed in private chats"):
        await bot.leave_chat(ann.id)


async def test_several_people_tap_the_same_button(
    staff: Group, ann: Person, max_: Person, bot: Bot
) -> None:
    staff.add_bot()
    sent = await bot.send_message(staff.id, "Take it?", reply_markup=keyboard([("Mine", "take")]))
    await news(bot)
    for person in (ann, max_):
        staff.seat(person).tap("Mine")
    queries = [update.callback_query for update in await news(bot)]
    assert [(query and query.from_user.id, query and query.data) for query in queries] == [
        (1001, "take"),
        (1002, "take"),
    ]
    for query in queries:
        assert query
        assert query.message
        assert (query.message.chat.id, query.message.message_id) == (staff.id, sent.message_id)
        await query.answer(f"{query.from_user.first_name}, is it?")
    assert [answer.text for answer in max_.answers] == ["Max, is it?"]
    assert staff.seat(ann).answers is ann.answers


async def test_a_bot_that_is_not_in_can_do_nothing(staff: Group, ann: Person, bot: Bot) -> None:
    for deed in (bot.send_message(staff.id, "x"), bot.get_chat(staff.id)):
        with pytest.raises(BadRequest, match="Chat not found"):
            await deed
    staff.add_bot()
    sent = await bot.send_message(staff.id, "x", reply_markup=keyboard([("Go", "go")]))
    staff.remove_bot()
    await news(bot)
    for refused in (
        bot.send_message(staff.id, "x"),
        bot.edit_message_text("y", staff.id, sent.message_id),
        bot.get_chat(staff.id),
        bot.get_chat_member(staff.id, bot.id),
    ):
        with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
            await refused
    staff.seat(ann).send("/anybody?")
    staff.seat(ann).tap("Go")
    assert await news(bot) == []

    staff.add_bot()
    await bot.leave_chat(staff.id)
    last = (await news(bot))[-1].message
    assert last
    assert last.left_chat_member
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(staff.id, "x")


async def test_messages_of_a_group_are_counted_apart(staff: Group, ann: Person, bot: Bot) -> None:
    staff.add_bot()
    there = await bot.send_message(staff.id, "there")
    while there.message_id not in ann.messages:
        await bot.send_message(ann.id, "here")
    await there.edit_text("there!")
    assert staff.messages[there.message_id].text == "there!"
    assert ann.messages[there.message_id].text == "here"


async def test_what_needs_a_right_is_refused_without_it(
    staff: Group, max_: Person, bot: Bot
) -> None:
    staff.add_bot(admin=True, rights=[])
    own = await bot.send_message(staff.id, "own")
    theirs = staff.seat(max_).send("theirs").message_id
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
        await own.pin()
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(staff.id, theirs)
    await own.delete()

    staff.add_bot(admin=True)
    await bot.pin_chat_message(staff.id, theirs)
    assert (await bot.get_chat(staff.id)).pinned_message
    pinned = (await news(bot))[-1].message
    assert pinned
    assert pinned.pinned_message
    assert pinned.pinned_message.message_id == theirs
    await bot.delete_message(staff.id, theirs)
    assert staff.pinned == []


async def test_messages_are_copied_between_a_person_and_a_group(
    staff: Group, ann: Person, max_: Person, bot: Bot
) -> None:
    staff.add_bot()
    asked = ann.send_file("a.txt", "abc", caption="Where is my order?")
    there = await bot.copy_message(staff.id, ann.id, asked.message_id)
    assert staff.messages[there.message_id].document is asked.document
    answer = staff.seat(max_).send("On its way", reply_to=there.message_id)
    await bot.copy_message(ann.id, staff.id, answer.message_id)
    assert (ann.last.text, ann.last.reply_to) == ("On its way", None)


async def test_commands_in_a_group(staff: Group, ann: Person, max_: Person, bot: Bot) -> None:
    def seen(person: Person) -> list[str]:
        return [description for _, description in staff.seat(person).commands]

    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([("x", "x")], scope=BotCommandScopeChat(staff.id))
    staff.add_bot()
    assert seen(ann) == []
    await bot.set_my_commands([("x", "default")])
    await bot.set_my_commands([("x", "groups")], scope=BotCommandScopeAllGroupChats())
    assert seen(ann) == ["groups"]
    assert [description for _, description in ann.commands] == ["default"]
    await bot.set_my_commands([("x", "staff")], scope=BotCommandScopeChat(staff.id))
    await bot.set_my_commands([("x", "heads")], scope=BotCommandScopeChatAdministrators(staff.id))
    assert (seen(ann), seen(max_)) == (["heads"], ["staff"])
    of_max = BotCommandScopeChatMember(staff.id, max_.id)
    await bot.set_my_commands([("x", "Max")], scope=of_max)
    await bot.set_my_commands([("x", "Макс")], scope=of_max, language_code="ru")
    assert seen(max_) == ["Max"]
    max_.language_code = "ru"
    assert seen(max_) == ["Макс"]
    with pytest.raises(BadRequest, match="Can't be used for a private chat"):
        await bot.set_my_commands([("x", "x")], scope=BotCommandScopeChatMember(ann.id, ann.id))


async def test_a_basic_group_becomes_a_supergroup(
    sim: Telegram, ann: Person, max_: Person, bot: Bot
) -> None:
    old = sim.add_group("Team", [ann, max_], basic=True)
    old.add_bot(admin=True)
    assert (await bot.get_chat(old.id)).type == "group"
    sent = await bot.send_message(old.id, "one")
    old.seat(ann).send("two", reply_to=sent.message_id)
    await news(bot)

    above = old.upgrade()
    to, since = [update.message for update in await news(bot)]
    assert to
    assert since
    assert (to.chat.id, to.migrate_to_chat_id) == (old.id, above.id)
    assert (since.chat.id, since.migrate_from_chat_id) == (above.id, old.id)
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(old.id, "three")
    assert migrated.value.new_chat_id == above.id
    assert (await bot.send_message(above.id, "three")).chat.type == "supergroup"
    assert (await bot.get_chat_member(above.id, bot.id)).status == "administrator"
    with pytest.raises(ValueError, match="is a supergroup now"):
        old.seat(ann).send("x")
    with pytest.raises(ValueError, match="no basic group"):
        above.upgrade()


async def test_a_group_that_cannot_be(sim: Telegram, ann: Person) -> None:
    with pytest.raises(ValueError, match="needs a member"):
        sim.add_group("Staff", [])
    with pytest.raises(ValueError, match="Only a supergroup"):
        sim.add_group("Staff", [ann], basic=True, forum=True)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ([{"type": "emoji", "emoji": "🧦"}], "REACTION_INVALID"),
        ([{"type": "emoji", "emoji": "👍"}] * 2, "REACTIONS_TOO_MANY"),
        ("x", "can't parse reaction types JSON object"),
    ],
)
async def test_a_reaction_that_telegram_refuses(
    ann: Person, api: Api, given: Any, complaint: str
) -> None:
    where = {"chat_id": ann.id, "message_id": ann.chat[0].message_id}
    answer = await api("setMessageReaction", **where, reaction=given)
    assert answer["description"] == f"Bad Request: {complaint}"


async def test_the_bot_reacts_to_a_message(staff: Group, max_: Person, bot: Bot) -> None:
    staff.add_bot(admin=True)
    seat: Member = staff.seat(max_)
    said = seat.send("done")
    await bot.set_message_reaction(staff.id, said.message_id, "👍")
    assert seat.message(said.message_id).for_page()["reaction"] == "👍"
    await bot.set_message_reaction(staff.id, said.message_id)
    assert "reaction" not in said.for_page()
    with pytest.raises(BadRequest, match="Message to react not found"):
        await bot.set_message_reaction(staff.id, 999, "👍")

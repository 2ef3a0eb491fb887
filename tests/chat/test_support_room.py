"""Questions in the staff room: everybody there sees them, who may answers, and the customer sees none of them."""

import pytest

from bot.app import Bot
from bot.domain.staff import Right
from tests.chat.asking import (
    ZINA,
    ZINA_NAME,
    appears,
    asks,
    copied,
    replies,
    seat,
    second_operator,
    staff_room,
)
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, placed
from tests.chat.talk import Guest
from tests.sandbox.telegram.test_files import png


async def test_a_question_stands_in_the_topic_and_a_reply_answers_it(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    zina = await second_operator(world, shop)
    group = await staff_room(world, olga, zina)
    room = seat(group, zina)
    await asks(ann, "Where is it?")
    head = await appears(room, "Question #1", "From Ann", "waits for an answer")
    question = await appears(room, "Where is it?")
    topic = next(each for each in group.topics.by_id.values() if each.name == "Support")
    assert head.topic_id == question.topic_id == topic.id
    assert question.reply_to is head
    answer = room.send("Tomorrow.", reply_to=question.message_id)
    await world.settled()
    heading = await ann.hears("Answer to your question #1")
    given = await copied(ann, "Tomorrow.")
    assert given.reply_to is heading
    assert answer.reaction is not None
    await room.until(lambda _: "answered" in head.text)
    assert not olga.sees("Question #1")
    assert ZINA_NAME not in repr([message.for_page() for message in ann.from_bot])


async def test_an_answer_to_an_answer_goes_to_the_customer_too(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    zina = await second_operator(world, shop)
    group = await staff_room(world, olga, zina)
    await asks(ann, "Where is it?")
    question = await appears(seat(group, zina), "Where is it?")
    first = seat(group, zina).send("Tomorrow.", reply_to=question.message_id)
    await world.settled()
    seat(group, olga).send("At noon.", reply_to=first.message_id)
    await world.settled()
    await copied(ann, "At noon.")
    assert ann.count("Answer to your question #1") == 1
    await replies(ann, ann.find("At noon."), "Thanks!")
    assert (await appears(seat(group, olga), "Thanks!")).reply_to is not None


async def test_pictures_and_files_are_answers_too(world: World, ann: Guest, olga: Guest) -> None:
    group = await staff_room(world, olga)
    room = seat(group, olga)
    await asks(ann, "How does it look?")
    head = await appears(room, "Question #1")
    photo = room.send_photo(png(4, 4), caption="So", reply_to=head.message_id)
    file = room.send_file("more.txt", b"More", reply_to=head.message_id)
    await world.settled()
    await ann.until(lambda: [m.media for m in ann.from_bot[-2:]] == [photo.media, file.media])


async def test_buttons_in_the_room(world: World, shop: Bot, ann: Guest, olga: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    zina = await second_operator(world, shop)
    group = await staff_room(world, olga, zina)
    room = seat(group, zina)
    card = await placed(ann)
    await ann.taps("Ask about it", message=card)
    await ann.says("Where is it?")
    head = await appears(room, "Question #1")
    room.tap("I'll take it", message_id=head.message_id)
    await room.until(lambda _: f"{ZINA_NAME} takes care of it" in head.text)
    room.tap("Close it", message_id=head.message_id)
    await ann.hears("question #1 is closed")
    await room.until(lambda _: "closed" in head.text)
    seat(group, olga).tap("Open it again", message_id=head.message_id)
    await room.until(lambda _: "waits for an answer" in head.text)
    links = [button.url for button in head.buttons if button.url]
    assert len(links) == 2
    for link, shown in zip(links, ("Order #1", "Ann"), strict=True):
        await olga.follows(link)
        assert shown in olga.text


async def test_who_may_not_answer_is_told_so_and_nothing_is_passed_on(
    world: World, shop: Bot, ann: Guest, max_: Guest, olga: Guest
) -> None:
    zina = await second_operator(world, shop)
    group = await staff_room(world, olga, zina, max_)
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.appoint(ZINA, {Right.MONEY}, world.clock())
    await asks(ann, "Where is it?")
    head = await appears(seat(group, olga), "Question #1")
    for guest, told in ((max_, "Only operators"), (zina, "haven't got the right")):
        seat(group, guest).send("I know!", reply_to=head.message_id)
        await world.settled()
        assert told in seat(group, guest).last.text
        seat(group, guest).tap("Close it", message_id=head.message_id)
        await world.settled()
        assert told in guest.notice
    assert not ann.sees("Answer to your question")
    assert "waits for an answer" in head.text


async def test_what_answers_no_question_is_nobodys_business(
    world: World, shop: Bot, ann: Guest, max_: Guest, olga: Guest
) -> None:
    group = await staff_room(world, olga, max_)
    await asks(ann, "Where is it?")
    await appears(seat(group, olga), "Where is it?")
    before = [message for message in seat(group, olga).chat if message.from_bot]
    own = seat(group, olga).send("Lunch?")
    seat(group, max_).send("Yes", reply_to=own.message_id)
    seat(group, max_).send("Hm", reply_to=before[0].message_id)
    await world.settled()
    assert [message for message in seat(group, olga).chat if message.from_bot] == before
    other = world.telegram.add_group("Elsewhere", [olga.person])
    other.add_bot(admin=True)
    there = seat(other, olga).send("Question #1")
    seat(other, olga).send("Tomorrow.", reply_to=there.message_id)
    await world.settled()
    assert not ann.sees("Answer to your question")


@pytest.mark.parametrize("how", ["/room off", "put out"])
async def test_a_room_that_is_gone_leaves_open_questions_to_the_operators(
    world: World, ann: Guest, olga: Guest, how: str
) -> None:
    group = await staff_room(world, olga)
    await asks(ann, "Where is it?")
    await appears(seat(group, olga), "Where is it?")
    if how == "put out":
        group.remove_bot()
    else:
        seat(group, olga).send(how)
    await world.settled()
    question = await copied(olga, "Where is it?")
    assert question.reply_to is olga.find("Question #1")
    await replies(olga, question, "Here.")
    await copied(ann, "Here.")


async def test_a_question_that_was_asked_privately_moves_into_the_room_as_a_whole(
    world: World, ann: Guest, olga: Guest
) -> None:
    await asks(ann, "Where is it?")
    await replies(olga, await copied(olga, "Where is it?"), "Soon.")
    await copied(ann, "Soon.")
    group = await staff_room(world, olga)
    await replies(ann, ann.find("Soon."), "When?")
    await appears(seat(group, olga), "When?")
    said = [m.text for m in seat(group, olga).chat if m.from_bot and m.reply_to]
    assert said[-3:] == ["Where is it?", "✔️ Olga answered:\nSoon.", "When?"]


async def test_the_room_reads_its_own_language(world: World, ann: Guest, olga: Guest) -> None:
    group = await staff_room(world, olga)
    room = seat(group, olga)
    room.tap("Русский")
    await world.settled()
    await asks(ann, "Where is it?")
    head = await appears(room, "Вопрос №1", "ждёт ответа")
    room.send("Завтра.", reply_to=head.message_id)
    await world.settled()
    await ann.hears("Answer to your question #1")


async def test_a_closed_or_deleted_topic_holds_up_nothing(
    world: World, ann: Guest, olga: Guest
) -> None:
    group = await staff_room(world, olga)
    room = seat(group, olga)
    topic = next(each for each in group.topics.by_id.values() if each.name == "Support")
    await asks(ann, "First")
    await appears(room, "First")
    room.delete_topic(topic.id)
    await replies(ann, ann.find("We've got it"), "Second")
    second = await appears(room, "Second")
    room.send("Both seen.", reply_to=second.message_id)
    await world.settled()
    await copied(ann, "Both seen.")


async def test_a_group_that_became_a_supergroup_is_followed(
    world: World, ann: Guest, olga: Guest
) -> None:
    group = world.telegram.add_group("Staff", [olga.person], basic=True)
    group.add_bot()
    seat(group, olga).send("/room")
    await world.settled()
    await asks(ann, "Before")
    await appears(seat(group, olga), "Before")
    above = group.upgrade()
    await world.settled()
    await replies(ann, ann.find("We've got it"), "After")
    after = await appears(seat(above, olga), "After")
    seat(above, olga).send("Seen.", reply_to=after.message_id)
    await world.settled()
    await copied(ann, "Seen.")

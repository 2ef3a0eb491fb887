"""A customer asks, operators answer: in private chats. Neither side sees more of the other than it should."""

import re

import pytest

from bot.app import Bot
from bot.domain.staff import Right
from bot.domain.ticket import MOST_WAITING, REOPENS_WITHIN
from tests.chat.asking import ZINA, asks, copied, replies, second_operator
from tests.chat.conftest import ANN, World
from tests.chat.ordering import LIKES, LINK, open_form, placed
from tests.chat.talk import Guest
from tests.sandbox.telegram.test_files import png


async def test_a_question_about_an_order_and_its_answer(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.taps("Ask about it", message=card)
    assert "About order #1" in ann.text
    assert "Order #1" in card.text
    await ann.says("Where is it?")
    assert "We've got it: question #1" in ann.text
    head = await olga.hears("Question #1", "waits for an answer", "From Ann", str(ANN), "order #1")
    question = await copied(olga, "Where is it?")
    assert question.reply_to is head
    assert question.forward_origin is None
    answer = await replies(olga, question, "It comes tomorrow.")
    heading = await ann.hears("Answer to your question #1")
    given = await copied(ann, "It comes tomorrow.")
    assert given.reply_to is heading
    assert given.forward_origin is None
    await olga.until(lambda: answer.reaction is not None)
    await olga.until(lambda: "answered" in head.text)


async def test_a_question_from_the_menu_about_something_else(ann: Guest, olga: Guest) -> None:
    await ann.says("/start")
    await ann.taps("Support")
    assert "What is your question about?" in ann.text
    await ann.taps("Something else")
    await ann.taps("Back")
    await ann.taps("Something else")
    await ann.says("Do you take cards?")
    head = await olga.hears("Question #1", "From Ann")
    assert "order" not in head.text.lower()
    await ann.taps("See the question")
    assert "You" in ann.text
    assert "Do you take cards?" in ann.text
    assert "waits for an answer" in ann.text


async def test_a_reply_goes_into_the_question_even_while_a_form_is_open(
    ann: Guest, olga: Guest
) -> None:
    await asks(ann, "Hello?")
    await replies(olga, await copied(olga, "Hello?"), "Hello!")
    given = await copied(ann, "Hello!")
    await open_form(ann)
    asking = ann.last
    await replies(ann, given, "And this?")
    assert "Added to your question #1" in ann.text
    assert await copied(olga, "And this?")
    assert "⚠️" not in asking.text
    await ann.says(LINK)
    assert ann.sees("How many")
    await replies(ann, ann.find("Added to your question"), "One more")
    assert await copied(olga, "One more")


async def test_a_reply_to_anything_else_is_an_answer_to_the_form(ann: Guest) -> None:
    await open_form(ann)
    await replies(ann, ann.last, LINK)
    assert "How many" in ann.text


async def test_pictures_files_and_voice_messages_go_both_ways(
    world: World, ann: Guest, olga: Guest
) -> None:
    await ann.says("/support")
    await ann.taps("Something else")
    photo = ann.person.send_photo(png(4, 4), caption="This one")
    await world.settled()
    head = await olga.hears("Question #1")
    await copied(olga, "This one")
    assert olga.find("This one").media == photo.media
    taken = ann.find("We've got it")
    file = ann.person.send_file("receipt.pdf", b"%PDF", reply_to=taken.message_id)
    voice = ann.person.send_media("voice", b"ogg", reply_to=taken.message_id)
    await world.settled()
    await olga.until(lambda: [m.media for m in olga.from_bot[-2:]] == [file.media, voice.media])
    assert file.media is not None
    assert file.media.file_name == "receipt.pdf"
    assert all(message.reply_to is head for message in olga.from_bot[-3:])
    sent = [
        olga.person.send_photo(png(5, 5), reply_to=head.message_id),
        olga.person.send_media("voice", b"ogg2", reply_to=head.message_id),
        olga.person.send_file("guide.txt", b"Read me", reply_to=head.message_id),
    ]
    await world.settled()
    await ann.until(lambda: [m.media for m in ann.from_bot[-3:]] == [m.media for m in sent])
    assert ann.count("Answer to your question #1") == 1


async def test_an_album_is_one_question(world: World, ann: Guest, olga: Guest) -> None:
    await ann.says("/support")
    await ann.taps("Something else")
    for number in range(3):
        photo = ann.person.send_photo(png(4, 4 + number))
        update = list(world.telegram.updates.pending.values())[-1]
        update["message"]["media_group_id"] = "77"
        assert photo.media
    await world.settled()
    await olga.until(lambda: sum(message.photo is not None for message in olga.from_bot) == 3)
    assert ann.count("We've got it") == 1
    assert olga.count("Question #1") == 1
    assert ann.text.startswith("We've got it")


async def test_two_operators_see_who_answers_and_the_customer_does_not(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    zina = await second_operator(world, shop)
    await asks(ann, "Anybody there?")
    heads = [await each.hears("Question #1") for each in (olga, zina)]
    await zina.taps("I'll take it", message=heads[1])
    await olga.until(lambda: "Zinaida takes care of it" in heads[0].text)
    await zina.until(lambda: "Zinaida takes care of it" in heads[1].text)
    await replies(zina, heads[1], "I am here.")
    await copied(ann, "I am here.")
    line = await olga.hears("Zinaida answered", "I am here.")
    assert not zina.sees("Zinaida answered")
    await replies(olga, line, "So am I.")
    await copied(ann, "So am I.")
    await zina.hears("Olga answered", "So am I.")
    await zina.taps("Close it", message=heads[1])
    await ann.hears("question #1 is closed")
    await olga.until(lambda: "closed" in heads[0].text)
    await ann.says("/support")
    await ann.taps("Question #1")
    nobody_is_named(world)


def nobody_is_named(world: World) -> None:
    """In nothing that Ann's client ever got."""
    calls = [call for call in world.telegram.calls if call.params.get("chat_id") == ANN]
    got = repr([(call.params, call.answer) for call in calls])
    chat = world.telegram.people[ANN].chat
    shown = repr([message.for_page() for message in chat if message.from_bot])
    for secret in ("Zinaida", "zina_secret", "Olga"):
        assert secret not in shown
        assert secret not in got
    assert str(ZINA) not in shown
    assert all(message.forward_origin is None for message in chat)


async def test_each_side_reads_its_own_language(world: World, olga: Guest) -> None:
    boris = world.guest(2002, "Борис", "ru")
    await boris.follows(await world.invitation(olga))
    await boris.says("/support")
    await boris.taps("О другом")
    await boris.says("Где заказ?")
    assert "вопрос" in boris.text.lower()
    head = await olga.hears("Question #1", "From Борис", "Русский")
    await replies(olga, head, "Tomorrow.")
    await boris.hears("Ответ на ваш вопрос №1")
    await copied(boris, "Tomorrow.")


async def test_the_customer_closes_it_and_a_reply_opens_it_again(ann: Guest, olga: Guest) -> None:
    await asks(ann, "Hello?")
    head = await olga.hears("Question #1")
    await ann.taps("See the question", "It's settled")
    assert "closed" in ann.text
    assert "You closed it" in ann.text
    assert not ann.has_button("It's settled")
    await olga.until(lambda: "closed" in head.text)
    await replies(ann, ann.find("We've got it"), "No, it isn't")
    await copied(olga, "No, it isn't")
    await olga.until(lambda: "waits for an answer" in head.text)
    assert not ann.sees("question #1 is closed")


async def test_an_operator_closes_it_and_a_reply_opens_it_again_or_begins_another(
    world: World, ann: Guest, olga: Guest
) -> None:
    await asks(ann, "Hello?")
    head = await olga.hears("Question #1")
    await olga.taps("Close it", message=head)
    closed = await ann.hears("question #1 is closed")
    await olga.taps("Open it again", message=head)
    await olga.taps("Close it", message=head)
    await ann.until(lambda: ann.count("question #1 is closed") == 2)
    await replies(ann, closed, "But wait")
    await copied(olga, "But wait")
    await olga.taps("Close it", message=head)
    await ann.until(lambda: ann.count("question #1 is closed") == 3)
    world.clock.ahead += REOPENS_WITHIN * 1.1
    await replies(ann, closed, "Much later")
    assert "question #2" in ann.text
    await olga.hears("Question #2")


async def test_write_more_from_the_questions_own_screen(ann: Guest, olga: Guest) -> None:
    await asks(ann, "Hello?")
    await ann.says("/support")
    assert "Your questions:" in ann.text
    await ann.taps("Question #1", "Write more")
    await ann.taps("Back", "Write more")
    await ann.says("It is about yesterday")
    assert "Added to your question #1" in ann.text
    await copied(olga, "It is about yesterday")
    await asks(ann, "And today")
    assert "Added to your question #1" in ann.text


async def test_from_the_question_to_its_order_and_back(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann)
    await ann.says("/support")
    await ann.taps("#1 ·")
    await ann.says("Where is it?")
    await ann.taps("See the question", "See the order")
    assert "Order #1" in ann.text
    await ann.taps("Ask about it")
    assert "It goes on in your question #1" in ann.text
    head = await olga.hears("Question #1")
    await olga.taps("Order #1", message=head)
    assert "By Ann" in olga.text
    await olga.taps("👤 Ann", message=head)
    assert "Ann" in olga.text
    assert head.text.startswith("Question #1")


async def test_the_operators_list_and_an_answer_from_there(
    world: World, ann: Guest, max_: Guest, olga: Guest
) -> None:
    await asks(ann, "First")
    await asks(max_, "Second")
    await copied(olga, "First")
    await copied(olga, "Second")
    world.clock.ahead += REOPENS_WITHIN / 14
    await olga.says("/tickets")
    assert [b for b in olga.buttons if b.startswith("#")] == ["#1 · Ann", "#2 · Max"]
    assert "waits for 24 hours" in olga.text
    await olga.taps("#1 · Ann")
    assert "First" in olga.text
    await olga.taps("Answer", "Back", "Answer")
    await olga.says("From the list")
    await copied(ann, "From the list")
    assert "Olga" in olga.find("First", "From the list").text
    await olga.taps("All questions")
    assert [b for b in olga.buttons if b.startswith("#")] == ["#2 · Max"]
    await olga.taps("Answered: 1", "#1 · Ann", "Close it")
    assert "Closed by Olga" in olga.text
    await ann.hears("question #1 is closed")
    await olga.taps("All questions", "Closed: 1", "#1 · Ann", "Open it again")
    assert "Opened again by Olga" in olga.text
    await olga.taps("All questions", "#2 · Max", "I'll take it")
    assert "Olga takes care of it" in olga.text
    await olga.taps("All questions", "Your shop", "Support")
    assert "#2" in olga.text


async def test_an_operator_may_answer_with_a_picture_from_the_list(
    world: World, ann: Guest, olga: Guest
) -> None:
    await asks(ann, "Show me")
    await copied(olga, "Show me")
    await olga.says("/tickets")
    await olga.taps("#1 · Ann", "Answer")
    photo = olga.person.send_photo(png(6, 6))
    await world.settled()
    await ann.until(lambda: ann.last.media == photo.media)
    assert "🖼 a picture" in olga.find("Show me", "a picture").text


async def test_a_long_list_has_pages(world: World, shop: Bot, olga: Guest) -> None:
    guests = [await world.invited(olga, 3000 + number, f"Guest {number}") for number in range(8)]
    for guest in guests:
        await asks(guest, "Hello")
    await olga.until(lambda: sum(m.text == "Hello" for m in olga.from_bot) == len(guests))
    await olga.says("/tickets")
    assert "#1 · Guest 0" in olga.buttons
    await olga.taps("›")
    assert [b for b in olga.buttons if b.startswith("#")] == ["#7 · Guest 6", "#8 · Guest 7"]


async def test_what_was_deleted_before_it_was_carried_is_said_so(
    world: World, ann: Guest, olga: Guest
) -> None:
    await ann.says("/support")
    await ann.taps("Something else")
    world.telegram.fault("copyMessage", "429", chat_id=olga.id, retry_after=1)
    await ann.says("Oops, wrong text")
    await olga.hears("Question #1")
    wrong = next(m for m in ann.person.chat if m.text == "Oops, wrong text")
    del ann.person.messages[wrong.message_id]
    await replies(ann, ann.find("We've got it"), "The right text")
    world.later(seconds=5)
    await copied(olga, "The right text")
    assert olga.find("can't be shown in full").text.endswith("Oops, wrong text")


async def test_what_cannot_be_passed_on_is_asked_for_differently(
    world: World, ann: Guest, olga: Guest
) -> None:
    await ann.says("/support")
    await ann.taps("Something else")
    ann.person.send("Secret")
    list(world.telegram.updates.pending.values())[-1]["message"]["has_protected_content"] = True
    await world.settled()
    assert "can't be passed on" in ann.text
    await ann.says("In words")
    await copied(olga, "In words")


async def test_nobody_floods_the_operators(world: World, ann: Guest, olga: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    for number in range(MOST_WAITING + 1):
        await placed(ann, link=f"{LINK}{number}")
        await ann.says("/support")
        await ann.taps(f"#{number + 1} ·")
        await ann.says(f"About {number}")
    assert f"{MOST_WAITING} questions of yours wait" in ann.text
    assert not olga.sees(f"Question #{MOST_WAITING + 1}")
    head = await olga.hears("Question #1")
    await replies(olga, head, "Done")
    await copied(ann, "Done")
    await ann.says("Still: about the last")
    await copied(olga, "Still: about the last")


async def test_an_answer_to_who_blocked_the_bot_waits_for_them(
    world: World, ann: Guest, olga: Guest
) -> None:
    await asks(ann, "Hello?")
    head = await olga.hears("Question #1")
    ann.person.block()
    await world.settled()
    await replies(olga, head, "Hello!")
    assert "Ann has blocked the bot" in olga.text
    ann.person.unblock()
    await ann.says("/start")
    await copied(ann, "Hello!")


async def test_a_customer_who_is_kept_out_cannot_ask_and_gets_no_answer(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    await asks(ann, "Hello?")
    head = await olga.hears("Question #1")
    await copied(olga, "Hello?")
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.users.set_blocked(ANN, blocked=True)
    before = len(olga.from_bot)
    await ann.says("/support")
    await replies(ann, ann.find("We've got it"), "Hello??")
    assert not ann.has_button("Something else")
    await replies(olga, head, "Hello!")
    assert "blocked" in olga.text
    assert len(olga.from_bot) == before + 1


async def test_an_operator_who_was_dismissed_answers_nobody(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    zina = await second_operator(world, shop)
    await asks(ann, "Hello?")
    head = await zina.hears("Question #1")
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.dismiss(ZINA)
        await tx.users.set_member(ZINA)
    await replies(zina, head, "I am still here")
    assert "Only operators" in zina.text
    await zina.taps("Close it", message=head)
    assert "Only operators" in zina.notice
    assert not ann.sees("Answer to your question")
    await replies(ann, ann.find("We've got it"), "Anybody?")
    await copied(olga, "Anybody?")
    assert not zina.sees("Anybody?")


async def test_an_operator_without_the_right_is_not_asked(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    zina = await second_operator(world, shop)
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.appoint(ZINA, {Right.MONEY}, world.clock())
    await asks(ann, "Hello?")
    await olga.hears("Question #1")
    await zina.says("/tickets")
    assert "haven't got the right" in zina.text
    assert not zina.sees("Question #1")


async def test_an_operator_asks_and_only_another_can_answer(
    world: World, shop: Bot, olga: Guest
) -> None:
    zina = await second_operator(world, shop)
    await asks(zina, "How does this work?")
    head = await olga.hears("Question #1", "From Zinaida")
    assert not zina.sees("From Zinaida")
    await replies(olga, head, "Like this.")
    await zina.hears("Answer to your question #1")
    await zina.says("/tickets")
    await zina.taps("Answered: 1", "#1", "Answer")
    await zina.says("To myself")
    assert "your own question" in zina.text


async def test_a_stranger_is_not_heard(world: World, olga: Guest) -> None:
    stranger = world.guest(4004, "Sam")
    await stranger.says("/support", "Help!")
    assert all("invit" in message.text for message in stranger.from_bot)
    assert not olga.sees("Question")


@pytest.mark.parametrize("what", ["/support", "/tickets"])
async def test_commands_are_listed(ann: Guest, olga: Guest, what: str) -> None:
    names = {name for name, _ in olga.person.commands}
    assert what.removeprefix("/") in names
    assert ("tickets" in {name for name, _ in ann.person.commands}) is False


async def test_every_screen_names_its_question(ann: Guest, olga: Guest) -> None:
    await asks(ann, "One")
    await ann.taps("See the question")
    assert re.search(r"Question #1\b", ann.text)
    await ann.taps("Support")
    assert "#1" in ann.text

"""The bot dies, Telegram breaks or delivers twice: what was said arrives, in order, and once where that can be known."""

import asyncio

import pytest

from bot.app import Bot
from tests.chat.asking import asks, copied, replies
from tests.chat.conftest import ANN, OLGA, World
from tests.chat.ordering import LINK, open_form
from tests.chat.talk import Guest


async def stand(world: World) -> tuple[Guest, Guest]:
    olga = await world.operator()
    return olga, await world.invited(olga)


def words(guest: Guest, *wanted: str) -> list[str]:
    """Those of these that stand in the bot's messages, as they came."""
    return [message.text for message in guest.from_bot if message.text in wanted]


async def written_down(bot: Bot, guest: Guest, text: str) -> None:
    """That this message was carried is in the books, not only in the chat."""
    message = await copied(guest, text)
    spot = None
    while spot is None:
        async with bot.shop.desk.storage.reading() as tx:
            spot = await tx.tickets.spot(guest.id, message.message_id)


async def looked_after(world: World, guest: Guest, *wanted: str) -> None:
    """Time goes by until all of these stand in their chat."""
    async with asyncio.timeout(20):
        while not all(any(m.text == text for m in guest.from_bot) for text in wanted):
            world.later(seconds=20)
            await world.pause()
    await world.settled()


async def test_replies_find_their_question_after_a_restart(world: World) -> None:
    async with world.bot():
        olga, ann = await stand(world)
        await asks(ann, "Where is it?")
        await copied(olga, "Where is it?")
    async with world.bot():
        await replies(olga, await copied(olga, "Where is it?"), "Soon.")
        await copied(ann, "Soon.")
    async with world.bot():
        await replies(ann, ann.find("Soon."), "When?")
        await copied(olga, "When?")
        await replies(ann, ann.find("We've got it"), "Really?")
        await copied(olga, "Really?")


async def test_a_question_that_was_being_written_is_still_expected_after_a_restart(
    world: World,
) -> None:
    async with world.bot():
        olga, ann = await stand(world)
        await ann.says("/support")
        await ann.taps("Something else")
    async with world.bot():
        await ann.says("Where is it?")
        assert "We've got it" in ann.text
        await copied(olga, "Where is it?")


async def test_a_message_that_telegram_delivers_twice_is_carried_once(world: World) -> None:
    async with world.dying_bot() as bot:
        olga, ann = await stand(world)
        await ann.says("/support")
        await ann.taps("Something else")
        world.telegram.fault("getUpdates", "drop", times=1000)
        ann.person.send("Where is it?")
        await written_down(bot, olga, "Where is it?")
    world.telegram.faults.clear()
    assert world.telegram.updates.pending
    async with world.bot():
        await world.settled()
        assert "question #1" in ann.text
        await ann.says("/support")
        await ann.taps("Question #1")
        assert ann.text.count("Where is it?") == 1
        await replies(olga, await copied(olga, "Where is it?"), "Soon.")
        await copied(ann, "Soon.")
    assert words(olga, "Where is it?") == ["Where is it?"]
    assert not olga.sees("Question #2")


async def test_a_question_delivered_twice_is_no_answer_to_a_form(world: World) -> None:
    async with world.dying_bot() as bot:
        olga, ann = await stand(world)
        await open_form(ann)
        asking = ann.last
        await ann.says("/support")
        await ann.taps("Something else")
        world.telegram.fault("getUpdates", "drop", times=1000)
        ann.person.send(LINK)
        await written_down(bot, olga, LINK)
    world.telegram.faults.clear()
    async with world.bot():
        await world.settled()
        await ann.says("/start")
        await ann.taps("Continue your order")
        assert asking.text == ann.text


async def test_an_answer_that_telegram_delivers_twice_is_carried_once(world: World) -> None:
    async with world.dying_bot() as bot:
        olga, ann = await stand(world)
        await asks(ann, "Where is it?")
        question = await copied(olga, "Where is it?")
        world.telegram.fault("getUpdates", "drop", times=1000)
        olga.person.send("Soon.", reply_to=question.message_id)
        await written_down(bot, ann, "Soon.")
    world.telegram.faults.clear()
    assert world.telegram.updates.pending
    async with world.bot():
        await world.settled()
        await replies(ann, ann.find("Soon."), "Thanks")
        await copied(olga, "Thanks")
    assert words(ann, "Soon.") == ["Soon."]


async def test_dead_while_carrying_it_goes_on_where_it_was(world: World) -> None:
    """One message at most stands there twice: the one that was on its way."""
    async with world.dying_bot():
        olga, ann = await stand(world)
        await asks(ann, "One")
        await copied(olga, "One")
        world.telegram.fault("copyMessage", "latency", when="after", seconds=30, chat_id=OLGA)
        taken = ann.find("We've got it")
        await replies_without_waiting(world, ann, taken.message_id, "Two", "Three")
        await copied(olga, "Two")
    world.telegram.faults.clear()
    async with world.bot():
        await copied(olga, "Three")
    assert words(olga, "One", "Two", "Three") == ["One", "Two", "Two", "Three"]


async def replies_without_waiting(world: World, guest: Guest, message_id: int, *texts: str) -> None:
    """Something else hangs, so "handled" never comes; the bot's answers do."""
    for text in texts:
        before = len(guest.from_bot)
        guest.person.send(text, reply_to=message_id)
        await guest.until(lambda before=before: len(guest.from_bot) > before)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("kind", "when"), [("429", "before"), ("500", "before"), ("502", "after"), ("drop", "before")]
)
async def test_what_telegram_does_not_take_now_holds_up_what_follows(
    world: World, ann: Guest, olga: Guest, kind: str, when: str
) -> None:
    await asks(ann, "One")
    await copied(olga, "One")
    world.telegram.fault("copyMessage", kind, when=when, chat_id=OLGA, times=2, retry_after=1)
    taken = ann.find("We've got it")
    for text in ("Two", "Three", "Four"):
        await replies(ann, taken, text)
    await looked_after(world, olga, "Two", "Three", "Four")
    once = list(dict.fromkeys(words(olga, "One", "Two", "Three", "Four")))
    assert once == ["One", "Two", "Three", "Four"]
    doubles = len(words(olga, "Two")) - 1
    assert doubles == (2 if when == "after" else 0)


async def test_an_outage_on_both_sides_is_sat_out(world: World, ann: Guest, olga: Guest) -> None:
    await asks(ann, "One")
    question = await copied(olga, "One")
    for method in ("copyMessage", "sendMessage", "editMessageText"):
        world.telegram.fault(method, "drop", times=6, chat_id=ANN)
        world.telegram.fault(method, "drop", times=6, chat_id=OLGA)
    olga.person.send("Soon.", reply_to=question.message_id)
    await looked_after(world, ann, "Soon.")
    assert words(ann, "Soon.") == ["Soon."]
    assert ann.count("Answer to your question #1") == 1


async def test_an_answer_that_cannot_be_copied_is_said_to_be_missing(
    world: World, ann: Guest, olga: Guest
) -> None:
    await asks(ann, "One")
    question = await copied(olga, "One")
    world.telegram.fault("copyMessage", "429", chat_id=ANN, retry_after=1)
    gone = await replies(olga, question, "Wrong chat, sorry")
    await ann.hears("Answer to your question #1")
    del olga.person.messages[gone.message_id]
    await replies(olga, question, "The right answer")
    await looked_after(world, ann, "The right answer")
    assert not ann.sees("Wrong chat")
    assert ann.sees("An answer came here that can't be shown")

"""A broadcast on its way: its progress, pause, resume and stop, crashes, and everybody else meanwhile."""

from bot.app import Bot
from bot.sandbox.telegram.messages import SimMessage
from bot.usecases.broadcasting import BATCH
from tests.chat.casting import Gate, compose, customers, gate, report, to_start
from tests.chat.conftest import World
from tests.chat.talk import Guest

__all__ = ["gate"]

NEWS = "We have news!"


def got(guests: list[Guest]) -> int:
    return sum(guest.count(NEWS) for guest in guests)


async def begin(olga: Guest) -> SimMessage:
    """Sent off; returns before it is done."""
    progress = await to_start(olga, NEWS)
    olga.person.tap("Yes, send it")
    return progress


async def taps(olga: Guest, label: str, message: SimMessage) -> None:
    """While copies wait at the gate, it doesn't end with a call that is done."""
    await olga.until(lambda: olga.has_button(label, message))
    olga.person.tap(label, message_id=message.message_id)


async def test_paused_resumed_and_done(world: World, olga: Guest, gate: Gate) -> None:
    guests = await customers(world, BATCH * 3)
    progress = await begin(olga)
    await gate.holds(BATCH)
    await taps(olga, "Pause", progress)
    await olga.until(lambda: "paused" in progress.text)
    gate.open.set()
    await olga.until(lambda: f"Sent: {BATCH}" in progress.text)
    await world.settled()
    assert got(guests) == BATCH
    assert f"Left: {BATCH * 2}" in progress.text
    await olga.taps("Resume", message=progress)
    await olga.until(lambda: "done" in progress.text)
    await report(olga, f"Sent: {BATCH * 3}")
    assert got(guests) == BATCH * 3
    assert all(guest.count(NEWS) == 1 for guest in guests)


async def test_stopped_in_the_middle(world: World, olga: Guest, gate: Gate) -> None:
    guests = await customers(world, BATCH * 2)
    progress = await begin(olga)
    await gate.holds(BATCH)
    await taps(olga, "Stop", progress)
    question = await olga.hears("Stop it for good?")
    await taps(olga, "Yes, stop it", question)
    await olga.until(lambda: "stopped" in progress.text)
    gate.open.set()
    told = await report(olga, "whoever is left doesn't get it", f"Sent: {BATCH}\n")
    assert f"Left: {BATCH}" in told.text
    await world.settled()
    assert got(guests) == BATCH
    await olga.taps("See it", message=told)
    assert f"Left: {BATCH}" in olga.text
    assert not olga.has_button("Resume")


async def test_she_can_think_again_about_stopping(world: World, olga: Guest, gate: Gate) -> None:
    await customers(world, BATCH)
    progress = await begin(olga)
    await gate.holds(BATCH)
    await taps(olga, "Stop", progress)
    question = await olga.hears("Stop it for good?")
    await taps(olga, "Back", question)
    await olga.until(lambda: "being sent" in question.text)
    gate.open.set()
    await olga.until(lambda: "done" in progress.text)
    await olga.taps("🔄", message=question)
    assert "done" in question.text


async def test_another_operator_pauses_it_and_its_starter_sees_it(
    world: World, olga: Guest, gate: Gate
) -> None:
    await customers(world, BATCH + 1)
    other = world.guest(7, "Oscar")
    await other.says("/start")
    assert world.shop is not None
    async with world.shop.shop.desk.storage.transaction() as tx:
        operator = await tx.staff.get(olga.id)
        assert operator is not None
        await tx.staff.appoint(other.id, operator.rights, world.clock())
    await other.says("/broadcast")
    listed = other.last
    progress = await begin(olga)
    await gate.holds(BATCH)
    other.person.send("/broadcast")
    await other.until(lambda: other.last is not listed)
    await taps(other, "#1", other.last)
    await other.until(lambda: other.has_button("Pause"))
    await taps(other, "Pause", other.last)
    await olga.until(lambda: "paused" in progress.text)
    gate.open.set()
    await olga.until(lambda: f"Sent: {BATCH}" in progress.text)
    await other.taps("Resume")
    await olga.until(lambda: "done" in progress.text)


async def test_several_wait_in_line(world: World, olga: Guest, gate: Gate) -> None:
    guests = await customers(world, 3)
    first = await begin(olga)
    await gate.holds(3)
    olga.person.send("/broadcast")
    await olga.until(lambda: olga.has_button("New broadcast"))
    olga.person.tap("New broadcast")
    await olga.hears("Send me the message")
    olga.person.send("More news")
    await olga.until(lambda: olga.has_button("Send it…"))
    olga.person.tap("Send it…")
    second = await olga.hears("Send it to 3 people?")
    await taps(olga, "Yes, send it", second)
    await olga.until(lambda: "when broadcast #1 is done or paused" in second.text)
    assert gate.waiting == 3
    gate.open.set()
    await olga.until(lambda: "done" in first.text and "done" in second.text)
    assert got(guests) == 3
    assert sum(guest.count("More news") for guest in guests) == 3


async def test_killed_in_the_middle_it_goes_on_in_the_same_message_and_nobody_gets_it_twice(
    world: World, gate: Gate
) -> None:
    async with world.dying_bot():
        olga = await world.operator()
        guests = await customers(world, BATCH * 3)
        gate.open.set()
        progress = await begin(olga)
        await gate.holds(BATCH + 1)
    reached = {guest.id for guest in guests if guest.count(NEWS)}
    async with world.bot():
        await olga.until(lambda: "done" in progress.text)
        await report(olga)
        await world.settled()
    assert all(guest.count(NEWS) <= 1 for guest in guests)
    assert reached <= {guest.id for guest in guests if guest.count(NEWS)}
    assert got(guests) >= BATCH * 2
    assert olga.count("Broadcast #1", "It took") == 2, (
        "the message that followed it, and the report"
    )


async def test_killed_while_they_are_being_sent_it_they_are_unknown(
    world: World, gate: Gate
) -> None:
    async with world.dying_bot():
        olga = await world.operator()
        guests = await customers(world, BATCH * 2)
        progress = await begin(olga)
        await gate.holds(BATCH)
    gate.open.set()
    async with world.bot():
        await olga.until(lambda: "done" in progress.text)
        told = await report(olga, f"may have arrived: {BATCH}")
    assert f"Sent: {BATCH}" in told.text
    assert got(guests) == BATCH


async def test_paused_it_stays_so_over_a_restart(world: World, gate: Gate) -> None:
    async with world.bot():
        olga = await world.operator()
        guests = await customers(world, BATCH * 2)
        progress = await begin(olga)
        await gate.holds(BATCH)
        await taps(olga, "Pause", progress)
        await olga.until(lambda: "paused" in progress.text)
        gate.open.set()
        await olga.until(lambda: f"Sent: {BATCH}" in progress.text)
    async with world.bot():
        await world.settled()
        assert got(guests) == BATCH
        await olga.taps("Resume", message=progress)
        await olga.until(lambda: "done" in progress.text)
    assert got(guests) == BATCH * 2


async def test_a_deleted_progress_message_comes_anew(world: World, olga: Guest, gate: Gate) -> None:
    await customers(world, BATCH + 1)
    progress = await begin(olga)
    await gate.holds(BATCH)
    await olga.until(lambda: "being sent" in progress.text)
    progress.chat.forget(progress)
    gate.open.set()
    await olga.until(lambda: olga.sees("Broadcast #1", "done", "The message" and "Sent: 11"))
    await report(olga)
    assert olga.count("Broadcast #1", "done") == 2, "a fresh one, and the report"


async def test_a_message_deleted_meanwhile_stops_it_and_it_says_why(
    world: World, olga: Guest, gate: Gate
) -> None:
    guests = await customers(world, BATCH * 2)
    progress = await begin(olga)
    await gate.holds(BATCH)
    preview = next(m for m in olga.from_bot if m.text == NEWS)
    preview.chat.forget(preview)
    gate.open.set()
    await report(olga, "its message was deleted")
    await olga.until(lambda: "stopped" in progress.text)
    assert f"Left: {BATCH * 2}" in progress.text, "it was gone before any of them was served"
    assert got(guests) == 0
    await olga.taps("The message", message=progress)
    assert "isn't in the chat any more" in olga.notice


async def test_who_blocked_the_bot_is_told_apart_and_marked(
    world: World, olga: Guest, ann: Guest, max_: Guest
) -> None:
    await compose(olga, NEWS)
    await olga.taps("Send it…")
    max_.person.blocked = True  # so lately that the bot hasn't heard of it
    progress = olga.last
    await olga.taps("Yes, send it")
    await olga.until(lambda: "done" in progress.text)
    assert "Sent: 1" in progress.text
    assert "Can't be reached: 1" in progress.text
    await compose(olga, NEWS)
    assert "It goes to 1 person." in olga.text


async def test_flood_control_is_waited_out(world: World, olga: Guest, ann: Guest) -> None:
    question = await to_start(olga, NEWS)
    world.telegram.fault("copyMessage", "429", retry_after=1, chat_id=ann.id)
    await olga.taps("Yes, send it")
    await olga.until(lambda: "being sent" in question.text)
    world.later(seconds=2)
    await olga.until(lambda: "done" in question.text)
    assert got([ann]) == 1


async def test_a_tap_is_answered_while_it_is_being_sent(
    world: World, olga: Guest, ann: Guest
) -> None:
    """By the order of calls at Telegram: her answers stand between the copies, not after them."""
    guests = await customers(world, BATCH * 20)
    progress = await begin(olga)
    await guests[0].hears(NEWS)
    await ann.says("/start")
    await ann.taps("My orders")
    answered = [call.n for call in world.telegram.calls if call.params.get("chat_id") == ann.id][-1]
    await olga.until(lambda: "done" in progress.text)
    copies = [call.n for call in world.telegram.calls if call.method == "copyMessage"]
    assert len(copies) > BATCH * 20
    assert answered < copies[-1]


_ENDS = ("arrived", "blocked", "flooded", "dropped before", "dropped after", "server error")


async def test_a_thousand_people_and_all_kinds_of_trouble(world: World, storage_url: str) -> None:
    """The figures that she is told are those of what really arrived."""
    world.settings = world.settings.model_copy(update={"database_url": storage_url})
    async with world.bot():
        olga = await world.operator()
        guests = await customers(world, 1000)
        ends = {guest.id: _end(number) for number, guest in enumerate(guests)}
        for guest in guests:
            _trouble(world, guest, ends[guest.id])
        await begin(olga)
        told = (await report(olga)).text
    count = {end: sum(each == end for each in ends.values()) for end in _ENDS}
    arrived = count["arrived"] + count["flooded"]
    unknown = count["dropped before"] + count["dropped after"] + count["server error"]
    assert f"Sent: {arrived}\n" in told
    assert f"Can't be reached: {count['blocked']}\n" in told
    assert f"Unknown, may have arrived: {unknown}\n" in told
    assert all(guest.count(NEWS) <= 1 for guest in guests)
    assert got(guests) == arrived + count["dropped after"] + count["server error"]


def _end(number: int) -> str:
    """Few are refused for going too fast: from the third on everybody waits, as at the real Telegram."""
    if number in {13, 500}:
        return "flooded"
    trouble = {1: "blocked", 3: "dropped before", 5: "dropped after", 7: "server error"}
    return trouble.get(number % 40, "arrived")


def _trouble(world: World, guest: Guest, end: str) -> None:
    match end:
        case "blocked":
            guest.person.blocked = True
        case "flooded":
            world.telegram.fault("copyMessage", "429", retry_after=1, chat_id=guest.id)
        case "dropped before":
            world.telegram.fault("copyMessage", "drop", chat_id=guest.id)
        case "dropped after":
            world.telegram.fault("copyMessage", "drop", when="after", chat_id=guest.id)
        case "server error":
            world.telegram.fault("copyMessage", "502", when="after", chat_id=guest.id)


async def test_the_bot_stops_in_order_in_the_middle(world: World, gate: Gate) -> None:
    """Who is being sent it gets it, and it goes on at the next start: nobody is unknown."""
    async with world.bot() as bot:
        olga = await world.operator()
        guests = await customers(world, BATCH * 3)
        gate.open.set()
        progress = await begin(olga)
        await gate.holds(1)
        assert isinstance(bot, Bot)
    assert got(guests) % BATCH == 0
    async with world.bot():
        await olga.until(lambda: "done" in progress.text)
    assert got(guests) == BATCH * 3
    assert "Unknown" not in progress.text

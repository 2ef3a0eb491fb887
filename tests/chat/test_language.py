"""Everybody is spoken to in their language: Telegram's, until they choose another."""

from tests.chat.conftest import MAX, World
from tests.chat.ordering import LIKES, placed
from tests.chat.talk import Guest


async def russian(world: World, olga: Guest, language: str = "ru") -> Guest:
    ivan = world.guest(MAX, "Иван", language)
    await ivan.follows(await world.invitation(olga))
    return ivan


def in_russian(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum("а" <= letter.lower() <= "я" for letter in letters) > len(letters) / 2


async def test_telegrams_language_is_spoken(world: World, olga: Guest) -> None:
    ivan = await russian(world, olga, "ru-RU")
    assert in_russian(ivan.text)
    await ivan.says("/help")
    assert in_russian(ivan.text)
    stranger = world.guest(5, "Пётр", "ru")
    await stranger.says("/start")
    assert in_russian(stranger.text)


async def test_a_language_the_bot_does_not_speak_is_english(world: World, olga: Guest) -> None:
    aiko = await russian(world, olga, "ja")
    assert "Hello" in aiko.text


async def test_a_chosen_language_stays(world: World, olga: Guest) -> None:
    ivan = await russian(world, olga)
    await ivan.says("/language")
    await ivan.taps("English")
    assert "Hello" in ivan.text
    await ivan.says("/help")
    assert "How it works" in ivan.text
    await ivan.taps("Menu", "English", "Русский")
    assert in_russian(ivan.text)


async def test_a_chosen_language_outlives_a_restart(world: World) -> None:
    async with world.bot():
        olga = await world.operator()
        await olga.says("/language")
        await olga.taps("Русский")
    async with world.bot():
        await olga.says("/start")
        assert in_russian(olga.text)


async def test_news_come_in_the_language_of_the_day(world: World, olga: Guest) -> None:
    ann = await world.invited(olga)
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.says("/language")
    await ann.taps("Русский")
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.until(lambda: in_russian(card.text.split("\n")[0]))
    await ann.until(lambda: in_russian(ann.text.split("\n")[0]))


async def test_a_forged_language_changes_nothing(ann: Guest) -> None:
    for data in ("sl:xx", "sl:", "sl:../../etc"):
        await ann.forges(data)
        assert "Hello" in ann.text


async def test_commands_are_listed_by_role_and_language(
    world: World, olga: Guest, ann: Guest
) -> None:
    assert [name for name, _ in ann.person.commands] == [
        "start", "new", "orders", "support", "language", "cancel", "help",
    ]  # fmt: skip
    assert {name for name, _ in olga.person.commands} > {name for name, _ in ann.person.commands}
    assert {"balance", "services", "unconfirmed", "invite"} <= {
        name for name, _ in olga.person.commands
    }
    ivan = await russian(world, olga)
    assert all(in_russian(text) for _, text in ivan.person.commands)
    await ivan.says("/language")
    await ivan.taps("English")
    assert not any(in_russian(text) for _, text in ivan.person.commands)


async def test_every_listed_command_is_answered(world: World, olga: Guest, ann: Guest) -> None:
    for guest in (ann, olga):
        for name, _ in guest.person.commands:
            before = len(guest.from_bot)
            await guest.says(f"/{name}")
            assert len(guest.from_bot) == before + 1
            assert "text files only" not in guest.text

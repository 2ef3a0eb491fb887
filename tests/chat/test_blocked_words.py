"""Blocked words: seen before they hide anything, effective at once, taken off with a tap."""

from tests.chat.conftest import World
from tests.chat.talk import Guest

BAD = 4022
"""The only service with "negative" in its name."""


async def test_a_word_is_added_and_taken_off_in_the_chat(
    world: World, ann: Guest, olga: Guest
) -> None:
    await olga.says("/services")
    await olga.taps("🚫 Blocked words")
    assert "There are none yet" in olga.text
    await olga.taps("Add a word")
    await olga.says(" Negative ")
    assert "“negative” hides 1 service of" in olga.text
    await ann.says(str(BAD))
    assert ann.has_button("1 ·"), "nothing is hidden before it was confirmed"
    await olga.taps("Block it")
    assert "“negative” is blocked: 1 service is hidden now" in olga.text
    await ann.says(str(BAD))
    assert "Nothing is called" in ann.text
    await world.read_catalogue()
    await ann.says(str(BAD))
    assert "Nothing is called" in ann.text
    await olga.says("/services")
    await olga.taps("Blocked words · 1", "✖ negative")
    assert "Take “negative” off the list? 1 service has it" in olga.text
    await olga.taps("Take it off")
    assert "1 service can be ordered again" in olga.text
    await ann.says(str(BAD))
    assert ann.has_button("1 ·")


async def test_a_wrong_word_is_told_why_and_asked_for_again(world: World, olga: Guest) -> None:
    await olga.says("/services")
    await olga.taps("🚫 Blocked words", "Add a word")
    await olga.says("one, two")
    assert "One word or phrase at a time" in olga.text
    await olga.says("x" * 61)
    assert "too long" in olga.text
    await olga.sends_file("words.txt", "casino")
    assert "Nothing is in there" in olga.text
    await olga.says("casino")
    assert "“casino” hides nothing now" in olga.text
    await olga.taps("Another word")
    await olga.says("casino")
    await olga.taps("Block it", "Add a word")
    await olga.says("CASINO")
    assert "“casino” is on the list already" in olga.text
    await olga.taps("‹ Blocked words")
    assert "casino" in olga.text


async def test_words_of_the_settings_are_shown_and_stay(world: World) -> None:
    world.settings = world.settings.model_copy(update={"blocked_words": ("Negative", "Spotify")})
    async with world.bot():
        await world.read_catalogue()
        olga = await world.operator()
        await olga.says("/services")
        await olga.taps("Blocked words · 2")
        assert "From the settings (BLOCKED_WORDS), always:" in olga.text
        assert "negative – 1" in olga.text
        assert not olga.has_button("✖")


async def test_the_question_is_over_when_something_else_is_tapped(
    world: World, olga: Guest
) -> None:
    await olga.says("/services")
    await olga.taps("🚫 Blocked words", "Add a word", "‹ Blocked words")
    await olga.says("negative")
    assert "Found for" in olga.text
    assert not olga.has_button("Block it")

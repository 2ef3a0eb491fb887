"""Owners read who did what, when, to what; and get from there to what it was done to."""

import pytest

from bot.app import Bot
from bot.callbacks import pack
from bot.callbacks.action import Action
from bot.callbacks.journal import Log, LogList, NarrowLog, SetLog
from bot.domain.staff import Right
from tests.chat.conftest import ANN, World
from tests.chat.ordering import LIKES, placed
from tests.chat.staff import appoint
from tests.chat.talk import Guest


@pytest.fixture
async def deeds(world: World, shop: Bot, olga: Guest, ann: Guest, max_: Guest) -> None:
    """Olga appointed Ann; Ann had order 1, which is Max's, canceled; Olga blocked Max."""
    world.panel.fate(LIKES, "stall")
    await placed(max_)
    await appoint(shop, ann, Right.ORDERS)
    await ann.says("/orders 1")
    await ann.taps("Cancel order", "Yes, cancel it")
    await olga.says("/users max")
    await olga.taps("Block", "Yes, block")


@pytest.mark.usefixtures("deeds")
async def test_everything_in_sentences_and_the_way_to_what_it_was_done_to(olga: Guest) -> None:
    await olga.says("/log")
    screen = olga.last
    for part in (
        "Olga\nMax: blocked",
        "Ann\nOrder #1: asked the panel to cancel it",
        "Olga\nAnn: made an operator. May: orders",
        "Olga\nMade an invitation",
    ):
        assert part in screen.text
    assert screen.text.index("blocked") < screen.text.index("made an operator")
    await olga.taps("2 · Order #1", message=screen)
    assert "By Max" in screen.text
    await olga.says("/log")
    await olga.taps("1 · Max")
    assert "🚫 blocked" in olga.text
    await olga.taps("In the log")
    assert "Max: blocked" in olga.text
    assert "Order #1" not in olga.text
    await olga.taps("The whole log")
    assert "Order #1" in olga.text


@pytest.mark.usefixtures("deeds")
async def test_by_whom_to_what_and_when(world: World, olga: Guest) -> None:
    await olga.says("/log")
    screen = olga.last
    await olga.taps("Who ▾", "Ann", message=screen)
    assert "Order #1" in screen.text
    assert "blocked" not in screen.text
    await olga.taps("Ann ▾", "Any", "What ▾", "People", message=screen)
    assert "Max: blocked" in screen.text
    assert "Order #1" not in screen.text
    await olga.taps("When ▾", "Yesterday", message=screen)
    assert "Nothing was done here" in screen.text
    world.later(days=1)
    await olga.taps("Yesterday ▾", "‹ Back", message=screen)
    assert "Max: blocked" in screen.text
    for when in ("Today", "7 days", "30 days"):
        await olga.taps("Yesterday ▾", when, message=screen)
        assert ("Max: blocked" in screen.text) == (when != "Today")
        await olga.taps(f"{when} ▾", "Yesterday", message=screen)


@pytest.mark.usefixtures("deeds")
async def test_words_after_the_command_and_as_an_answer(olga: Guest) -> None:
    for words, there, gone in (
        ("#1", "Order #1", "blocked"),
        ("ann", "Order #1", "blocked"),
        ("max", "Max: blocked", "Order #1"),
        ("people", "Max: blocked", "Order #1"),
        ("1.1.2020", "Nothing was done", "blocked"),
    ):
        await olga.says(f"/log {words}")
        assert there in olga.text, words
        assert gone not in olga.text, words
        await olga.says("/log")
        await olga.taps("Search")
        await olga.says(words)
        assert there in olga.text, words
    await olga.taps("Search")
    await olga.says("nobody")
    assert "Nobody here is called so" in olga.text
    await olga.says("orders")
    assert "Order #1" in olga.text
    await olga.taps("Search", "‹ The log")
    assert "Who did what" in olga.text


async def test_a_long_log_is_paged(world: World, olga: Guest) -> None:
    for _ in range(20):
        await world.invitation(olga)
    await olga.says("/log")
    screen = olga.last
    first = screen.text
    await olga.taps("›", "›", message=screen)
    assert screen.text.count("Made an invitation") == 4
    await olga.taps("‹", "‹", message=screen)
    assert screen.text == first


@pytest.mark.usefixtures("deeds")
async def test_an_operator_of_something_else_does_not_read_it(ann: Guest) -> None:
    await ann.says("/log")
    assert ann.sees("haven't got the right")
    await ann.forges(pack(Log("order", 1)))
    assert "haven't got the right" in ann.notice


@pytest.mark.usefixtures("deeds")
async def test_forged_buttons(olga: Guest) -> None:
    await olga.says("/log")
    own = int(olga.data_of("Who ▾").split(":")[1])
    for forged in (LogList(own + 9), NarrowLog(own + 9, "who"), SetLog(own + 9, "who", "")):
        await olga.forges(pack(forged))
        assert "too old" in olga.notice
    others: list[Action] = [Log("no such", 1), Log("order", -1), NarrowLog(own, "x")]
    others += [
        SetLog(own, what, word) for what, word in (("who", "x"), ("what", "x"), ("when", "99"))
    ]
    for other in others:
        await olga.forges(pack(other))
        assert "Who did what" in olga.text
    await olga.forges(pack(Log("user", ANN)))
    assert "Ann: made an operator" in olga.text


@pytest.mark.usefixtures("deeds")
async def test_in_russian(olga: Guest) -> None:
    await olga.says("/language")
    await olga.taps("Русский")
    await olga.says("/log")
    assert "Заказ №1: панель попросили отменить его" in olga.text
    assert "Max: блокировка" in olga.text
    await olga.says("/log заказы")
    assert "Заказ №1" in olga.text
    assert "Max" not in olga.text

"""Something fails at the door: whoever stood there hears of it, and nothing behind the door is tried without them."""

import re

import pytest
from sqlalchemy import update

from bot.app import Bot
from bot.transport import patience
from storage.tables.people import users
from tests.chat.conftest import ANN, MAX, World
from tests.chat.talk import Guest


async def test_a_bug_at_the_door_is_one_incident(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    async with shop.shop.desk.storage._engine.begin() as connection:
        await connection.execute(update(users).where(users.c.id == ANN).values(language=b"\xff"))
    await ann.says("/help")
    number = re.search(r"incident (\d+)", ann.text)
    assert number is not None
    assert number[1] == "1"
    assert ann.count("incident") == 1
    told = await olga.hears("went wrong in the bot", "incident 1")
    assert "AttributeError" not in told.text
    await world.settled()
    assert olga.count("went wrong in the bot") == 1
    await olga.says("/help")
    assert "How it works" in olga.text


@pytest.mark.parametrize("times", [2, 6])
async def test_telegrams_trouble_at_the_door_is_nobodys_incident(
    world: World, ann: Guest, olga: Guest, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.01,) * 5)
    stranger = world.guest(MAX, "Max")
    world.telegram.fault("sendMessage", "502", chat_id=MAX, times=times)
    await stranger.says("/start")
    assert stranger.count("invit") == (1 if times == 2 else 0)
    await stranger.says("/start")
    assert "invit" in stranger.text
    assert not olga.sees("went wrong")

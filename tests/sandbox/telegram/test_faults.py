"""Faults strike the calls they were asked for: before the effect, or after it."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.sandbox.telegram import InProcessRequest, Person, Telegram
from tests.sandbox.telegram.conftest import Api


async def test_flood_control_says_how_long_to_wait(
    sim: Telegram, ann: Person, bot: Bot, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # or the library warns of its own future
    sim.fault("sendMessage", "429", retry_after=7, times=2)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ann.id, "x")
    assert refused.value.retry_after == timedelta(seconds=7)
    answer = await api("sendMessage", chat_id=ann.id, text="x")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    await bot.send_message(ann.id, "third")
    assert ann.last.text == "third"
    assert len(ann.chat) == 2


@pytest.mark.parametrize(
    ("kind", "error"),
    [("403", Forbidden), ("500", NetworkError), ("502", NetworkError), ("drop", NetworkError)],
)
@pytest.mark.parametrize(("when", "shown"), [("before", 0), ("after", 1)])
async def test_a_call_fails_before_or_after_its_effect(
    sim: Telegram,
    ann: Person,
    bot: Bot,
    kind: str,
    error: type[Exception],
    when: str,
    shown: int,
) -> None:
    sim.fault("sendMessage", kind, when=when)
    with pytest.raises(error) as failed:
        await bot.send_message(ann.id, "x")
    assert not isinstance(failed.value, BadRequest)
    assert sum(message.from_bot for message in ann.chat) == shown
    assert sim.calls[-1].error is not None
    assert (await bot.send_message(ann.id, "again")).text == "again"


async def test_latency_beyond_the_read_timeout_is_a_timeout(sim: Telegram, ann: Person) -> None:
    sim.fault("sendMessage", "latency", seconds=30, when="after")
    async with Bot(sim.token, request=InProcessRequest(sim)) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(ann.id, "x", read_timeout=0.01)
    assert ann.last.text == "x"


async def test_a_slow_call_takes_effect_afterwards(sim: Telegram, ann: Person, bot: Bot) -> None:
    sim.fault("sendMessage", "latency", seconds=0.02)
    sending = asyncio.create_task(bot.send_message(ann.id, "x"))
    await ann.until(lambda chat: chat[-1].from_bot)
    assert (await sending).text == "x"


async def test_a_fault_may_be_for_one_chat_or_for_every_method(
    sim: Telegram, ann: Person, bot: Bot
) -> None:
    ben = sim.add_user(1002, first_name="Ben")
    ben.send("hi")
    sim.fault("*", "500", chat_id=ben.id)
    await bot.send_message(ann.id, "x")
    with pytest.raises(NetworkError):
        await bot.send_chat_action(ben.id, "typing")
    await bot.send_message(ben.id, "x")
    sim.fault("*", "500")
    with pytest.raises(NetworkError):
        await bot.get_updates()


async def test_a_fault_is_checked_when_it_is_asked_for(sim: Telegram) -> None:
    with pytest.raises(ValueError, match="kind is one of"):
        sim.fault("sendMessage", "418")
    with pytest.raises(ValueError, match="before or after"):
        sim.fault("sendMessage", "500", when="during")

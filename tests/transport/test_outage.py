"""Telegram away: asked on and on, told once; a wrong token ends it."""

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs
from telegram.error import (
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport.outage import CONFLICT_CALM, Outage, TokenRefused
from tests.transport.small_telegram import TOKEN
from tests.transport.virtual_time import run_in_virtual_time


class Answers:
    """Raises the given errors, one a call, and then answers with the number of calls."""

    def __init__(self, *errors: TelegramError) -> None:
        self._errors = list(errors)
        self.calls = 0

    async def __call__(self) -> int:
        self.calls += 1
        if self._errors:
            raise self._errors.pop(0)
        return self.calls


def insist(answers: Answers) -> tuple[int, float]:
    """The result and the (virtual) seconds it took."""

    async def main() -> tuple[int, float]:
        loop = asyncio.get_running_loop()
        return await Outage(clock=loop.time).insist(answers), round(loop.time(), 3)

    return run_in_virtual_time(main())


def test_it_asks_until_there_is_an_answer_and_tells_twice() -> None:
    with capture_logs() as logs:
        result, took = insist(Answers(*[NetworkError("no route"), TimedOut()] * 10))

    assert result == 21
    assert took == 0.5 + 1 + 2 + 4 + 8 + 15 * 15
    assert [each["log_level"] for each in logs] == ["warning", "info"]
    assert logs[0]["error"] == "no route"
    assert logs[1]["seconds"] == took


def test_it_waits_as_long_as_telegram_says() -> None:
    assert insist(Answers(RetryAfter(77))) == (2, 77)


def test_another_copy_is_told_once_in_a_sentence() -> None:
    with capture_logs() as logs:
        insist(Answers(*[Conflict("terminated by other getUpdates request")] * 9))

    assert [each["event"] for each in logs] == [
        "Another copy of this bot is running (or a webhook is set); trying on"
    ]


def test_two_copies_that_take_turns_are_told_once_and_once_when_over() -> None:
    now = 0.0

    async def main(tell: Callable[[], float]) -> None:
        nonlocal now
        outage = Outage(clock=tell, first=0.0)
        for _ in range(5):
            await outage.insist(Answers(Conflict("terminated")))
            now += CONFLICT_CALM / 2
        now += CONFLICT_CALM
        await outage.insist(Answers())
        await outage.insist(Answers())

    with capture_logs() as logs:
        asyncio.run(main(lambda: now))

    assert [each["log_level"] for each in logs] == ["error", "info"]


def test_a_wrong_token_ends_it_without_quoting_the_token() -> None:
    answers = Answers(InvalidToken(f"The token `{TOKEN}` was rejected by the server."))

    with pytest.raises(TokenRefused, match="BotFather") as caught:
        insist(answers)

    assert answers.calls == 1
    assert caught.value.__context__ is None

"""What is said to somebody who waits is said again: only where that may help, and only so often."""

import asyncio
from datetime import timedelta

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.transport.patience import LONGEST_WAIT, PAUSES, until_taken
from bot.transport.request import Cut, NotSent
from tests.transport.virtual_time import run_in_virtual_time


class Message:
    """Saying it raises the given errors, one a time, and then says how often it was tried."""

    def __init__(self, *errors: TelegramError) -> None:
        self._errors = list(errors)
        self.tries = 0

    async def __call__(self) -> int:
        self.tries += 1
        if self._errors:
            raise self._errors.pop(0)
        return self.tries


def said(message: Message) -> tuple[int, float]:
    """How often it was tried, and the (virtual) seconds it took."""

    async def main() -> tuple[int, float]:
        loop = asyncio.get_running_loop()
        return await until_taken(message), round(loop.time(), 3)

    return run_in_virtual_time(main())


def test_what_passes_is_waited_out() -> None:
    troubles = (NotSent("no connection"), NetworkError("Bad Gateway"), NotSent("no connection"))
    assert said(Message(*troubles)) == (4, 1 + 2 + 4)


def test_it_waits_as_long_as_telegram_says() -> None:
    assert said(Message(RetryAfter(timedelta(seconds=12)), RetryAfter(3))) == (3, 15)


def test_after_the_last_pause_it_is_given_up() -> None:
    message = Message(*[NetworkError("Bad Gateway")] * 10)
    with pytest.raises(NetworkError):
        said(message)
    assert message.tries == len(PAUSES) + 1


def test_nobody_is_kept_waiting_for_too_long() -> None:
    message = Message(RetryAfter(int(LONGEST_WAIT) + 1))
    with pytest.raises(RetryAfter):
        said(message)
    assert message.tries == 1


@pytest.mark.parametrize("unsure", [TimedOut("no answer"), Cut("the connection broke")])
def test_what_may_have_arrived_is_said_once_more_at_most(unsure: TelegramError) -> None:
    assert said(Message(unsure)) == (2, 1)
    message = Message(unsure, NotSent("no connection"), unsure)
    with pytest.raises(type(unsure)):
        said(message)
    assert message.tries == 3


@pytest.mark.parametrize(
    "refusal", [BadRequest("can't parse entities"), Forbidden("bot was blocked by the user")]
)
def test_a_refusal_is_not_argued_with(refusal: TelegramError) -> None:
    message = Message(refusal)
    with pytest.raises(type(refusal)):
        said(message)
    assert message.tries == 1

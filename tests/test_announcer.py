"""What Telegram's answer to a copy says about the person who was to get it: when in doubt, they may have got it."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.announcer import outcome
from bot.domain.broadcast import RecipientStatus
from bot.transport.request import Cut, NotSent, NotSentInTime

_R = RecipientStatus


@pytest.mark.parametrize(
    "error",
    [
        TimedOut(),
        Cut("The connection to Telegram broke"),
        NetworkError("Bad Gateway"),
        NetworkError("Internal Server Error"),
        NetworkError("The answer did not come from Telegram: it is not a Bot API answer"),
        TelegramError("anything else"),
    ],
)
def test_whatever_is_not_plain_may_have_arrived(error: TelegramError) -> None:
    assert outcome(error).status is _R.UNKNOWN


@pytest.mark.parametrize(
    "error",
    [NotSent("no connection"), NotSentInTime("no connection in time"), InvalidToken("refused")],
)
def test_what_never_left_is_tried_again(error: TelegramError) -> None:
    found = outcome(error)
    assert found.status is _R.DUE
    assert found.after > timedelta(0)
    assert not found.message_gone


@pytest.mark.parametrize(("seconds", "wait"), [(30, 30), (0, 1)])
def test_flood_control_is_waited_out(seconds: int, wait: int) -> None:
    found = outcome(RetryAfter(seconds))
    assert (found.status, found.after) == (_R.DUE, timedelta(seconds=wait))


@pytest.mark.parametrize(
    "said",
    ["bot was blocked by the user", "user is deactivated", "bot can't initiate conversation"],
)
def test_who_blocked_the_bot_cannot_be_reached(said: str) -> None:
    assert outcome(Forbidden(said)).status is _R.UNREACHABLE


@pytest.mark.parametrize(
    "said",
    ["message to copy not found", "Message can't be copied", "MESSAGE_ID_INVALID"],
)
def test_a_message_that_is_gone_is_nobodys_fault(said: str) -> None:
    found = outcome(BadRequest(said))
    assert found.message_gone
    assert found.status is _R.DUE, "they surely didn't get it"


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("VOICE_MESSAGES_FORBIDDEN"),
        BadRequest("Chat not found"),
        ChatMigrated(-100),
    ],
)
def test_a_refusal_for_one_person_is_theirs_alone(error: TelegramError) -> None:
    """ "Chat not found" may be about the chat of the message, so nobody is marked for it."""
    found = outcome(error)
    expected = _R.REFUSED if isinstance(error, BadRequest) else _R.UNKNOWN
    assert found.status is expected
    assert not found.message_gone

"""Each of Telegram's errors leads to the one right reaction."""

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport.refusals import Classified, Refusal, classify, seconds_to_wait
from bot.transport.request import Cut, NotSent, NotSentInTime

NOT_MODIFIED = (
    "Message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_OLD = "Query is too old and response timeout expired or query id is invalid"


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (BadRequest(NOT_MODIFIED), Refusal.NOT_MODIFIED),
        (BadRequest("Bad Request: message is not modified"), Refusal.NOT_MODIFIED),
        (BadRequest("Message to edit not found"), Refusal.GONE),
        (BadRequest("Message can't be edited"), Refusal.GONE),
        (BadRequest("Message can’t be edited"), Refusal.GONE),
        (BadRequest("MESSAGE_ID_INVALID"), Refusal.GONE),
        (BadRequest("There is no text in the message to edit"), Refusal.GONE),
        (BadRequest(QUERY_OLD), Refusal.QUERY_OLD),
        (BadRequest("QUERY_ID_INVALID"), Refusal.QUERY_OLD),
        (BadRequest("Chat not found"), Refusal.UNREACHABLE),
        (BadRequest("PEER_ID_INVALID"), Refusal.UNREACHABLE),
        (BadRequest("Have no rights to send a message"), Refusal.UNREACHABLE),
        (Forbidden("Forbidden: bot was blocked by the user"), Refusal.UNREACHABLE),
        (Forbidden("Forbidden: user is deactivated"), Refusal.UNREACHABLE),
        (
            Forbidden("Forbidden: bot can't initiate conversation with a user"),
            Refusal.UNREACHABLE,
        ),
        (NetworkError("Bad Gateway"), Refusal.PASSING),
        (NotSent("no connection"), Refusal.PASSING),
        (NotSentInTime("no connection in time"), Refusal.PASSING),
        (TimedOut(), Refusal.UNKNOWN),
        (Cut("cut"), Refusal.UNKNOWN),
        (BadRequest("Can't parse entities: unclosed start tag at byte offset 0"), Refusal.BROKEN),
        (BadRequest("BUTTON_DATA_INVALID"), Refusal.BROKEN),
        (InvalidToken(), Refusal.PASSING),
        (Conflict("terminated by other getUpdates request"), Refusal.BROKEN),
        (TelegramError("something else"), Refusal.BROKEN),
    ],
)
def test_each_error_has_its_meaning(error: TelegramError, refusal: Refusal) -> None:
    assert classify(error) == Classified(refusal=refusal)


def test_a_migrated_group_tells_its_new_id() -> None:
    assert classify(ChatMigrated(-100123)) == Classified(
        refusal=Refusal.MIGRATED, new_chat_id=-100123
    )


def test_a_flood_tells_how_long_to_wait() -> None:
    assert classify(RetryAfter(12)) == Classified(refusal=Refusal.FLOOD, retry_after=12.0)


def test_the_wait_is_read_in_both_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    error = RetryAfter(12)
    assert seconds_to_wait(error) == 12.0

    monkeypatch.setenv("PTB_TIMEDELTA", "false")
    with pytest.warns(DeprecationWarning, match="retry_after"):
        assert seconds_to_wait(error) == 12.0

"""No token and no secret gets into a log, whoever writes it."""

import io
import logging
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.transport.redact import HIDDEN, Redactor, redact
from tests.transport.small_telegram import TOKEN, SmallTelegram, says

KEY = "0123456789abcdef0123456789abcdef"
ALPHABET = "ABCDEFabcdef0123456789_-"


@given(
    before=st.text(),
    number=st.integers(0, 10**15),
    rest=st.text(ALPHABET, min_size=30, max_size=50),
    after=st.text(),
)
def test_a_token_is_found_in_any_surroundings(
    before: str, number: int, rest: str, after: str
) -> None:
    cleaned = redact(f"{before}{number}:{rest}{after}")

    assert f":{rest}" not in cleaned
    assert HIDDEN in cleaned


@pytest.mark.parametrize(
    "text", ["12:30:45", "order 1:2", "a time 2026-01-01T10:00:00", "ratio 1:0.5", "10.0.0.1:8080"]
)
def test_what_is_no_token_stays(text: str) -> None:
    assert redact(text) == text


def test_a_token_quoted_for_a_url_is_found() -> None:
    assert redact(f"/bot{TOKEN.replace(':', '%3A')}/getMe") == f"/bot{HIDDEN}/getMe"


def test_a_secret_inside_another_leaves_no_remainder() -> None:
    clean = Redactor(["abc", "abcdef", ""])

    assert clean(None, "info", {"event": "abcdef abc"})["event"] == f"{HIDDEN} {HIDDEN}"


def fail(text: str) -> NoReturn:
    raise ValueError(text)


class Holder:
    def __repr__(self) -> str:
        return f"Holder({KEY})"


def test_the_processor_cleans_whatever_a_log_line_holds() -> None:
    clean = Redactor([KEY])

    line = clean(
        None,
        "info",
        {
            "event": f"asked {KEY}",
            "nested": {"list": [KEY, (TOKEN, 1)], KEY: {TOKEN}},
            "object": Holder(),
            "count": 3,
            "none": None,
        },
    )

    assert KEY not in repr(line)
    assert TOKEN not in repr(line)
    assert line["count"] == 3
    assert line["none"] is None


def test_the_processor_leaves_harmless_objects_as_they_are() -> None:
    harmless = ["a", ("b", 1), {"c": frozenset({2})}]

    assert Redactor([KEY])(None, "info", {"value": harmless})["value"] == harmless


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """The root logger at DEBUG, through a handler with the filter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    handler.addFilter(Redactor([KEY]))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def test_the_filter_cleans_message_arguments_and_traceback(output: io.StringIO) -> None:
    log = logging.getLogger("some.library")
    try:
        fail(f"bad url {TOKEN}")
    except ValueError:
        log.exception("failed %s for %s", TOKEN, KEY, stack_info=True)
    log.info("%s %d", TOKEN)  # noqa: PLE1206 - a library's mistake must not leak either
    log.info({"event": TOKEN})
    log.info("plain %d%%", 5)

    written = output.getvalue()
    assert TOKEN not in written
    assert KEY not in written
    assert f"bad url {HIDDEN}" in written
    assert "some.library plain 5%" in written


def test_a_harmless_traceback_is_left_to_the_formatter(output: io.StringIO) -> None:
    try:
        fail("harmless")
    except ValueError:
        logging.getLogger("some.library").exception("failed")

    assert output.getvalue().count("ValueError: harmless") == 1


async def test_a_failing_request_leaves_no_token_in_a_log(
    output: io.StringIO, telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    """All loggers at DEBUG: this bot's, python-telegram-bot's, aiohttp's, asyncio's."""
    for answer in (says("<p>nothing here</p>"), says(f"see /bot{TOKEN}/getMe", status=502)):
        telegram.prepare("getMe", answer)
    log = logging.getLogger("bot")

    for _ in range(2):
        with pytest.raises(TelegramError) as caught:
            await bot.get_me()
        log.error("Failed for %r at %s", bot, bot.base_url, exc_info=caught.value)
    await telegram.close()
    with pytest.raises(TelegramError) as caught:
        await bot.get_me()
    log.error("Failed", exc_info=caught.value)

    written = output.getvalue()
    assert "did not come from Telegram" in written
    assert "NetworkError" in written
    assert TOKEN not in written
    assert TOKEN.split(":")[1] not in written


def test_a_rendered_exception_is_clean() -> None:
    stream = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.processors.format_exc_info,
            Redactor([KEY]),
            structlog.processors.JSONRenderer(),
        ],
    )
    try:
        fail(f"bad url {TOKEN} {KEY}")
    except ValueError:
        log.exception("Failed", bot=Holder())

    written = stream.getvalue()
    assert "bad url" in written
    assert TOKEN not in written
    assert KEY not in written

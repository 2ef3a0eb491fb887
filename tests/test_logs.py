"""What the operator reads in the log, and what nobody ever does."""

import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logs

TOKEN = "123456789:AAF-secret_token_of_a_bot_nobody_has"
KEY = "panel-key-0123"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    levels = {
        name: logging.getLogger(name).level for name in ("httpx", "aiohttp.access", "telegram")
    }
    yield
    root.handlers, root.level = handlers, level
    for name, former in levels.items():
        logging.getLogger(name).setLevel(former)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def set_up(level: str = "INFO", form: str = "json") -> None:
    set_up_logs(level, "json" if form == "json" else "text", (KEY,))


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return [json.loads(line) for line in captured.err.splitlines()]


def test_a_program_reads_one_object_a_line_whoever_wrote_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up()
    structlog.get_logger("bot.ours").info("placed", order=7)
    logging.getLogger("some.library").warning("%d left", 3)
    ours, theirs = lines(capsys)
    assert (ours["event"], ours["order"], ours["level"], ours["logger"]) == (
        "placed",
        7,
        "info",
        "bot.ours",
    )
    assert (theirs["event"], theirs["level"], theirs["logger"]) == (
        "3 left",
        "warning",
        "some.library",
    )
    assert str(ours["timestamp"]).endswith("Z")
    assert str(theirs["timestamp"]).endswith("Z")


def test_people_read_text_without_colours_when_it_goes_to_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up(form="text")
    structlog.get_logger("bot.ours").info("placed", order=7)
    text = capsys.readouterr().err
    assert "placed" in text
    assert "order=7" in text
    assert "\x1b" not in text


def test_what_is_bound_to_an_update_is_in_every_line_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up()
    with structlog.contextvars.bound_contextvars(update_id=5):
        structlog.get_logger("bot.ours").info("handled")
        logging.getLogger("some.library").warning("slow")
    assert [line["update_id"] for line in lines(capsys)] == [5, 5]


def test_the_level_holds_for_everybody(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("WARNING")
    structlog.get_logger("bot.ours").info("quiet")
    logging.getLogger("some.library").info("quiet")
    structlog.get_logger("bot.ours").warning("loud")
    logging.getLogger("some.library").warning("loud")
    assert [line["event"] for line in lines(capsys)] == ["loud", "loud"]


@pytest.mark.parametrize("name", ["aiohttp.access", "httpx"])
def test_chatter_of_libraries_is_left_out_but_not_their_complaints(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    set_up("DEBUG")
    logging.getLogger(name).info("GET / 200")
    logging.getLogger(name).error("broken")
    assert [line["event"] for line in lines(capsys)] == ["broken"]


def fail(text: str) -> None:
    raise ConnectionError(text)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("form", ["json", "text"])
def test_no_secret_is_in_any_line(capsys: pytest.CaptureFixture[str], form: str) -> None:
    set_up(form=form)
    ours, theirs = structlog.get_logger("bot.ours"), logging.getLogger("some.library")
    url = f"https://api.telegram.org/bot{TOKEN}/getMe"
    ours.warning(f"asked {url}", url=url, form={"key": KEY}, error=OSError(url))
    theirs.warning("asked %s with %r", url, {"key": KEY})
    theirs.warning("too few arguments %s %s", url)
    with structlog.contextvars.bound_contextvars(url=url):
        theirs.warning("bound")
    for log in (ours.exception, theirs.exception):
        try:
            fail(f"{url}?key={KEY}")
        except ConnectionError:
            log("it broke")
    warnings.warn(f"about {url}", UserWarning, stacklevel=1)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("[hidden]") >= 8
    assert captured.err.count("ConnectionError") >= 2
    assert "secret_token" not in captured.err
    assert KEY not in captured.err


def test_a_traceback_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    try:
        fail("nobody there")
    except ConnectionError:
        structlog.get_logger("bot.ours").exception("it broke")
        logging.getLogger("some.library").exception("it broke too")
    ours, theirs = lines(capsys)
    assert "ConnectionError: nobody there" in str(ours["exception"])
    assert "ConnectionError: nobody there" in str(theirs["exception"])

"""What keeps the bot from starting is said in a sentence, with exit code 2; what passes is waited for."""

import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.process.conftest import AT_WORK, KEY, TOKEN, World
from tests.process.processes import Command, Http, Process, free_port, until

READ_ONLY = Path("/sys")


def complaint(process: Process) -> str:
    """What it ended with, as exit code 2; its log aside."""
    assert process.ended() == 2, process.output
    return process.output


def last_line(process: Process) -> str:
    return complaint(process).strip().splitlines()[-1]


def test_all_faults_of_the_settings_are_told_at_once(world: World) -> None:
    process = world.run(
        BOT_TOKEN="",
        ADMIN_IDS="@olga",
        PANEL_KEY="",
        ACCESS="open",
        DATABASE_URL="mysql://somewhere/shop",
        HTTP_PORT="many",
    )
    told = complaint(process).splitlines()
    assert told[0] == "The settings need mending:"
    names = sorted(line.split()[1] for line in told[1:])
    assert names == ["ACCESS", "ADMIN_IDS", "BOT_TOKEN", "DATABASE_URL", "HTTP_PORT", "PANEL_KEY"]
    assert not (world.folder / "data").exists()


def test_a_token_that_telegram_refuses(world: World) -> None:
    process = world.quick(BOT_TOKEN="7700112233:AAAnotherTokenThatNobodyGave01234567")
    assert "Telegram refused the bot token" in last_line(process)


@pytest.mark.skipif(not READ_ONLY.is_dir(), reason="needs a folder that not even root may write to")
def test_a_folder_that_cannot_be_written(world: World) -> None:
    process = world.quick(DATABASE_URL=f"sqlite:///{READ_ONLY}/shop.db")
    assert "The bot may not write /sys/shop.db" in last_line(process)


def test_books_of_a_newer_version(world: World) -> None:
    assert world.quick("migrate").ended() == 0
    with closing(sqlite3.connect(world.folder / "data/shop.db")) as books:
        books.execute("UPDATE alembic_version SET version_num = '9999'")
        books.commit()
    assert "written by a newer version" in last_line(world.quick())


def test_a_second_copy_on_the_same_books_and_a_port_that_is_taken(world: World) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert "set another HTTP_PORT" in last_line(world.quick(HTTP_PORT=port))
    bot = world.quick()
    bot.said(AT_WORK)
    assert "Another copy of the bot is using" in last_line(world.quick())
    assert bot.stop() == 0


@pytest.fixture
def later(tmp_path: Path) -> Iterator[list[Process]]:
    """What a test starts itself; it is ended with it."""
    processes: list[Process] = []
    yield processes
    for process in processes:
        process.close()


def test_telegram_and_the_panel_are_waited_for(
    world: World, later: list[Process], tmp_path: Path
) -> None:
    telegram, panel = free_port(), free_port()
    bot = world.quick(
        TELEGRAM_API_URL=f"http://127.0.0.1:{telegram}",
        PANEL_URL=f"http://127.0.0.1:{panel}/panel/api/v2",
    )
    bot.said("Telegram can't be reached")
    later.append(Command(telegram_on(telegram), tmp_path, name="later-telegram"))
    bot.said(AT_WORK)
    world.telegram = Http(f"http://127.0.0.1:{telegram}")
    olga = world.operator()
    bot.said("The catalogue can't be read")
    later.append(Command(panel_on(panel), tmp_path, name="later-panel"))

    until(lambda: world.rows("SELECT 1 FROM panels WHERE synced_at IS NOT NULL AND currency <> ''"))
    olga.begin_order("https://instagram.com/p/Abc/")
    assert bot.stop() == 0


def telegram_on(port: int) -> tuple[str, ...]:
    return ("-m", "bot.sandbox.telegram", "--port", str(port), "--token", TOKEN)


def panel_on(port: int) -> tuple[str, ...]:
    return ("-m", "bot.sandbox.panel", "--port", str(port), "--key", KEY)


def test_one_that_still_waits_for_telegram_stops_when_told_to(world: World) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        bot = world.quick(TELEGRAM_API_URL=f"http://127.0.0.1:{free_port()}")
        bot.said("Telegram can't be reached")
        assert bot.stop(number) == 0


def test_two_copies_with_one_token_say_so_once_and_go_on(world: World) -> None:
    one = world.quick()
    one.said(AT_WORK)
    olga = world.operator()
    other = world.quick(DATABASE_URL="sqlite:///other/shop.db")
    sentence = "Another copy of this bot is running"
    until(lambda: sentence in one.output + other.output)
    before = len(olga.chat)
    olga.write("/help")
    until(lambda: len(olga.chat) > before + 1)
    for each in (one, other):
        assert each.stop() == 0
        assert each.output.count(sentence) <= 1


def test_the_health_page_tells_whether_the_books_can_be_used(world: World) -> None:
    port = free_port()
    bot = world.quick(HTTP_PORT=str(port))
    bot.said(AT_WORK)
    page = Http(f"http://127.0.0.1:{port}")
    assert page.ask("GET", "/healthz") == (200, {"status": "ok"})
    with closing(sqlite3.connect(world.folder / "data/shop.db")) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        failing = {"status": "failing", "failed": ["database"]}
        assert page.ask("GET", "/healthz") == (503, failing)
        somebody.rollback()
    until(lambda: page.ask("GET", "/healthz") == (200, {"status": "ok"}))
    world.operator()
    assert bot.stop() == 0


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_an_error_of_the_bot_itself_is_told_in_a_sentence_without_secrets(
    world: World, log_format: str
) -> None:
    assert world.quick("migrate").ended() == 0
    with closing(sqlite3.connect(world.folder / "data/shop.db")) as books:
        books.execute("DROP TABLE panels")
    bot = world.quick(LOG_FORMAT=log_format)
    assert bot.ended() == 1
    world.processes.remove(bot)  # its log may tell where in the code it was
    *log, sentence = bot.output.strip().splitlines()
    assert sentence.startswith("The bot ended by an error of its own (OperationalError)")
    assert "no such table: panels" in "\n".join(log)
    assert not any(secret in bot.output for secret in (TOKEN, KEY))

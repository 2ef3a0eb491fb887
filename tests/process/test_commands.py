"""`check` proves the settings and changes nothing; `migrate` and `--help` do what they say."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.process.conftest import AT_WORK, World
from tests.process.processes import Command, Process, free_port, until


def lines(process: Process) -> list[str]:
    """What `check` found; its log aside."""
    return [line for line in process.output.splitlines() if line.startswith(("✓", "✗"))]


def calls(world: World) -> set[str]:
    return {call["method"] for call in world.telegram.get("/sim/calls")}


def test_all_is_well_before_the_first_start_and_nothing_is_touched(world: World) -> None:
    check = world.quick("check")
    assert check.ended() == 0
    telegram, database, panel = lines(check)
    assert telegram == "✓ Telegram: the bot is @desk_bot."
    assert database.startswith("✓ Database: ")
    assert database.endswith("isn't there yet; the first start makes it.")
    assert panel.startswith("✓ Panel main: balance 100.00 USD, ")
    assert calls(world) == {"getMe"}
    assert world.adds() == 0
    assert [path.suffix for path in world.folder.iterdir()] == [".log"]


def test_it_looks_at_the_books_and_leaves_them_as_they_are(world: World) -> None:
    bot = world.quick()
    bot.said(AT_WORK)
    olga = world.operator()
    assert bot.stop() == 0
    books = world.folder / "data/shop.db"
    before = books.read_bytes()
    olga.write("/cancel")
    check = world.quick("check")
    assert check.ended() == 0
    assert lines(check)[1] == "✓ Database: opened; it holds 0 orders."
    assert books.read_bytes() == before
    heard = len(olga.texts)
    bot = world.quick()
    until(lambda: len(olga.texts) > heard)
    assert bot.stop() == 0


def test_a_bot_that_is_running_is_no_fault(world: World) -> None:
    bot = world.quick()
    bot.said(AT_WORK)
    check = world.quick("check")
    assert check.ended() == 0
    assert lines(check)[1] == "✓ Database: a running bot has it open."
    assert bot.stop() == 0


def test_each_failure_is_named_with_its_mend(world: World) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    (world.folder / "file").touch()
    check = world.quick(
        "check",
        BOT_TOKEN="7700112233:AAAnotherTokenThatNobodyGave01234567",
        DATABASE_URL="sqlite:///file/shop.db",
        PANEL_KEY="a-key-that-the-panel-refuses",
        PANELS__SPARE__URL=f"{nobody}/api/v2",
        PANELS__SPARE__KEY="spare-key-of-the-process-tests",
    )
    assert check.ended() == 2
    telegram, database, main, spare = lines(check)
    assert telegram == "✗ Telegram: it refuses BOT_TOKEN: copy the token from @BotFather again."
    assert database.startswith("✗ Database: ")
    assert "name another place in DATABASE_URL" in database
    assert main.startswith("✗ Panel main: it refuses the key: copy PANEL_KEY")
    assert spare.startswith("✗ Panel spare: ")
    assert spare.endswith("Check PANELS__SPARE__URL: it is the address on the panel's API page.")
    for secret in ("AAAnotherToken", "a-key-that-the-panel-refuses", "spare-key"):
        assert secret not in check.output


def test_a_telegram_that_cannot_be_reached(world: World) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    check = world.quick("check", TELEGRAM_API_URL=nobody)
    assert check.ended() == 2
    assert lines(check)[0].startswith(f"✗ Telegram: it can't be reached at {nobody}")


def test_books_that_are_not_up_to_date_are_brought_there_by_migrate(world: World) -> None:
    books = world.folder / "data/shop.db"
    books.parent.mkdir()
    with closing(sqlite3.connect(books)) as empty:
        empty.execute("PRAGMA user_version = 1")
    check = world.quick("check")
    assert check.ended() == 2
    assert "python -m bot migrate" in lines(check)[1]
    assert world.rows("SELECT name FROM sqlite_master") == []
    for _ in range(2):
        migrate = world.quick("migrate")
        assert migrate.ended() == 0
        assert migrate.output.splitlines()[-1] == "The database is up to date."
    assert world.rows("SELECT count(*) FROM orders") == [(0,)]


def test_help_names_all_commands_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    shown = Command(("-m", "bot", "--help"), tmp_path, name="help")
    wrong = Command(("-m", "bot", "walk"), tmp_path, name="wrong")
    assert shown.ended() == 0
    assert all(f"\n    {name} " in shown.output for name in ("run", "check", "migrate", "demo"))
    assert wrong.ended() == 2
    assert "invalid choice: 'walk'" in wrong.output

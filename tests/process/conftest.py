"""Both sandboxes and the bot, each a process; what they say is searched for secrets at the end of every test."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.process.people import Person, invited
from tests.process.processes import Command, Http, Process, QuickBots, until

TOKEN = "7700112233:AAFakeTokenOfTheProcessTests0123456"
KEY = "panel-key-of-the-process-tests"
OLGA, ANN = 1, 1001
AT_WORK = "The bot is at work"
_NOISE = re.compile(r"never retrieved|never awaited|Unclosed|ResourceWarning|Traceback")


@dataclass
class World:
    """`telegram` and `panel` are there, and forget everything between tests; the rest starts what runs against them."""

    folder: Path
    telegram: Http
    panel: Http
    panel_url: str
    bots: QuickBots
    log_format: str = "text"
    processes: list[Process] = field(default_factory=list)

    def settings(self, **changed: str) -> dict[str, str]:
        return {
            "BOT_TOKEN": TOKEN,
            "ADMIN_IDS": str(OLGA),
            "PANEL_URL": self.panel_url,
            "PANEL_KEY": KEY,
            "PANEL_REQUESTS_PER_MINUTE": "60000",
            "TELEGRAM_API_URL": self.telegram.url,
            "LOG_LEVEL": "DEBUG",
            "LOG_FORMAT": self.log_format,
        } | changed

    def run(self, **changed: str) -> Process:
        """`python -m bot run`, with all that the interpreter does."""
        return self._started(
            Command(("-m", "bot", "run"), self.folder, self.settings(**changed), self._name("run"))
        )

    def quick(self, *arguments: str, **changed: str) -> Process:
        """`python -m bot …`, where nothing is said `run`, without the time that its start takes."""
        name = self._name("quick", *arguments)
        settings = self.settings(**changed)
        return self._started(self.bots.start(arguments or ("run",), self.folder, settings, name))

    def _started(self, process: Process) -> Process:
        self.processes.append(process)
        return process

    def _name(self, *words: str) -> str:
        return "-".join((str(len(self.processes)), *words)).replace("/", "_")

    def operator(self) -> Person:
        self.telegram.post("/sim/users", {"id": OLGA, "first_name": "Olga"})
        olga = Person(self.telegram, OLGA)
        olga.write("/start")
        olga.sees("Hello")
        return olga

    def customer(self, olga: Person, user_id: int = ANN) -> Person:
        """There is something to order, and somebody whom Olga invited."""
        until(lambda: self.rows("SELECT 1 FROM panels WHERE synced_at IS NOT NULL"))
        return invited(self.telegram, olga, user_id)

    def fault(self, kind: str, action: str = "add", **details: Any) -> None:
        self.panel.post("/sim/panel/faults", {"kind": kind, "action": action, **details})

    def orders(self) -> list[dict[str, Any]]:
        """What the panel really has."""
        orders: list[dict[str, Any]] = self.panel.get("/sim/panel/orders")
        return orders

    def adds(self) -> int:
        """How many the panel was asked for."""
        received = self.panel.get("/sim/panel/received")
        return sum(request["action"] == "add" for request in received)

    def rows(self, query: str, database: str = "data/shop.db") -> list[tuple[Any, ...]]:
        """Asks the bot's books, from outside."""
        with closing(sqlite3.connect(f"file:{self.folder / database}?mode=ro", uri=True)) as books:
            return books.execute(query).fetchall()

    def check(self) -> None:
        """Nobody said a secret, and nothing was left lying about."""
        for process in self.processes:
            output = process.output
            assert TOKEN not in output, process.name
            assert TOKEN.partition(":")[2] not in output, process.name
            assert KEY not in output, process.name
            found = _NOISE.search(output)
            assert found is None, f"{process.name} says:\n{output}"


@pytest.fixture(scope="session")
def sandboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of the simulated Telegram, and that of the simulated panel's API."""
    folder = tmp_path_factory.mktemp("sandboxes")
    telegram = Command(
        ("-m", "bot.sandbox.telegram", "--port", "0", "--token", TOKEN), folder, name="telegram"
    )
    panel = Command(
        ("-m", "bot.sandbox.panel", "--port", "0", "--key", KEY, "--speed", "300"),
        folder,
        name="panel",
    )
    yield telegram.said("http").strip(), panel.said("PANEL_KEY").split()[0].partition("=")[2]
    telegram.stop()
    panel.stop()


@pytest.fixture(scope="session")
def bots() -> Iterator[QuickBots]:
    bots = QuickBots()
    yield bots
    bots.close()


@pytest.fixture
def world(sandboxes: tuple[str, str], bots: QuickBots, tmp_path: Path) -> Iterator[World]:
    telegram, panel = (Http(url) for url in sandboxes)
    telegram.post("/sim/reset")
    panel.post("/sim/panel/reset")
    panel.post("/sim/panel/faults/clear")
    world = World(tmp_path, telegram, panel, sandboxes[1], bots)
    yield world
    for process in world.processes:
        process.close()
    world.check()

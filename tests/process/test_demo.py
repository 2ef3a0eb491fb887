"""The demo remembers: chats, orders and the panel are there again at its next start."""

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process.people import Person
from tests.process.processes import Http, Process, QuickBots, free_port, until

LINK = "https://instagram.com/p/Abc123/"


class Demos:
    """Started one after another with the same data."""

    def __init__(self, bots: QuickBots, folder: Path) -> None:
        self._bots = bots
        self.data = folder / "data"
        self._folder = folder
        self._started: list[Process] = []

    def start(self, port: int = 0, speed: float = 3) -> Process:
        options = ("--port", str(port), "--data", str(self.data), "--speed", str(speed))
        name = f"demo-{len(self._started)}"
        demo = self._bots.start(("demo", *options), self._folder, {}, name)
        self._started.append(demo)
        return demo

    def close(self) -> None:
        for demo in self._started:
            demo.close()
            assert not re.search(r"Traceback|Unclosed|never awaited|never retrieved", demo.output)


@pytest.fixture
def demos(bots: QuickBots, tmp_path: Path) -> Iterator[Demos]:
    demos = Demos(bots, tmp_path)
    yield demos
    demos.close()


def ann_at(demo: Process) -> Person:
    found = re.search(r"The demo is at  (http://[\d.:]+)/", demo.said("Stop it with"))
    assert found
    return Person(Http(found[1]), 1001)


def panel_orders(ann: Person) -> list[str]:
    return [order["id"] for order in ann.telegram.get("/sim/panel/orders")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_order_goes_on_and_the_chat_is_there(demos: Demos, number: signal.Signals) -> None:
    demo = demos.start()
    ann = ann_at(demo)
    ann.begin_order(LINK)
    ann.end_order()
    until(lambda: panel_orders(ann))
    before, orders = ann.chat, panel_orders(ann)
    if number is signal.SIGKILL:
        until(lambda: f'"id":"{orders[0]}"' in (demos.data / "world.json").read_text("utf-8"))
    assert demo.stop(number) == (0 if number is signal.SIGINT else -number)

    demo = demos.start()
    ann = ann_at(demo)
    assert [each["message_id"] for each in ann.chat] == [each["message_id"] for each in before]
    ann.sees("is done")
    assert panel_orders(ann) == orders
    ann.begin_order(LINK)
    ann.end_order()
    until(lambda: len(panel_orders(ann)) == 2)
    assert demo.stop() == 0


@pytest.mark.parametrize("spoiled", [None, "{", json.dumps({"panel": {}, "telegram": {}})])
def test_books_without_their_chats_are_moved_aside(demos: Demos, spoiled: str | None) -> None:
    world = demos.data / "world.json"
    demo = demos.start()
    ann = ann_at(demo)
    ann.write("/start")
    ann.sees("Hello")
    demo.stop(signal.SIGKILL)
    world.unlink() if spoiled is None else world.write_text(spoiled)
    demo = demos.start()
    assert ann_at(demo).chat == []
    assert "so this one starts afresh" in demo.output
    assert (demos.data / "shop.db.old").stat().st_size > 0
    assert demo.stop() == 0
    demo = demos.start()
    ann_at(demo)
    assert "afresh" not in demo.output
    assert demo.stop() == 0


def test_what_keeps_it_from_starting_is_said_in_a_sentence(demos: Demos, tmp_path: Path) -> None:
    demo = demos.start(port=free_port())
    ann = ann_at(demo)
    port = int(ann.telegram.url.rpartition(":")[2])
    (tmp_path / "file").touch()
    on_a_taken_port, on_the_same_books = demos.start(port), demos.start()
    assert on_a_taken_port.ended() == on_the_same_books.ended() == 2
    assert on_a_taken_port.output.startswith(f"Port {port} can't be used")
    assert on_the_same_books.output.startswith("Another copy of the bot is using")
    demos.data = tmp_path / "file"
    in_a_file = demos.start()
    assert in_a_file.ended() == 2
    assert in_a_file.output.count("\n") == 1
    assert demo.stop() == 0


def test_a_demo_that_was_only_just_started_stops_when_told_to(demos: Demos) -> None:
    demo = demos.start()
    until((demos.data / "shop.db").exists)
    assert demo.stop(signal.SIGINT) == 0
    ann = ann_at(demo := demos.start())
    assert ann.chat == []
    assert demo.stop() == 0

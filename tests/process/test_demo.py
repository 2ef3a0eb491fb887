"""The demo remembers: chats, orders and the panels are there again at its next start, and nothing is there twice."""

import json
import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
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
    """The panel's numbers of what Ann ordered here."""
    orders = ann.telegram.get("/sim/panel/orders")
    return [order["id"] for order in orders if order["fields"].get("link") == LINK]


def number_of_order(ann: Person) -> str:
    """Ours, of the one that she ordered last."""
    found = re.findall(r"Order #(\d+)", "".join(text for text in ann.texts if LINK in text))
    return str(found[-1])


def rows(data: Path) -> dict[str, int]:
    """How many of what only grows the books hold."""
    with closing(sqlite3.connect(f"file:{data / 'shop.db'}?mode=ro", uri=True)) as books:
        return {
            table: books.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names below
            for table in ("users", "orders", "services", "journal", "tickets", "broadcasts")
        }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_order_goes_on_and_the_chat_is_there(demos: Demos, number: signal.Signals) -> None:
    demo = demos.start()
    ann = ann_at(demo)
    ann.begin_order(LINK)
    ann.end_order()
    until(lambda: panel_orders(ann))
    before, orders, ours = ann.chat, panel_orders(ann), number_of_order(ann)
    if number is signal.SIGKILL:
        until(lambda: f'"id":"{orders[0]}"' in (demos.data / "world.json").read_text("utf-8"))
    assert demo.stop(number) == (0 if number is signal.SIGINT else -number)

    demo = demos.start()
    ann = ann_at(demo)
    there = [each["message_id"] for each in ann.chat]
    assert there[: len(before)] == [each["message_id"] for each in before]
    ann.sees(f"Order #{ours} is done")
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
    ann.write("a thing that nobody sells")
    ann.sees("a thing that nobody sells")
    demo.stop(signal.SIGKILL)
    world.unlink() if spoiled is None else world.write_text(spoiled)
    demo = demos.start()
    assert "a thing that nobody sells" not in str(ann_at(demo))
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
    assert ann_at(demo := demos.start()).chat
    assert demo.stop() == 0


def test_the_shop_has_been_open_for_a_month_once_however_often_it_is_started(demos: Demos) -> None:
    demo = demos.start()
    ann_at(demo)
    assert demo.stop() == 0
    before = rows(demos.data)
    assert before["orders"] > 1000
    assert before["users"] > 40
    demo = demos.start()
    ann_at(demo)
    assert demo.stop() == 0
    assert rows(demos.data) == before

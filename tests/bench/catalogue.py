"""10,000 services: a sync that brings nothing new, a page, and what they take of memory and of everybody's time."""

import gc
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.callbacks import pack
from bot.callbacks.browse import Platforms, Shelves
from bot.usecases import catalogue
from tests.bench.figures import Figure, in_turns, milliseconds, seconds
from tests.bench.shop import Shop, shop
from tests.bench.stall import watched

_PAGES = 20
_CHANGING = ("INSERT INTO services", "UPDATE services", "DELETE FROM services")


async def run() -> list[Figure]:
    gc.collect()
    before = _resident()
    async with watched() as first, shop() as ours:
        gc.collect()
        grown = _resident() - before
        changed = _Changed(ours)
        async with watched() as stall:
            mine, other, ratio = await in_turns(
                partial(seconds, partial(_sync, ours)), partial(seconds, partial(_fetch, ours))
            )
        changed.stop()
        pages = await _pages(ours)
        return [
            Figure(
                what="changes written by syncs of nothing new", value=changed.count, unit="", most=0
            ),
            Figure(
                what="a sync of nothing new / fetching the list",
                value=ratio,
                made_of=f"{milliseconds(mine)} / {milliseconds(other)}",
            ),
            Figure(what="longest stall in these", value=stall.longest * 1000, unit="ms", most=50),
            Figure(
                what="longest stall in start and first sync",
                value=first.longest * 1000,
                unit="ms",
                most=50,
            ),
            pages,
            Figure(what="memory of this process, grown by", value=grown, unit="MB"),
        ]


async def _sync(ours: Shop) -> None:
    await catalogue.sync(ours.bot.shop.desk, "main")


async def _fetch(ours: Shop) -> None:
    await ours.bot.shop.desk.panels["main"].services()


async def _pages(ours: Shop) -> Figure:
    """A page of a long list of categories, against the short list of platforms."""
    await ours.bot.intake.stop(1)
    person = ours.telegram.add_user(1, "Olga")
    person.send("/start")
    await ours.handle()

    async def turn(pages: tuple[str, str]) -> None:
        for _ in range(_PAGES):
            for data in pages:
                person.tap(data=data, message_id=person.last.message_id)
                await ours.handle()

    long = (pack(Shelves("instagram", 1)), pack(Shelves("instagram", 2)))
    short = (pack(Platforms(0)), pack(Shelves("spotify", 0)))
    mine, other, ratio = await in_turns(
        partial(seconds, partial(turn, long)), partial(seconds, partial(turn, short))
    )
    return Figure(
        what="a page far down / a first page",
        value=ratio,
        most=1.5,
        made_of=f"{milliseconds(mine / _PAGES / 2)} / {milliseconds(other / _PAGES / 2)}",
    )


class _Changed:
    """Counts the statements that change a service."""

    def __init__(self, ours: Shop) -> None:
        self.count = 0
        self._engine = ours.bot.shop.desk.storage._engine.sync_engine
        event.listen(self._engine, "before_cursor_execute", self._note)

    def stop(self) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        self.count += statement.startswith(_CHANGING)


def _resident() -> float:
    """Megabytes."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise LookupError("this system doesn't tell what a process takes")

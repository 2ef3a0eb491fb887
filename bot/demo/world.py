"""The simulated world of the demo, Telegram and two panels, and the file that it outlives its process in.

The file belongs to the shop's books beside it: orders that no panel knows and chats that nobody sees are worth nothing, so
books without a world, or a world without books, are moved aside.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from bot.demo.history.market import PRIME, THRIFT, thrift
from bot.sandbox.panel import Panel
from bot.sandbox.panel import snapshot as of_panel
from bot.sandbox.panel.core import DEMO_SPEED
from bot.sandbox.telegram import Telegram
from bot.sandbox.telegram import snapshot as of_telegram
from storage.lock import locked

_WORLD, _BOOKS = "world.json", "shop.db"


@dataclass(frozen=True, slots=True)
class World:
    """`fresh`: nothing has happened in it yet. `note`: what became of an earlier one, where one wouldn't expect it."""

    telegram: Telegram
    panels: Mapping[str, Panel]
    folder: Path
    fresh: bool = True
    note: str = ""

    @property
    def books(self) -> Path:
        return self.folder / _BOOKS

    def snapshot(self) -> dict[str, Any]:
        return {
            "telegram": of_telegram.snapshot(self.telegram),
            "panels": {name: of_panel.snapshot(panel) for name, panel in self.panels.items()},
        }

    def write(self, snapshot: dict[str, Any]) -> None:
        """The whole file or nothing; the folder must be there."""
        half = self.folder / f"{_WORLD}.part"
        half.write_text(json.dumps(snapshot, ensure_ascii=False, separators=(",", ":")), "utf-8")
        half.replace(self.folder / _WORLD)


def open_world(folder: Path, speed: float) -> World:
    """As it was when it was written down last, or a new one. StorageError if another demo is at these books."""
    books, file = folder / _BOOKS, folder / _WORLD
    if not books.exists() and not file.exists():
        return _new(folder, speed)
    if books.exists():
        try:
            return _read(folder, speed)
        except (OSError, ValueError, KeyError):
            pass
    return replace(_new(folder, speed), note=_move_aside(folder))


def _new(folder: Path, speed: float) -> World:
    return World(
        telegram=Telegram(username="demo_shop_bot", first_name="Demo shop"),
        panels={
            PRIME: Panel(speed=DEMO_SPEED * speed),
            THRIFT: Panel(key="thrift-panel-key", services=thrift(), speed=DEMO_SPEED * speed),
        },
        folder=folder,
    )


def _read(folder: Path, speed: float) -> World:
    saved = json.loads((folder / _WORLD).read_text("utf-8"))
    world = replace(_new(folder, speed), fresh=False)
    for name, panel in world.panels.items():
        of_panel.restore(panel, saved["panels"][name])
    of_telegram.restore(world.telegram, saved["telegram"])
    return world


def _move_aside(folder: Path) -> str:
    """A sentence that tells so. Nobody may be using the books meanwhile."""
    books, file = folder / _BOOKS, folder / _WORLD
    with locked(books):
        ending = next(ending for ending in _endings() if not Path(f"{books}{ending}").exists())
        for journal in ("-wal", "-shm", ""):
            _rename(Path(f"{books}{journal}"), f"{books}{ending}{journal}")
        _rename(file, f"{file}{ending}")
    return (
        f"The chats and the books of the earlier demo in {folder} don't fit together, so this one starts afresh; "
        f"the old files are kept there with {ending} after their names."
    )


def _rename(path: Path, name: str) -> None:
    if path.exists():
        path.rename(name)


def _endings() -> Iterator[str]:
    yield ".old"
    yield from (f".old{number}" for number in count(2))

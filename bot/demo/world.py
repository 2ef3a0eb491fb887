"""The simulated world of the demo, Telegram and panel, and the file that it outlives its process in.

The file belongs to the shop's books beside it: orders that no panel knows and chats that nobody sees are worth nothing, so
books without a world, or a world without books, are moved aside.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from bot.sandbox.panel import Panel
from bot.sandbox.panel import snapshot as of_panel
from bot.sandbox.panel.core import DEMO_SPEED
from bot.sandbox.telegram import Telegram
from bot.sandbox.telegram import snapshot as of_telegram
from storage.lock import locked

OPERATOR, CUSTOMER = 1, 1001
_NAMES = {OPERATOR: "Olga", CUSTOMER: "Ann"}
_WORLD, _BOOKS = "world.json", "shop.db"


@dataclass(frozen=True, slots=True)
class World:
    telegram: Telegram
    panel: Panel
    folder: Path
    note: str = ""  # what became of an earlier world, where that isn't what one would expect

    @property
    def books(self) -> Path:
        return self.folder / _BOOKS

    def snapshot(self) -> dict[str, Any]:
        return {
            "telegram": of_telegram.snapshot(self.telegram),
            "panel": of_panel.snapshot(self.panel),
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
        return _people(_new(folder, speed))
    if books.exists():
        try:
            return _people(_read(folder, speed))
        except (OSError, ValueError, KeyError):
            pass
    return _people(_new(folder, speed, note=_move_aside(folder)))


def _new(folder: Path, speed: float, note: str = "") -> World:
    return World(
        telegram=Telegram(username="demo_shop_bot", first_name="Demo shop"),
        panel=Panel(balance=Decimal(250), speed=DEMO_SPEED * speed, mishaps=True),
        folder=folder,
        note=note,
    )


def _read(folder: Path, speed: float) -> World:
    saved = json.loads((folder / _WORLD).read_text("utf-8"))
    world = _new(folder, speed)
    of_panel.restore(world.panel, saved["panel"])
    of_telegram.restore(world.telegram, saved["telegram"])
    return world


def _people(world: World) -> World:
    for user_id, name in _NAMES.items():
        if user_id not in world.telegram.people:
            world.telegram.add_user(user_id, first_name=name, language_code="en")
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

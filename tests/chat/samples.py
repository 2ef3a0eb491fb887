"""A button of each kind, for tests that go through all of them."""

from dataclasses import fields
from typing import Any, get_type_hints

from bot.callbacks.action import Action


def kinds() -> list[type[Action]]:
    """A dataclass with slots is a second class of its name; the first one is never used."""
    return list({kind.__name__: kind for kind in Action.__subclasses__()}.values())


def sample(kind: type[Action], number: int = 1, word: str = "1") -> Action:
    """With `number` and `word` in all its fields."""
    hints = get_type_hints(kind)
    values: dict[str, Any] = {
        field.name: number if hints[field.name] is int else word for field in fields(kind)
    }
    return kind(**values)

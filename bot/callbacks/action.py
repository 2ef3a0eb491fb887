"""What every kind of button is."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does; `code` is how its wire form begins."""

    code: ClassVar[str]

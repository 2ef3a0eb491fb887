"""Types that nobody knows."""

from dataclasses import dataclass

from bot.domain.service import ServiceType
from bot.domain.stock import type_mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Riddle:
    """One in all spellings (`names`) of its panel. `read_as`: the form that an operator chose."""

    panel: str
    names: tuple[str, ...]
    count: int
    read_as: ServiceType | None

    @property
    def mark(self) -> str:
        """Short enough for a button."""
        return type_mark(self.panel, self.names[0])

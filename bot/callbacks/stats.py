"""Buttons under the shop's figures. `period` and `by` are members of `bot.domain.figures.Period` and `By`."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Stats(Action):
    """Shown in place of what the button stands under."""

    code = "fs"
    period: str = "month"
    by: str = "day"


@dataclass(frozen=True, slots=True)
class Shade(Action):
    """The picture on a dark ground (1) or a light one (0), from now on."""

    code = "fd"
    dark: int
    period: str
    by: str


@dataclass(frozen=True, slots=True)
class StatsFile(Action):
    """`kind`: csv or xlsx."""

    code = "ff"
    kind: str
    period: str
    by: str


@dataclass(frozen=True, slots=True)
class LeaveStats(Action):
    """Back to the operators' menu; the picture goes, for it can't become a text."""

    code = "fl"

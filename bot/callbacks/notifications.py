"""Buttons about how operators are told what."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Notifications(Action):
    code = "nt"


@dataclass(frozen=True, slots=True)
class StreamChoices(Action):
    """How and where one stream is told."""

    code = "ns"
    stream: str


@dataclass(frozen=True, slots=True)
class Hear(Action):
    """How soon they hear of it privately."""

    code = "nh"
    stream: str
    way: str


@dataclass(frozen=True, slots=True)
class RouteTo(Action):
    """Where it goes, for all."""

    code = "nr"
    stream: str
    where: str


@dataclass(frozen=True, slots=True)
class HearInRoom(Action):
    """How soon it is told in the staff room."""

    code = "ni"
    stream: str
    way: str


@dataclass(frozen=True, slots=True)
class Completions(Action):
    """From messages of long ago, and the button under each finished order: hear of them (1) or not (0)."""

    code = "om"
    wanted: int

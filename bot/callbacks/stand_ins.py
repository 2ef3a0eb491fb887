"""Buttons of what stands in for a service. `key` is the service's, `stand_in` the one's that stands in for it."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Backed(Action):
    """The services that have stand-ins."""

    code = "zb"
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowStandIns(Action):
    code = "zs"
    key: int


@dataclass(frozen=True, slots=True)
class FindStandIn(Action):
    """A question: its answers are what to look for, one after the other."""

    code = "zf"
    key: int


@dataclass(frozen=True, slots=True)
class AddStandIn(Action):
    code = "za"
    key: int
    stand_in: int


@dataclass(frozen=True, slots=True)
class StandInUp(Action):
    """It is asked before the one that is asked before it now."""

    code = "zu"
    key: int
    stand_in: int


@dataclass(frozen=True, slots=True)
class RemoveStandIn(Action):
    code = "zr"
    key: int
    stand_in: int

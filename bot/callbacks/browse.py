"""Buttons through the catalogue."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Platforms(Action):
    code = "p"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Shelves(Action):
    """The categories of a platform."""

    code = "k"
    platform: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Services(Action):
    """The services beside service `key`: a category, without its name."""

    code = "s"
    key: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowService(Action):
    code = "v"
    key: int

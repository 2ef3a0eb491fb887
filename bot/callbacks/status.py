"""Buttons about how the bot and its panels are."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Status(Action):
    code = "hs"


@dataclass(frozen=True, slots=True)
class ShowIncident(Action):
    code = "hi"
    number: int

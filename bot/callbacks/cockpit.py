"""The way to everything that operators do."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Cockpit(Action):
    code = "oc"

"""Buttons about the panels' money."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Balances(Action):
    code = "ob"


@dataclass(frozen=True, slots=True)
class Completions(Action):
    """Operators: hear of finished orders (1) or not (0)."""

    code = "om"
    wanted: int

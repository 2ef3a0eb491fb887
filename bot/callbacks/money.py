"""Buttons about the panels' money."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Balances(Action):
    code = "ob"

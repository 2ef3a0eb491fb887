"""Buttons of the menu."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Menu(Action):
    code = "m"


@dataclass(frozen=True, slots=True)
class Help(Action):
    code = "h"


@dataclass(frozen=True, slots=True)
class Languages(Action):
    code = "l"


@dataclass(frozen=True, slots=True)
class SetLanguage(Action):
    code = "sl"
    language: str

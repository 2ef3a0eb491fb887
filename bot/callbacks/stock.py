"""Buttons of the catalogue as operators see it."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class CatalogueState(Action):
    code = "os"


@dataclass(frozen=True, slots=True)
class SyncNow(Action):
    code = "on"

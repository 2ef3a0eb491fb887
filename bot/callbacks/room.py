"""Buttons about the staff room; most of them stand in it."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class StaffRoom(Action):
    """The room, as an owner sees it privately."""

    code = "rm"


@dataclass(frozen=True, slots=True)
class RoomLanguage(Action):
    code = "rl"
    language: str


@dataclass(frozen=True, slots=True)
class LeaveRoom(Action):
    code = "ro"

"""Buttons about people."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Invite(Action):
    code = "ov"

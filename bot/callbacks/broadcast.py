"""Buttons about messages to many people."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Broadcasts(Action):
    code = "bl"
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowBroadcast(Action):
    code = "bv"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class AskBroadcastMessage(Action):
    """The message sent next is the broadcast's; 0: a new one. `album`: of it they were told that it can't be sent."""

    code = "bm"
    broadcast_id: int = 0
    album: str = ""


@dataclass(frozen=True, slots=True)
class AskBroadcastLinks(Action):
    """The lines typed next are the buttons under the message."""

    code = "bb"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class AddOrderLink(Action):
    code = "bo"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class DropBroadcastLinks(Action):
    code = "bz"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class ShowAudience(Action):
    code = "ba"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class PickAudiencePlatform(Action):
    code = "bf"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class AskAudienceService(Action):
    """What is typed next is what the audience ordered."""

    code = "bw"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class SetAudience(Action):
    """`part` is one of `domain.audience.Part`."""

    code = "bs"
    broadcast_id: int
    part: str
    value: str


@dataclass(frozen=True, slots=True)
class ShowBroadcastMessage(Action):
    """Sends it to whoever taps, as people get it."""

    code = "bt"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class AskStartBroadcast(Action):
    code = "bq"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class StartBroadcast(Action):
    code = "bg"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class PauseBroadcast(Action):
    code = "bp"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class ResumeBroadcast(Action):
    code = "br"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class AskStopBroadcast(Action):
    code = "bx"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class StopBroadcast(Action):
    code = "by"
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class ThrowBroadcastAway(Action):
    code = "bd"
    broadcast_id: int

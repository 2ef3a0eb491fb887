"""What one operator hears of, and how."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.room import Room
from bot.domain.stream import Route, Stream, Way, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Of one operator, for the streams that they can do something about. `owner`: chooses for all, too."""

    room: Room | None
    routes: Mapping[Stream, Route]
    ways: Mapping[Stream, Way]
    owner: bool

    def in_room(self, stream: Stream) -> bool:
        return self.room is not None and self.routes[stream].where is Where.ROOM

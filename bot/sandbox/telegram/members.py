"""People in groups."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.seats import CallbackAnswer, Seat
from bot.sandbox.telegram.topics import Topic

if TYPE_CHECKING:
    from bot.sandbox.telegram.groups import Group


@dataclass(slots=True, eq=False)
class Member(Seat):
    """A person's side of a group. Topics are the owner's to open; who has opened one may close it too."""

    who: Person
    place: "Group"

    @property
    def person(self) -> Person:
        return self.who

    @property
    def answers(self) -> list[CallbackAnswer]:
        """What the bot said to this person's taps, here or elsewhere."""
        return self.who.answers

    @property
    def commands(self) -> list[tuple[str, str]]:
        return self.place.sim.profile.commands_in_group(
            self.place.id,
            self.who.id,
            self.who.language_code,
            is_admin=self.who is self.place.owner,
        )

    def open_topic(self, name: str) -> Topic:
        self._check_manages(None)
        if not self.place.is_forum:
            raise ValueError(f"{self.place.title} has no topics.")
        if not name.strip():
            raise ValueError("A topic needs a name.")
        return self.place.topics.open(self.who, name.strip())

    def close_topic(self, topic_id: int) -> None:
        self._set_closed(topic_id, closed=True)

    def reopen_topic(self, topic_id: int) -> None:
        self._set_closed(topic_id, closed=False)

    def delete_topic(self, topic_id: int) -> None:
        topic = self.place.topic(topic_id)
        self._check_manages(topic)
        self.place.topics.delete(topic)

    def _set_closed(self, topic_id: int, *, closed: bool) -> None:
        topic = self.place.topic(topic_id)
        self._check_manages(topic)
        self.place.topics.set_closed(topic, self.who, closed=closed)

    def _check_manages(self, topic: Topic | None) -> None:
        self.place.check_person(self.who)
        if self.who is not self.place.owner and (topic is None or topic.creator != self.who.id):
            raise ValueError(f"{self.who.first_name} may not manage topics in {self.place.title}.")

"""Where messages stand: what every chat has in common, and the private one of a person and the bot."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.errors import bad_request, forbidden
from bot.sandbox.telegram.membership import plain

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram
    from bot.sandbox.telegram.messages import SimMessage
    from bot.sandbox.telegram.people import Person


@dataclass(slots=True, eq=False, kw_only=True)
class Chat(ABC):
    """Messages by their ids, and whoever may read and write them.

    What a person can't do raises ValueError in words for people, what the bot can't do a refusal.
    """

    sim: "Telegram" = field(repr=False)
    messages: dict[int, "SimMessage"] = field(default_factory=dict, repr=False)
    pinned: list["SimMessage"] = field(default_factory=list, repr=False)

    @property
    @abstractmethod
    def id(self) -> int: ...

    @property
    @abstractmethod
    def kind(self) -> str:
        """Telegram's word for it: "private", "group" or "supergroup"."""

    @abstractmethod
    def as_chat(self) -> dict[str, Any]:
        """The Bot API's Chat."""

    @abstractmethod
    def address(self) -> dict[str, int]:
        """How events tell which chat is meant."""

    @abstractmethod
    def next_message_id(self) -> int: ...

    @abstractmethod
    def has_bot(self) -> bool:
        """Whether anything that happens here reaches the bot."""

    @abstractmethod
    def is_heard(self, message: "SimMessage") -> bool:
        """Whether the bot learns of this message."""

    @abstractmethod
    def check_person(self, person: "Person") -> None:
        """Whether the person can do anything here."""

    @abstractmethod
    def admit(self, person: "Person", topic_id: int | None) -> None:
        """Let the person write."""

    @abstractmethod
    def admit_bot(self, topic_id: int | None) -> None:
        """Let the bot write."""

    @abstractmethod
    def check_read(self) -> None:
        """Whether the bot may ask about this chat."""

    @abstractmethod
    def check_write(self) -> None:
        """Whether the bot may change anything here."""

    @abstractmethod
    def check_pin(self) -> None:
        """Whether the bot may pin and unpin."""

    @abstractmethod
    def check_delete(self, message: "SimMessage") -> None:
        """Whether the bot may take this message away."""

    @abstractmethod
    def in_full(self) -> dict[str, Any]:
        """What ``getChat`` tells of this kind of chat beside what it tells of all."""

    @abstractmethod
    def chat_member(self, user_id: int | None) -> dict[str, Any]:
        """The ChatMember that this user is; a refusal if nobody knows them."""

    def forget(self, message: "SimMessage") -> None:
        del self.messages[message.message_id]
        message.deleted = True
        if message in self.pinned:
            self.pinned.remove(message)

    def changed(self) -> None:
        self.sim.changes.fire()
        self.sim.events.publish({**self.address(), "kind": "chat"})


@dataclass(slots=True, eq=False, kw_only=True)
class PrivateChat(Chat):
    person: "Person" = field(repr=False)

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def kind(self) -> str:
        return "private"

    def as_chat(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": self.person.id,
            "type": self.kind,
            "first_name": self.person.first_name,
        }
        if self.person.username:
            shown["username"] = self.person.username
        return shown

    def address(self) -> dict[str, int]:
        return {"user_id": self.person.id}

    def next_message_id(self) -> int:
        return self.sim.next_message_id()

    def has_bot(self) -> bool:
        return not self.person.blocked

    def is_heard(self, message: "SimMessage") -> bool:
        return message.author is not None or bool(message.service)

    def check_person(self, person: "Person") -> None:
        if person.blocked:
            raise ValueError(f"{person.first_name} has blocked the bot, and must unblock it first.")

    def admit(self, person: "Person", topic_id: int | None) -> None:
        self.check_person(person)
        if topic_id is not None:
            raise ValueError("A private chat has no topics.")
        person.started = True

    def admit_bot(self, topic_id: int | None) -> None:
        if topic_id is not None:
            raise bad_request("message thread not found")

    def check_read(self) -> None:
        if not self.person.started:
            raise bad_request("chat not found")

    def check_write(self) -> None:
        """Only to somebody who has written first and hasn't blocked the bot."""
        if not self.person.started:
            raise forbidden("bot can't initiate conversation with a user")
        if self.person.blocked:
            raise forbidden("bot was blocked by the user")

    def check_pin(self) -> None:
        """Both may."""

    def check_delete(self, message: "SimMessage") -> None:
        """Both may take away everything."""

    def in_full(self) -> dict[str, Any]:
        return {"accepted_gift_types": accepted_gifts(accepted=True)}

    def chat_member(self, user_id: int | None) -> dict[str, Any]:
        if user_id == self.sim.bot["id"]:
            return plain(self.sim.bot, "kicked" if self.person.blocked else "member")
        if user_id != self.person.id:
            raise bad_request("user not found")
        return plain(self.person.as_user(), "member")


def accepted_gifts(*, accepted: bool) -> dict[str, bool]:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts")
    return dict.fromkeys((*gifts, "premium_subscription", "gifts_from_channels"), accepted)

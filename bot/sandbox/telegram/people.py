"""People, each with a private chat with the bot."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.chats import PrivateChat
from bot.sandbox.telegram.membership import plain
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.seats import CallbackAnswer, Seat

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

_START_LINK = re.compile(r"(?:https?://)?t\.me/(\w+)(?:\?start=([A-Za-z0-9_-]{1,64}))?")


@dataclass(slots=True, eq=False)
class Person(Seat):
    """Somebody who may talk to the bot. ``language_code`` may be changed at any time."""

    sim: "Telegram" = field(repr=False)
    id: int
    first_name: str
    language_code: str
    username: str | None = None
    blocked: bool = False
    started: bool = False
    answers: list[CallbackAnswer] = field(default_factory=list, repr=False)
    inline_results: list[dict[str, Any]] = field(default_factory=list, repr=False)
    place: PrivateChat = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.place = PrivateChat(sim=self.sim, person=self)

    @property
    def person(self) -> "Person":
        return self

    @property
    def commands(self) -> list[tuple[str, str]]:
        return self.sim.profile.commands_for(self.id, self.language_code)

    def as_user(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.username:
            shown["username"] = self.username
        return {**shown, "language_code": self.language_code}

    def follow(self, link: str) -> SimMessage:
        """Open a ``t.me`` link to the bot and press Start."""
        found = _START_LINK.fullmatch(link)
        if not found or found.group(1).lower() != str(self.sim.bot["username"]).lower():
            raise ValueError(f"{link} doesn't lead to @{self.sim.bot['username']}.")
        return self.send(f"/start {found.group(2) or ''}")

    def pay(self, message_id: int | None = None) -> str:
        """Pay the newest invoice, or that one; returns the id of the pre-checkout query."""
        self.place.check_person(self)
        invoices = [message for message in self.chat if message.invoice]
        if message_id is not None:
            invoices = [message for message in invoices if message.message_id == message_id]
        if not invoices:
            raise LookupError(f"{self.first_name} has no such invoice.")
        return self.sim.payments.checkout(self, invoices[-1])

    def ask_inline(self, query: str, offset: str = "") -> str:
        """Type ``@bot query`` in some chat; returns the id of the inline query."""
        return self.sim.queries.asked_inline(self, query, offset)

    def block(self) -> None:
        if not self.blocked:
            self.blocked = True
            self._membership("member", "kicked")

    def unblock(self) -> None:
        if self.blocked:
            self.blocked = False
            self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> None:
        self.sim.updates.put(
            "my_chat_member",
            {
                "chat": self.place.as_chat(),
                "from": self.as_user(),
                "date": self.sim.now(),
                "old_chat_member": plain(self.sim.bot, old),
                "new_chat_member": plain(self.sim.bot, new),
            },
        )

"""The person's side of a chat: what somebody with a phone can do, and what they see."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.autolinks import with_automatic
from bot.sandbox.telegram.entities import utf16_length
from bot.sandbox.telegram.messages import Button, SimMessage
from bot.sandbox.telegram.texts import CAPTION_LIMIT, TEXT_LIMIT

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

_START_LINK = re.compile(r"(?:https?://)?t\.me/(\w+)(?:\?start=([A-Za-z0-9_-]{1,64}))?")


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot said to a tap; an empty text only stops the button's spinner."""

    query_id: str
    data: str
    text: str
    show_alert: bool
    url: str


@dataclass(slots=True, eq=False)
class Person:
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
    messages: dict[int, SimMessage] = field(default_factory=dict, repr=False)
    pinned: list[SimMessage] = field(default_factory=list, repr=False)

    # What they see

    @property
    def chat(self) -> list[SimMessage]:
        return list(self.messages.values())

    @property
    def last(self) -> SimMessage:
        """The newest message of the bot."""
        for message in reversed(self.chat):
            if message.from_bot:
                return message
        raise LookupError(f"{self.first_name} has no message from the bot yet.")

    def buttons(self, message_id: int | None = None) -> list[str]:
        """The labels under that message, or under the newest that has a keyboard."""
        message = self._newest_keyboard() if message_id is None else self.message(message_id)
        return [button.text for button in message.buttons] if message else []

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The menu of commands, by the narrowest scope and then by language."""
        return self.sim.profile.commands_for(self.id, self.language_code)

    def message(self, message_id: int) -> SimMessage:
        if message_id not in self.messages:
            raise LookupError(f"{self.first_name} sees no message {message_id}.")
        return self.messages[message_id]

    async def until(
        self, condition: Callable[[list[SimMessage]], Any], *, within: float = 20.0
    ) -> None:
        """Wait until the condition holds for the chat; at most ``within`` seconds."""
        try:
            async with asyncio.timeout(within):
                await self.sim.changes.wait_for(lambda: bool(condition(self.chat)))
        except TimeoutError:
            raise TimeoutError(
                f"{self.first_name} waited {within:g} s in vain; the chat shows:\n{self}"
            ) from None

    def __str__(self) -> str:
        lines = []
        for message in self.chat:
            who = self.sim.bot["first_name"] if message.from_bot else self.first_name
            labels = " ".join(f"[{button.text}]" for button in message.buttons)
            lines.append(f"{message.message_id} {who}: {message.text} {labels}".rstrip())
        return "\n".join(lines)

    def as_user(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.username:
            shown["username"] = self.username
        return {**shown, "language_code": self.language_code}

    def as_chat(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "type": "private", "first_name": self.first_name}
        if self.username:
            shown["username"] = self.username
        return shown

    # What they do

    def send(self, text: str) -> SimMessage:
        """Write to the bot; a long text goes out in several messages, the last is returned."""
        pieces = _pieces(text.strip())
        if not pieces:
            raise ValueError("An empty message can't be sent.")
        return [self._say(text=piece) for piece in pieces][-1]

    def follow(self, link: str) -> SimMessage:
        """Open a ``t.me`` link to the bot and press Start."""
        found = _START_LINK.fullmatch(link)
        if not found or found.group(1).lower() != str(self.sim.bot["username"]).lower():
            raise ValueError(f"{link} doesn't lead to @{self.sim.bot['username']}.")
        return self.send(f"/start {found.group(2) or ''}")

    def send_file(
        self, name: str, content: bytes | str, *, mime_type: str | None = None, caption: str = ""
    ) -> SimMessage:
        if utf16_length(caption) > CAPTION_LIMIT:
            raise ValueError(f"A caption has at most {CAPTION_LIMIT} characters.")
        data = content.encode() if isinstance(content, str) else content
        file = self.sim.files.add_document(name, data, mime_type)
        return self._say(text=caption, document=file)

    def tap(
        self, label: str | None = None, *, data: str | None = None, message_id: int | None = None
    ) -> str:
        """Press a button by its label or its data; returns the id of the callback query.

        Without ``message_id`` the newest message that has such a button is meant; with it, data
        may be sent that no button has, as a forged or outdated client would.
        """
        self._must_not_block()
        if data is not None and message_id is not None:
            return self.sim.queries.tapped(self, message_id, data)
        message, button = self._find_button(label, data, message_id)
        if button.data is None:
            raise LookupError(f"The button “{button.text}” sends nothing to the bot.")
        return self.sim.queries.tapped(self, message.message_id, button.data)

    def pay(self, message_id: int | None = None) -> str:
        """Pay the newest invoice, or that one; returns the id of the pre-checkout query."""
        self._must_not_block()
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

    def _say(self, **content: Any) -> SimMessage:
        self._must_not_block()
        self.started = True
        entities = tuple(with_automatic(content.get("text", ""), ()))
        message = self.sim.add_message(self, from_bot=False, entities=entities, **content)
        self.sim.updates.put("message", message.for_api(self.sim.bot))
        return message

    def _must_not_block(self) -> None:
        if self.blocked:
            raise ValueError(f"{self.first_name} has blocked the bot, and must unblock it first.")

    def _newest_keyboard(self) -> SimMessage | None:
        return next((message for message in reversed(self.chat) if message.buttons), None)

    def _find_button(
        self, label: str | None, data: str | None, message_id: int | None
    ) -> tuple[SimMessage, Button]:
        if label is None and data is None:
            raise ValueError("Say which button: by its label or by its data.")
        where = self.chat[::-1] if message_id is None else [self.message(message_id)]
        for message in where:
            if button := _matching(message.buttons, label, data):
                return message, button
        wanted = f"“{label}”" if label is not None else f"with the data “{data}”"
        there = [f"{message.message_id}: {self.buttons(message.message_id)}" for message in where]
        raise LookupError(
            f"{self.first_name} sees no button {wanted}. There are: "
            + (", ".join(line for line in there if not line.endswith("[]")) or "none")
        )

    def _membership(self, old: str, new: str) -> None:
        self.sim.updates.put(
            "my_chat_member",
            {
                "chat": self.as_chat(),
                "from": self.as_user(),
                "date": self.sim.now(),
                "old_chat_member": self.sim.membership(old),
                "new_chat_member": self.sim.membership(new),
            },
        )


def _matching(buttons: list[Button], label: str | None, data: str | None) -> Button | None:
    if label is None:
        return next((button for button in buttons if button.data == data), None)
    exact = (button for button in buttons if button.text == label)
    similar = (button for button in buttons if label in button.text)
    return next(exact, None) or next(similar, None)


def _pieces(text: str) -> list[str]:
    """Cut as a client cuts: at most 4096 UTF-16 units each, never inside a character."""
    pieces: list[str] = []
    start = size = 0
    for index, character in enumerate(text):
        width = utf16_length(character)
        if size + width > TEXT_LIMIT:
            pieces.append(text[start:index])
            start, size = index, 0
        size += width
    if text[start:]:
        pieces.append(text[start:])
    return pieces

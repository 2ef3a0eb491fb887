"""A person's side of a chat: what somebody with a phone sees there, and what they can do."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.autolinks import with_automatic
from bot.sandbox.telegram.chats import Chat
from bot.sandbox.telegram.entities import utf16_length
from bot.sandbox.telegram.errors import RefusalError
from bot.sandbox.telegram.files import KINDS
from bot.sandbox.telegram.messages import Button, SimMessage
from bot.sandbox.telegram.texts import CAPTION_LIMIT, TEXT_LIMIT

if TYPE_CHECKING:
    from bot.sandbox.telegram.people import Person


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot said to a tap; an empty text only stops the button's spinner."""

    query_id: str
    data: str
    text: str
    show_alert: bool
    url: str


class Seat(ABC):
    """One person's place in one chat. ``reply_to`` is the id of a message, ``thread_id`` that of a group's topic."""

    __slots__ = ()
    place: Chat

    @property
    @abstractmethod
    def person(self) -> "Person": ...

    @property
    @abstractmethod
    def commands(self) -> list[tuple[str, str]]:
        """The menu of commands, by the narrowest scope and then by language."""

    # What they see

    @property
    def chat(self) -> list[SimMessage]:
        return list(self.place.messages.values())

    @property
    def messages(self) -> dict[int, SimMessage]:
        return self.place.messages

    @property
    def pinned(self) -> list[SimMessage]:
        return self.place.pinned

    @property
    def last(self) -> SimMessage:
        """The newest message of the bot."""
        for message in reversed(self.chat):
            if message.from_bot:
                return message
        raise LookupError(f"{self.person.first_name} has no message from the bot yet.")

    def buttons(self, message_id: int | None = None) -> list[str]:
        """The labels under that message, or under the newest that has a keyboard."""
        message = self._newest_keyboard() if message_id is None else self.message(message_id)
        return [button.text for button in message.buttons] if message else []

    def message(self, message_id: int) -> SimMessage:
        if message_id not in self.place.messages:
            raise LookupError(f"{self.person.first_name} sees no message {message_id}.")
        return self.place.messages[message_id]

    async def until(
        self, condition: Callable[[list[SimMessage]], Any], *, within: float = 20.0
    ) -> None:
        """Wait until the condition holds for the chat; at most ``within`` seconds."""
        try:
            async with asyncio.timeout(within):
                await self.place.sim.changes.wait_for(lambda: bool(condition(self.chat)))
        except TimeoutError:
            raise TimeoutError(
                f"{self.person.first_name} waited {within:g} s in vain; the chat shows:\n{self}"
            ) from None

    def __str__(self) -> str:
        lines = []
        for message in self.chat:
            who = message.author.first_name if message.author else self.place.sim.bot["first_name"]
            labels = " ".join(f"[{button.text}]" for button in message.buttons)
            lines.append(f"{message.message_id} {who}: {message.text} {labels}".rstrip())
        return "\n".join(lines)

    # What they do

    def send(
        self, text: str, *, reply_to: int | None = None, thread_id: int | None = None
    ) -> SimMessage:
        """Write; a long text goes out in several messages, the last is returned."""
        pieces = _pieces(text.strip())
        if not pieces:
            raise ValueError("An empty message can't be sent.")
        said = [self._say(reply_to, thread_id, text=piece) for piece in pieces]
        return said[-1]

    def send_file(
        self,
        name: str,
        content: bytes | str,
        *,
        mime_type: str | None = None,
        caption: str = "",
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> SimMessage:
        data = content.encode() if isinstance(content, str) else content
        return self.send_media(
            "document",
            data,
            name=name,
            mime_type=mime_type,
            caption=caption,
            reply_to=reply_to,
            thread_id=thread_id,
        )

    def send_photo(
        self,
        content: bytes,
        *,
        caption: str = "",
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> SimMessage:
        return self.send_media(
            "photo", content, caption=caption, reply_to=reply_to, thread_id=thread_id
        )

    def send_media(
        self,
        kind: str,
        content: bytes,
        *,
        name: str = "",
        mime_type: str | None = None,
        caption: str = "",
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> SimMessage:
        """A photo, document, voice message, sticker or video; of the last three any bytes will do."""
        if kind not in KINDS:
            raise ValueError(f"What is sent is one of {', '.join(KINDS)}, not {kind!r}.")
        if utf16_length(caption) > CAPTION_LIMIT:
            raise ValueError(f"A caption has at most {CAPTION_LIMIT} characters.")
        if caption and kind == "sticker":
            raise ValueError("A sticker has no caption.")
        try:
            file = self.place.sim.files.add(kind, content, name, mime_type)
        except RefusalError as refusal:
            raise ValueError(f"Telegram doesn't take it: {refusal.description}") from None
        return self._say(reply_to, thread_id, text=caption, media=file)

    def tap(
        self, label: str | None = None, *, data: str | None = None, message_id: int | None = None
    ) -> str:
        """Press a button by its label or its data; returns the id of the callback query.

        Without ``message_id`` the newest message that has such a button is meant; with it, data
        may be sent that no button has, as a forged or outdated client would.
        """
        self.place.check_person(self.person)
        if data is None or message_id is None:
            message, button = self._find_button(label, data, message_id)
            if button.data is None:
                raise LookupError(f"The button “{button.text}” sends nothing to the bot.")
            data, message_id = button.data, message.message_id
        return self.place.sim.queries.tapped(self.person, self.place, message_id, data)

    def _say(self, reply_to: int | None, thread_id: int | None, **content: Any) -> SimMessage:
        answered = None if reply_to is None else self.message(reply_to)
        topic_id = answered.topic_id if answered and thread_id is None else thread_id
        self.place.admit(self.person, topic_id)
        entities = tuple(with_automatic(content.get("text", ""), ()))
        return self.place.sim.add_message(
            self.place,
            author=self.person,
            topic_id=topic_id,
            reply_to=answered,
            entities=entities,
            **content,
        )

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
            f"{self.person.first_name} sees no button {wanted}. There are: "
            + (", ".join(line for line in there if not line.endswith("[]")) or "none")
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

"""Somebody at their phone: taps, writes, waits, and looks at what the bot shows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.people import Person


@dataclass(frozen=True, slots=True)
class Guest:
    """Each deed returns once the bot has handled it. Buttons go by a part of their label, texts by a part of theirs."""

    person: Person
    telegram: Telegram

    @property
    def id(self) -> int:
        return self.person.id

    # What they do

    async def taps(self, *labels: str, message: SimMessage | None = None) -> None:
        """One button after the other; of the newest message that has it, or of `message` as soon as it has it."""
        for label in labels:
            if message is not None:
                await self.until(partial(self.has_button, label, message))
            self.person.tap(label, message_id=message.message_id if message else None)
            await self.telegram.handled()

    async def forges(self, data: str, message: SimMessage | None = None) -> None:
        """Taps a button that a broken or malicious client made up."""
        shown_in = message or self.last
        self.person.tap(data=data, message_id=shown_in.message_id)
        await self.telegram.handled()

    async def says(self, *texts: str) -> None:
        for text in texts:
            self.person.send(text)
            await self.telegram.handled()

    async def sends_file(
        self, name: str, content: bytes | str, *, mime_type: str | None = None
    ) -> None:
        self.person.send_file(name, content, mime_type=mime_type)
        await self.telegram.handled()

    async def follows(self, link: str) -> None:
        self.person.follow(link)
        await self.telegram.handled()

    # What they see

    @property
    def last(self) -> SimMessage:
        return self.person.last

    @property
    def text(self) -> str:
        """Of the bot's newest message."""
        return self.person.last.text

    @property
    def buttons(self) -> list[str]:
        """Under the bot's newest message."""
        return [button.text for button in self.last.buttons]

    @property
    def from_bot(self) -> list[SimMessage]:
        return [message for message in self.person.chat if message.from_bot]

    @property
    def notice(self) -> str:
        """What popped up over the button tapped last; empty if nothing did."""
        return self.person.answers[-1].text

    def has_button(self, part: str, message: SimMessage | None = None) -> bool:
        return any(part in button.text for button in (message or self.last).buttons)

    def data_of(self, part: str, message: SimMessage | None = None) -> str:
        """What the button sends."""
        found = (button for button in (message or self.last).buttons if part in button.text)
        return next(found).data or ""

    def sees(self, *parts: str) -> bool:
        """Whether one message of the bot holds all of these."""
        return any(all(part in message.text for part in parts) for message in self.from_bot)

    def count(self, *parts: str) -> int:
        """How many messages of the bot hold all of these."""
        return sum(all(part in message.text for part in parts) for message in self.from_bot)

    def find(self, *parts: str) -> SimMessage:
        """The newest message of the bot that holds all of these."""
        found = (
            message
            for message in reversed(self.from_bot)
            if all(part in message.text for part in parts)
        )
        return next(found)

    async def hears(self, *parts: str) -> SimMessage:
        """Waits until a message of the bot holds all of these."""
        await self.person.until(lambda _: self.sees(*parts))
        return self.find(*parts)

    async def until(self, condition: Callable[[], object]) -> None:
        await self.person.until(lambda _: condition())

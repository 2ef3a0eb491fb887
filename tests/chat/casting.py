"""Ways that many dialogues about broadcasts take, and a gate that holds them on the way."""

import asyncio
import struct
import zlib
from typing import Any

import pytest

from bot.domain.user import User
from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.methods import METHODS
from bot.sandbox.telegram.methods.sending import copy_message
from bot.sandbox.telegram.params import Params
from tests.chat.conftest import World
from tests.chat.talk import Guest


def picture() -> bytes:
    """A PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00\xff\x00\x00")
    return b"".join(
        (b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), chunk(b"IDAT", pixel), chunk(b"IEND", b""))
    )


async def compose(olga: Guest, text: str = "We have news!") -> None:
    """A draft of a plain text, on her screen."""
    await olga.says("/broadcast")
    await olga.taps("New broadcast")
    await olga.says(text)


async def to_start(olga: Guest, text: str = "We have news!") -> SimMessage:
    """The question whether it is to be sent; it becomes the message that shows how it goes."""
    await compose(olga, text)
    await olga.taps("Send it…")
    return olga.last


async def sent(olga: Guest, text: str = "We have news!") -> SimMessage:
    """To everybody, and done; the message that shows how it went."""
    progress = await to_start(olga, text)
    olga.person.tap("Yes, send it")
    await olga.until(lambda: "done" in progress.text)
    return progress


async def report(olga: Guest, *parts: str) -> SimMessage:
    """The message of its own that says that one is over."""

    def found() -> list[SimMessage]:
        return [
            message
            for message in olga.from_bot
            if olga.has_button("See it", message) and all(part in message.text for part in parts)
        ]

    await olga.until(found)
    return found()[-1]


async def customers(world: World, count: int, *, first: int = 10_001) -> list[Guest]:
    """People who were let in long ago."""
    assert world.shop is not None
    guests = [world.guest(first + number, f"Guest {number}") for number in range(count)]
    async with world.shop.shop.desk.storage.transaction() as tx:
        for guest in guests:
            guest.person.started = True
            seen = User(id=guest.id, first_name=guest.person.first_name, client_language="en")
            await tx.users.meet(seen, world.clock())
            await tx.users.set_member(guest.id)
    return guests


class Gate:
    """While it is shut, copies for people wait in front of it; previews pass."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.waiting = 0
        self._came = asyncio.Condition()

    async def copy(self, sim: Telegram, params: Params) -> Any:
        if params.value("chat_id") != params.value("from_chat_id"):
            self.waiting += 1
            async with self._came:
                self._came.notify_all()
            await self.open.wait()
        return copy_message(sim, params)

    async def holds(self, count: int) -> None:
        async with asyncio.timeout(20), self._came:
            await self._came.wait_for(lambda: self.waiting >= count)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    shut = Gate()
    monkeypatch.setitem(METHODS, "copymessage", ("copyMessage", shut.copy))
    return shut

"""Whole orders over HTTP by several people at once, in steps a second; against python-telegram-bot's default, echoing."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox.telegram import Telegram
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import serve
from tests.bench.figures import Figure, in_turns
from tests.bench.servers import server
from tests.bench.start import environment, started

_PEOPLE = 16
_ORDERS = 3
_STEPS = 6
_links = count(1)


async def run() -> list[Figure]:
    with TemporaryDirectory() as folder:
        ours, echo = Telegram(), Telegram()
        async with server() as answers, serve(ours) as our_url, serve(echo) as echo_url:
            admins = ",".join(str(1 + number) for number in range(_PEOPLE))
            settings = environment(our_url, answers, Path(folder), admins)
            async with (
                started(("-m", "tests.bench.unpaced", "run"), settings, ours),
                started(("-m", "tests.bench.echo", echo_url), {}, echo),
            ):
                customers, others = await _people(ours), await _people(echo)
                await _open(ours)
                mine, other, ratio = await in_turns(
                    partial(_all, customers, _order), partial(_all, others, _echoed)
                )
    steps = _PEOPLE * _ORDERS * _STEPS
    return [
        Figure(
            what="steps of an order a second / echoes a second",
            value=1 / ratio,
            least=1,
            made_of=f"{steps / mine:.0f}/s / {steps / other:.0f}/s",
        )
    ]


async def _people(telegram: Telegram) -> list[Person]:
    people = [telegram.add_user(1 + number, f"Guest {number}") for number in range(_PEOPLE)]
    for person in people:
        person.send("/start")
    await telegram.handled()
    return people


async def _open(shop: Telegram) -> None:
    """The bot has read what there is to sell."""
    person = shop.people[1]
    while True:
        person.send("50000")
        await person.until(lambda chat: chat[-1].from_bot)
        if "Found for" in person.last.text:
            return


async def _all(people: list[Person], act: Callable[[Person], Awaitable[None]]) -> float:
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(_in_a_row(person, act))
    return time.perf_counter() - began


async def _in_a_row(person: Person, act: Callable[[Person], Awaitable[None]]) -> None:
    for _ in range(_ORDERS):
        await act(person)


async def _order(person: Person) -> None:
    person.send("50000")
    await _shown(person, "Found for")
    person.tap("1 ·")
    await _shown(person, "Service 50000")
    person.tap("Order this")
    await _shown(person, "Send the link")
    person.send(f"https://instagram.com/p/{next(_links)}")
    await _shown(person, "How many")
    person.send("1000")
    await _shown(person, "Check your order")
    card = person.last
    person.tap("Confirm")
    await person.until(lambda _: "Order #" in card.text)


async def _echoed(person: Person) -> None:
    for number in range(_STEPS):
        text = f"step {number} of {next(_links)}"
        person.send(text)
        await _shown(person, text)


async def _shown(person: Person, words: str) -> None:
    """In the newest message, which is the bot's."""
    await person.until(lambda chat: chat[-1].from_bot and words in chat[-1].text)

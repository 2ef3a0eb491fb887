"""The sender with 10,000 notices at Telegram's own pace, and people who tap meanwhile. Takes six minutes."""

import asyncio
import tempfile
import time
from collections import deque
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.callbacks import pack
from bot.callbacks.browse import Platforms
from bot.callbacks.menu import Menu
from bot.domain.notice import NoticeKind
from bot.domain.order import OrderStatus
from bot.sandbox.telegram.core import Answer
from bot.sandbox.telegram.people import Person
from bot.transport.pacing import MESSAGES_PER_SECOND
from storage import open_storage
from tests.bench.figures import Figure
from tests.bench.history import FIRST_USER, fill
from tests.bench.shop import Shop, shop
from tests.bench.stall import watched

_NOTICES = 10_000
_TAPPING = 5
_PAUSE = 0.7


@dataclass(slots=True)
class _Seen:
    """When each message went out, and how long each tap waited for its answer; seconds."""

    sent: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)


async def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        books = Path(folder) / "shop.db"
        async with open_storage(f"sqlite:///{books}"):
            pass  # its tables are made
        fill(books, count=_NOTICES, status=OrderStatus.COMPLETED, people=_NOTICES)
        async with AsyncExitStack() as stack:
            ours = await stack.enter_async_context(shop(books, paced=True))
            seen = _Seen()
            _listen(ours, seen)
            _everybody_is_there(ours)
            tapping = [await ours.person(1)]
            tapping += [await _started(ours, FIRST_USER + n) for n in range(1, _TAPPING)]
            await _put(ours)
            seen.sent.clear()
            stall = await stack.enter_async_context(watched())
            await _until_told(ours, seen, tapping)
    rate = (len(seen.sent) - 1) / (seen.sent[-1] - seen.sent[0])
    waited = sorted(seen.waited)
    return [
        Figure(
            what="messages a second / allowed",
            value=rate / MESSAGES_PER_SECOND,
            least=0.97,
            made_of=f"{rate:.2f} / {MESSAGES_PER_SECOND}",
        ),
        Figure(
            what="the fullest second / allowed",
            value=_fullest(seen.sent) / MESSAGES_PER_SECOND,
            most=1,
            made_of=f"{_fullest(seen.sent)} / {MESSAGES_PER_SECOND}",
        ),
        Figure(
            what="99 of 100 taps meanwhile are answered within",
            value=waited[len(waited) * 99 // 100],
            unit="s",
            most=1,
            made_of=f"{len(waited)} taps, median {waited[len(waited) // 2]:.3f} s",
        ),
        Figure(what="longest stall", value=stall.longest * 1000, unit="ms", most=50),
    ]


def _listen(ours: Shop, seen: _Seen) -> None:
    carry_out = ours.telegram.call

    async def call(token: str, method: str, values: Mapping[str, Any], *rest: Any) -> Answer:
        if method.startswith("send"):
            seen.sent.append(time.monotonic())
        return await carry_out(token, method, values, *rest)

    ours.telegram.call = call  # type: ignore[method-assign, assignment]


def _everybody_is_there(ours: Shop) -> None:
    """They wrote to the bot before this began."""
    for number in range(_NOTICES):
        ours.telegram.add_user(FIRST_USER + number, f"Guest {number}").started = True


async def _started(ours: Shop, user_id: int) -> Person:
    person = ours.telegram.people[user_id]
    person.send("/start")
    await ours.telegram.handled()
    return person


async def _put(ours: Shop) -> None:
    desk = ours.bot.shop.desk
    async with desk.storage.transaction() as tx:
        for number in range(_NOTICES):
            await tx.outbox.put(
                NoticeKind.ORDER,
                FIRST_USER + number,
                f"order:{number + 1}:completed",
                now=desk.clock(),
                subject=number + 1,
                data={"status": OrderStatus.COMPLETED.value},
            )
    desk.wake.outbox.set()


async def _until_told(ours: Shop, seen: _Seen, tapping: list[Person]) -> None:
    done = asyncio.Event()

    async def tap(person: Person) -> None:
        screens = deque((pack(Platforms()), pack(Menu())))
        while not done.is_set():
            card = person.last
            before = card.edits
            began = time.monotonic()
            person.tap(data=screens[0], message_id=card.message_id)
            screens.rotate()
            while card.edits == before:
                await person.until(lambda _: True)
                await asyncio.sleep(0.002)
            seen.waited.append(time.monotonic() - began)
            await asyncio.sleep(_PAUSE)

    async with asyncio.TaskGroup() as group:
        for person in tapping:
            group.create_task(tap(person))
        while len(seen.sent) < _NOTICES:  # noqa: ASYNC110 - what is measured isn't made to ring a bell
            await asyncio.sleep(0.1)
        done.set()


def _fullest(sent: list[float]) -> int:
    """The most messages in any one second."""
    window: deque[float] = deque()
    most = 0
    for at in sent:
        window.append(at)
        while window[0] <= at - 1:
            window.popleft()
        most = max(most, len(window))
    return most

"""The bot is killed between every two steps of a broadcast, and again while it recovers: at most once a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.broadcast import BroadcastStatus, RecipientStatus
from bot.domain.notice import NoticeKind
from tests.usecases.test_broadcasting import Crier, crier

__all__ = ["crier"]

PEOPLE = 3
_STEPS = ("before_cursor_execute", "commit")


class Killed(BaseException):
    """Nothing can catch it."""


class Life:
    """Ends at the step with this number; from then on nothing is done any more. `None`: it doesn't end."""

    def __init__(self, steps: int | None) -> None:
        self._left = steps
        self.over = False

    def step(self) -> None:
        if self._left == 0 or self.over:
            self.over = True
            raise Killed
        if self._left is not None:
            self._left -= 1


@contextmanager
def lives(crier: Crier, steps: int | None) -> Iterator[Life]:
    """Each statement and each commit is a step, and each call of Telegram is one before and one after."""
    life = Life(steps)
    engine = crier.shop.storage._engine.sync_engine

    def note(*_: Any) -> None:
        life.step()

    for name in _STEPS:
        event.listen(engine, name, note)
    crier.post.step = life.step
    try:
        yield life
    except Killed:
        assert life.over
    finally:
        crier.post.step = _nothing
        for name in _STEPS:
            event.remove(engine, name, note)


def _nothing() -> None:
    pass


async def run(crier: Crier, steps: int | None) -> bool:
    """A run of the bot from its start until there is nothing left to do; whether it got that far."""
    with lives(crier, steps) as life:
        await crier.restart()
        while await crier.some():
            await crier.shows()
        await crier.shows()
    return not life.over


async def check(crier: Crier, number: int) -> None:
    await crier.agrees(number)
    states = await crier.states(number)
    assert len(states) == PEOPLE
    assert RecipientStatus.DUE not in states.values()
    assert RecipientStatus.SENDING not in states.values()
    assert all(got <= 1 for got in crier.post.got.values())
    assert await crier.status(number) is BroadcastStatus.DONE
    await crier.shop.tell()
    told = [n for n in crier.shop.mail if n.kind is NoticeKind.BROADCAST and n.subject == number]
    assert len(told) == 1


async def survive(crier: Crier, *deaths: int) -> bool:
    """One broadcast through these deaths; whether the last came before its work was done. The books are right in the end."""
    first = min(await crier.people(PEOPLE))
    crier.post.got.clear()
    crier.post.plans = {first + 1: ["flood"], first + 2: ["lost after"]}
    number = await crier.started()
    died = False
    for steps in deaths:
        died = not await run(crier, steps)
    for _ in range(2):
        assert await run(crier, None)
        crier.shop.clock.move(hours=1)
    await check(crier, number)
    return died


@pytest.mark.parametrize("third", [0, 1, 2])
async def test_killed_at_every_step(crier: Crier, third: int) -> None:
    steps = third
    while await survive(crier, steps):
        steps += 3
    assert steps > 30


@pytest.mark.parametrize("first", [8, 14, 20])
async def test_killed_once_more_at_every_step_of_the_recovery(crier: Crier, first: int) -> None:
    for second in range(12):
        assert await survive(crier, first, second)

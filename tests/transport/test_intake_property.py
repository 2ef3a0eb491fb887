"""Whatever the handlers cost and whenever the process dies: nothing is lost, order is kept."""

import asyncio
import contextlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.transport.intake import LIMIT, LONGEST_PAUSE, Intake
from tests.transport.direct_telegram import DirectTelegram
from tests.transport.virtual_time import run_in_virtual_time

FIRST = 100


@dataclass
class World:
    """The truth: what was sent, what was handled, what Telegram was told to forget."""

    costs: list[float]
    telegram: DirectTelegram = field(init=False)
    handled: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.telegram = DirectTelegram(on_forget=self._forgotten)

    def _forgotten(self, update_id: int) -> None:
        assert update_id in self.handled, "acknowledged before it was handled"

    async def handle(self, update: Update) -> None:
        await asyncio.sleep(self.costs[update.update_id - FIRST])
        self.handled.append(update.update_id)

    def intake(self, bot: Any) -> Intake:
        return Intake(bot, self.handle, clock=asyncio.get_running_loop().time)


message = st.tuples(
    st.integers(1, 4),  # who
    st.sampled_from([0.0, 0.01, 0.3, 2.0, 20.0]),  # what handling costs
    st.sampled_from([0.0, 0.0, 0.05, 1.0]),  # the wait before it is sent
)


@settings(deadline=None, max_examples=60)
@given(
    messages=st.lists(message, min_size=1, max_size=25),
    lives=st.lists(st.floats(0.0, 8.0), max_size=4),
)
def test_nothing_is_lost_however_often_the_process_dies(
    messages: list[tuple[int, float, float]], lives: list[float]
) -> None:
    async def main() -> World:
        world = World([cost for _, cost, _ in messages])
        sending = asyncio.create_task(_send(world, messages))
        async with world.telegram.bot() as bot:
            for seconds in lives:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await world.intake(bot).run()
            intake = world.intake(bot)
            task = asyncio.create_task(intake.run())
            await sending
            await world.telegram.wait_until_forgotten()
            await intake.stop(0)
            await task
        return world

    world = run_in_virtual_time(main())

    assert set(world.handled) == {FIRST + number for number in range(len(messages))}
    first_time: dict[int, list[int]] = defaultdict(list)
    for update_id in dict.fromkeys(world.handled):
        first_time[messages[update_id - FIRST][0]].append(update_id)
    assert all(ids == sorted(ids) for ids in first_time.values())
    if not lives:
        assert len(world.handled) == len(messages)


async def _send(world: World, messages: list[tuple[int, float, float]]) -> None:
    for number, (person, _, wait) in enumerate(messages):
        await asyncio.sleep(wait)
        await world.telegram.deliver(FIRST + number, person, "hello")


def test_a_slow_handler_neither_spins_nor_delays_others() -> None:
    """While one takes a minute, Telegram is asked a few times a second, and others are served."""

    async def main() -> World:
        world = World([60.0, *[0.0] * 20])
        async with world.telegram.bot() as bot:
            intake = world.intake(bot)
            task = asyncio.create_task(intake.run())
            await world.telegram.deliver(FIRST, 1, "slow")
            for number in range(1, 21):
                await asyncio.sleep(2)
                await world.telegram.deliver(FIRST + number, 2, "quick")
                await asyncio.sleep(LONGEST_PAUSE + 0.1)
                assert world.handled[-1] == FIRST + number
            await asyncio.sleep(60)
            await intake.stop(0)
            await task
        return world

    world = run_in_virtual_time(main())

    assert len(world.handled) == 21
    assert len(world.telegram.asked) < 60 / LONGEST_PAUSE + 60


def test_a_burst_larger_than_the_window_is_handled_once_each() -> None:
    async def main() -> World:
        world = World([0.05] * (3 * LIMIT + 7))
        for number in range(len(world.costs)):
            await world.telegram.deliver(FIRST + number, 1000 + number, "hello")
        async with world.telegram.bot() as bot:
            intake = world.intake(bot)
            task = asyncio.create_task(intake.run())
            await world.telegram.wait_until_forgotten()
            await intake.stop(0)
            await task
        return world

    world = run_in_virtual_time(main())

    assert len(world.handled) == len(set(world.handled)) == 3 * LIMIT + 7

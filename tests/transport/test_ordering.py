"""One person's things in order, different people's side by side."""

import asyncio
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from bot.transport.ordering import Lanes
from tests.transport.virtual_time import run_in_virtual_time


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=40))
def test_each_lane_keeps_its_order(items: list[tuple[int, int]]) -> None:
    done: dict[int, list[int]] = defaultdict(list)

    async def work(item: tuple[int, int, int]) -> None:
        key, number, cost = item
        await asyncio.sleep(cost)
        done[key].append(number)

    async def main() -> float:
        lanes = Lanes(work)
        for number, (key, cost) in enumerate(items):
            lanes.put(key, (key, number, cost))
        assert len(lanes) == len(items)
        assert await lanes.drain(1000)
        assert len(lanes) == 0
        return asyncio.get_running_loop().time()

    took = run_in_virtual_time(main())

    costs: dict[int, int] = defaultdict(int)
    for number, (key, cost) in enumerate(items):
        costs[key] += cost
        assert number in done[key]
    assert all(numbers == sorted(numbers) for numbers in done.values())
    assert round(took, 3) == max(costs.values(), default=0)


async def test_closing_forgets_what_waits() -> None:
    started = asyncio.Event()
    worked_on = []

    async def work(item: int) -> None:
        worked_on.append(item)
        started.set()
        await asyncio.Event().wait()

    lanes = Lanes(work)
    for item in range(3):
        lanes.put("ann", item)
    await started.wait()
    assert lanes.waiting("ann") == 2
    assert not await lanes.drain(0)

    await lanes.close()

    assert worked_on == [0]
    assert len(lanes) == lanes.waiting("ann") == 0


async def test_a_lane_can_be_used_again_after_it_ran_empty() -> None:
    worked_on = []

    async def work(item: int) -> None:
        worked_on.append(item)

    lanes = Lanes(work)
    for item in range(2):
        lanes.put("ann", item)
        assert await lanes.drain(10)

    assert worked_on == [0, 1]

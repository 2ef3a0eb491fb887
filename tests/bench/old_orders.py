"""What a tap costs with a million old orders in the books, against a thousand."""

import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

from bot.domain.order import OrderStatus
from bot.sandbox.telegram.people import Person
from storage import open_storage
from tests.bench.figures import Figure, in_turns, milliseconds, seconds
from tests.bench.history import FIRST_USER, fill
from tests.bench.shop import Shop, shop

_MANY, _FEW = 1_000_000, 1_000
_PEOPLE = 100
_TIMES = 20
_WAYS = (
    ("the menu", ("/start",)),
    ("my orders", ("/orders",)),
    ("a search", ("likes",)),
)


async def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            many = await stack.enter_async_context(shop(await _books(Path(folder), _MANY)))
            few = await stack.enter_async_context(shop(await _books(Path(folder), _FEW)))
            for each in (many, few):
                await each.bot.intake.stop(1)
            return [await _compare(many, few, what, texts) for what, texts in _WAYS]


async def _books(folder: Path, count: int) -> Path:
    """Everybody in them has a hundredth of the orders."""
    books = folder / f"{count}.db"
    async with open_storage(f"sqlite:///{books}"):
        pass
    fill(books, count=count, status=OrderStatus.COMPLETED, people=_PEOPLE)
    return books


async def _compare(many: Shop, few: Shop, what: str, texts: tuple[str, ...]) -> Figure:
    mine, other, ratio = await in_turns(_asking(many, texts), _asking(few, texts))
    return Figure(
        what=f"{what}: a million old orders / a thousand",
        value=ratio,
        most=1.2,
        made_of=f"{milliseconds(mine / _TIMES)} / {milliseconds(other / _TIMES)}",
    )


def _asking(ours: Shop, texts: tuple[str, ...]) -> Callable[[], Awaitable[float]]:
    person: Person = ours.telegram.add_user(FIRST_USER, "Guest 0")

    async def say() -> None:
        for _ in range(_TIMES):
            for text in texts:
                person.send(text)
                await ours.handle()

    async def measured() -> float:
        return await seconds(say)

    return measured

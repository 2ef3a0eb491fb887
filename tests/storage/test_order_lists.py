"""Lists of orders: what they are narrowed to, page by page, and never by looking at the others."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.order import FINAL, RUNNING, Order, OrderStatus, Report, observe
from bot.domain.page import Place
from bot.domain.stuck import UNSENT_AFTER
from bot.domain.user import User
from storage import Storage, open_storage
from storage.order_lists import OrderFilter
from tests.storage.samples import ANN, MINUTE, NOW, PANEL, Shop, open_shop

S = OrderStatus
BEN = User(id=7_000_000_002, first_name="Ben")
ALL = OrderFilter()


@pytest.fixture
async def orders(shop: Shop) -> list[Order]:
    """Twelve, each an hour later: Ann's and Ben's in turn, at two panels, a third of them done."""
    async with shop.storage.transaction() as tx:
        await tx.users.meet(BEN, NOW)
    return [
        await shop.put(
            n,
            link_key=f"link{n % 4}",
            user_id=(ANN, BEN)[n % 2].id,
            panel=(PANEL, "other")[n // 6],
            status=S.COMPLETED if n % 3 == 0 else S.PENDING,
            panel_order_id=str(500 + n % 6),
            created_at=NOW + timedelta(hours=n),
        )
        for n in range(12)
    ]


async def page(shop: Shop, wanted: OrderFilter, at: int = 0, size: int = 50) -> list[int]:
    async with shop.storage.reading() as tx:
        found = await tx.order_lists.page(wanted, Place.of(at), size=size)
    return [order.id for order in found.items]


def ids(orders: list[Order], *which: int) -> list[int]:
    """Of these, the newest first."""
    return [orders[n].id for n in sorted(which, reverse=True)]


@pytest.mark.parametrize(
    ("wanted", "which"),
    [
        (ALL, range(12)),
        (OrderFilter(user_id=ANN.id), range(0, 12, 2)),
        (OrderFilter(user_id=1), ()),
        (OrderFilter(panel="other"), range(6, 12)),
        (OrderFilter(statuses=RUNNING), (1, 2, 4, 5, 7, 8, 10, 11)),
        (OrderFilter(statuses=FINAL), (0, 3, 6, 9)),
        (OrderFilter(statuses=()), ()),
        (OrderFilter(user_id=BEN.id, statuses=FINAL), (3, 9)),
        (OrderFilter(user_id=BEN.id, panel=PANEL), (1, 3, 5)),
        (OrderFilter(panel="other", statuses={S.PENDING}), (7, 8, 10, 11)),
        (OrderFilter(link_keys={"link1", "link2"}), (1, 2, 5, 6, 9, 10)),
        (OrderFilter(link_keys={"link1"}, user_id=BEN.id, statuses=FINAL), (9,)),
        (OrderFilter(link_keys=()), ()),
        (OrderFilter(before=NOW + timedelta(hours=3)), (0, 1, 2)),
        (OrderFilter(before=NOW), ()),
        (OrderFilter(since=NOW + timedelta(hours=10)), (10, 11)),
        (OrderFilter(since=NOW + timedelta(hours=99)), ()),
        (OrderFilter(since=NOW + 3 * timedelta(hours=1), statuses=FINAL), (3, 6, 9)),
        (OrderFilter(before=NOW + timedelta(hours=7), panel="other"), (6,)),
    ],
)
async def test_a_list_shows_what_it_is_narrowed_to(
    shop: Shop, orders: list[Order], wanted: OrderFilter, which: range
) -> None:
    expected = ids(orders, *which)
    assert await page(shop, wanted) == expected
    async with shop.storage.reading() as tx:
        assert await tx.order_lists.count(wanted) == len(expected)
        assert await tx.order_lists.count(wanted, most=3) == min(3, len(expected))
        assert await tx.order_lists.numbers(wanted, most=4) == expected[:4]


async def test_single_orders_by_their_numbers(shop: Shop, orders: list[Order]) -> None:
    numbers = {orders[2].id, orders[7].id, 10**9}
    assert await page(shop, OrderFilter(numbers=numbers)) == ids(orders, 2, 7)
    async with shop.storage.reading() as tx:
        assert await tx.order_lists.by_numbers(numbers) == [orders[2], orders[7]]
        assert await tx.order_lists.called("503", limit=9) == [orders[9], orders[3]]
        assert await tx.order_lists.called("503", limit=1) == [orders[9]]
        assert await tx.order_lists.called("9", limit=9) == []


@pytest.mark.parametrize(
    "wanted", [ALL, OrderFilter(statuses=RUNNING), OrderFilter(user_id=ANN.id)]
)
async def test_pages_lead_to_each_other_and_back(
    shop: Shop, orders: list[Order], wanted: OrderFilter
) -> None:
    expected = await page(shop, wanted)
    seen: list[int] = []
    at = 0
    while True:
        async with shop.storage.reading() as tx:
            found = await tx.order_lists.page(wanted, Place.of(at), size=3)
        assert found.before == bool(seen)
        seen += [order.id for order in found.items]
        if not found.after:
            break
        at = seen[-1]
    assert seen == expected
    second = expected[3:6]
    assert await page(shop, wanted, at=-second[0], size=3) == expected[:3]
    last = expected[-1]
    assert await page(shop, wanted, at=-last, size=3) == expected[-4:-1]


async def test_back_at_the_beginning_the_page_is_full(shop: Shop, orders: list[Order]) -> None:
    newest = ids(orders, *range(12))
    assert await page(shop, ALL, at=-newest[1], size=3) == newest[:3]
    async with shop.storage.reading() as tx:
        found = await tx.order_lists.page(ALL, Place.of(-newest[3]), size=3)
    assert not found.before
    assert found.after


async def stuck(shop: Shop, **by: float) -> list[int]:
    return await page(shop, OrderFilter(stuck_by=NOW + timedelta(**by)))


async def test_what_waits_too_long_is_found_the_oldest_first(shop: Shop) -> None:
    queued = await shop.put(1)
    unsure = await shop.put(2, status=S.UNCONFIRMED)
    await shop.put(3, status=S.COMPLETED)
    assert await stuck(shop) == [unsure.id]
    assert await stuck(shop, minutes=29) == [unsure.id]
    assert await stuck(shop, minutes=30) == [queued.id, unsure.id]
    assert await page(shop, OrderFilter(stuck_by=NOW + UNSENT_AFTER), at=queued.id) == [unsure.id]
    assert await page(shop, OrderFilter(stuck_by=NOW + UNSENT_AFTER, statuses={S.QUEUED})) == [
        queued.id
    ]
    async with shop.storage.transaction() as tx:
        await tx.orders.move(queued.id, S.QUEUED, S.CANCELED)
        await tx.orders.move(unsure.id, S.UNCONFIRMED, S.REJECTED)
    assert await stuck(shop, days=99) == []


async def test_every_step_of_an_order_moves_the_moment_from_which_it_is_stuck(shop: Shop) -> None:
    order = await shop.put(1)
    async with shop.storage.transaction() as tx:
        await tx.orders.move(order.id, S.QUEUED, S.SUBMITTING)
        placed = await tx.orders.place(
            order.id, S.SUBMITTING, "5", submitted_at=NOW, next_check_at=NOW
        )
        assert placed is not None
    assert await stuck(shop, minutes=61) == []
    assert await stuck(shop, minutes=62) == [order.id]
    later = NOW + timedelta(minutes=50)
    async with shop.storage.transaction() as tx:
        await tx.orders.heard([(placed, later + MINUTE)], later)
    assert await stuck(shop, minutes=62) == []
    assert await stuck(shop, hours=2) == [order.id]
    change = observe(placed, Report(status=S.IN_PROGRESS), later)
    assert change is not None
    async with shop.storage.transaction() as tx:
        assert await tx.orders.apply(placed, change, later + MINUTE, now=NOW + timedelta(hours=2))
        fresh = await tx.orders.get(order.id)
    assert fresh is not None
    assert fresh.heard_at == fresh.moved_at == NOW + timedelta(hours=2)
    assert await stuck(shop, hours=2) == []


async def test_an_order_that_moved_on_meanwhile_was_not_heard_of(shop: Shop) -> None:
    order = await shop.put(1, status=S.PENDING)
    async with shop.storage.transaction() as tx:
        await tx.orders.move(order.id, S.PENDING, S.COMPLETED)
        await tx.orders.heard([(order, NOW + MINUTE)], NOW)
        fresh = await tx.orders.get(order.id)
        assert await tx.orders.claim_due(PANEL, NOW + 9 * MINUTE, lease=MINUTE, limit=9) == []
    assert fresh is not None
    assert fresh.heard_at is None
    assert await stuck(shop, days=9) == []


# What SQLite does for a list, in steps of its machine, for which the clock is of no importance.

LISTS = [
    ALL,
    OrderFilter(user_id=ANN.id),
    OrderFilter(user_id=ANN.id, statuses=FINAL),
    OrderFilter(user_id=ANN.id, statuses={S.PARTIAL, S.FAILED}),
    OrderFilter(user_id=ANN.id, panel=PANEL),
    OrderFilter(statuses=RUNNING),
    OrderFilter(statuses={S.FAILED}, before=NOW),
    OrderFilter(statuses={S.UNCONFIRMED}),
    OrderFilter(panel=PANEL),
    OrderFilter(panel=PANEL, statuses=FINAL, since=NOW),
    OrderFilter(stuck_by=NOW, panel=PANEL),
    OrderFilter(numbers=(1, 2)),
    OrderFilter(link_keys={"abc"}, user_id=ANN.id),
]
FEW, MANY = 600, 9000


@pytest.fixture(scope="module")
def books(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A young shop and an old one; both have the same few running orders."""
    made = {}
    for count in (FEW, MANY):
        made[count] = tmp_path_factory.mktemp("books") / "shop.db"
        shutil.copy(_sqlite_template, made[count])
        asyncio.run(_fill(made[count], count))
    return made


async def _fill(path: Path, count: int) -> None:
    async with open_storage(f"sqlite:///{path}") as storage:
        shop = await open_shop(storage)
        first = NOW - count * timedelta(hours=1)
        sample = await shop.put(1, status=S.COMPLETED, link_key="first", created_at=first)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM orders").fetchone())
        hour = 3_600_000_000
        rows = [
            {
                **row,
                "id": sample.id + n,
                "draft_id": 1 + n,
                "panel": (PANEL, "other")[n % 2],
                "status": _status(n, count),
                "link_key": "abc" if n == 5 else f"link{n}",
                "created_at": row["created_at"] + n * hour,
                "look_at": row["created_at"] if n > count - 9 else None,
            }
            for n in range(1, count)
        ]
        names = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        connection.executemany(f"INSERT INTO orders ({names}) VALUES ({values})", rows)  # noqa: S608
        connection.commit()


def _status(n: int, count: int) -> S:
    if n > count - 60:
        return S.PENDING
    return {0: S.FAILED, 1: S.PARTIAL}.get(n % 20, S.COMPLETED)


async def _steps(path: Path, wanted: OrderFilter, where: float) -> int:
    """To show the page that begins where so much of the list is past, and to count what is in the list."""
    async with open_storage(f"sqlite:///{path}") as storage:
        with _seen(storage) as statements:
            async with storage.reading() as tx:
                newest = (await tx.order_lists.numbers(ALL, most=1))[0]
            at = int(newest * where)
            statements.clear()
            for place in (at, -at):
                await page(Shop(storage, 1), wanted, at=place, size=6)
            async with storage.reading() as tx:
                await tx.order_lists.count(wanted, most=6)
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    with closing(sqlite3.connect(path)) as connection:
        connection.set_progress_handler(step, 1)
        for statement, parameters in statements:
            connection.execute(statement, parameters).fetchall()
    return steps


@pytest.mark.parametrize("wanted", LISTS)
@pytest.mark.parametrize("where", [0, 0.5])
async def test_no_list_takes_longer_for_all_that_was_ordered_before(
    books: dict[int, Path], wanted: OrderFilter, where: float
) -> None:
    few, many = [await _steps(books[count], wanted, where) for count in (FEW, MANY)]
    assert many <= 1.5 * few


@contextmanager
def _seen(storage: Storage) -> Iterator[list[tuple[str, Any]]]:
    """The SELECTs that are made inside the block."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    engine = storage._engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)

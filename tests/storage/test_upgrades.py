"""Books of an earlier version keep what is in them, and what was added since is filled in."""

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine

from bot.domain.stream import Stream, Way
from storage import open_storage
from storage.migrations.upgrading import upgrade

_SERVICE = (
    "INSERT INTO services (key, panel, service_id, position, name, category, platform, type_name, rate, min, max, "
    "dripfeed, refill, cancel, description, network, digest, search_text) "
    "VALUES (1, 'main', '1', 1, 'n', 'c', 'other', 'Default', '1', 1, 9, 0, 0, 0, '', '', '', '')"
)
_ORDER = (
    "INSERT INTO orders (id, draft_id, user_id, panel, listing_key, service_id, service_name, service_type, platform, "
    "fields, link_key, currency, status, refill, cancel, created_at) "
    "VALUES (?, ?, 1, 'main', 1, '1', 'n', 'Default', 'other', '{}', 'x', 'USD', ?, 0, 0, 1000)"
)
_MINUTE = 60_000_000


def _books_of(step: str, path: Path) -> None:
    """New books, by the steps up to this one."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection, step)
    engine.dispose()


async def test_people_can_be_searched_and_running_orders_have_their_moment(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    _books_of("0007", path)
    statuses = ("queued", "unconfirmed", "pending", "completed")
    with sqlite3.connect(path) as books:
        books.execute(
            "INSERT INTO users (id, first_name, username, created_at, seen_at) "
            "VALUES (1, 'МАРИЯ', 'Masha', 1, 1)"
        )
        books.execute(_SERVICE)
        books.executemany(_ORDER, [(n, n, status) for n, status in enumerate(statuses, 1)])
    books.close()
    async with open_storage(f"sqlite:///{path}") as storage, storage.reading() as tx:
        assert [user.id for user in await tx.people.named("мария masha", limit=2)] == [1]
        assert await tx.orders.get(4) is not None
    with sqlite3.connect(path) as books:
        moments = [moment for (moment,) in books.execute("SELECT look_at FROM orders ORDER BY id")]
    books.close()
    assert moments == [1000 + 30 * _MINUTE, 1000, 1000 + 3 * 24 * 60 * _MINUTE, None]


async def test_who_had_muted_finished_orders_still_hears_nothing_of_them(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    _books_of("0002", path)
    with sqlite3.connect(path) as books:
        books.executemany(
            "INSERT INTO users (id, first_name, created_at, seen_at, completions) "
            "VALUES (?, 'n', 1, 1, ?)",
            [(1, 0), (2, 1)],
        )
    books.close()
    async with open_storage(f"sqlite:///{path}") as storage, storage.reading() as tx:
        ways = [(await tx.streams.ways(operator))[Stream.COMPLETIONS] for operator in (1, 2)]
    assert ways == [Way.OFF, Way.AT_ONCE]

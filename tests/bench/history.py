"""Books with a past: as many orders as are wanted, put in by hand, for to order them would take days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

from bot.domain.form import Field
from bot.domain.order import FINAL, OrderStatus
from bot.domain.service import ServiceType
from bot.domain.stock import Rules, place
from storage.snapshot import Entry
from storage.tables.catalogue import panels, services
from storage.tables.orders import orders
from storage.tables.people import users
from tests.domain.build import service

FIRST_USER = 10_000
_BATCH = 10_000
_START = datetime(2025, 1, 1, tzinfo=UTC)


def fill(books: Path, *, count: int, status: OrderStatus, people: int) -> None:
    """`count` orders of `people`, in turn, a minute apart; those who come with FIRST_USER and after."""
    engine = create_engine(f"sqlite:///{books}")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        connection.execute(panels.insert().prefix_with("OR IGNORE"), {"name": "main"})
        old = service(id="old")
        entry = Entry(service=old, place=place(old, Rules()))
        key = connection.execute(
            services.insert().returning(services.c.key),
            {**entry.row, "panel": "main", "position": 0},
        ).scalar_one()
        connection.execute(users.insert(), list(_people(people)))
        for start in range(0, count, _BATCH):
            batch = range(start, min(start + _BATCH, count))
            connection.execute(
                orders.insert(), [_order(number, key, status, people) for number in batch]
            )
    engine.dispose()


def _people(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "id": FIRST_USER + number,
            "first_name": f"Guest {number}",
            "username": f"guest{number}",
            "member": True,
            "created_at": _START,
            "seen_at": _START,
        }


def _order(number: int, key: int, status: OrderStatus, people: int) -> dict[str, Any]:
    at = _START + timedelta(minutes=number)
    link = f"https://instagram.com/p/{number}"
    return {
        "draft_id": 1_000_000_000 + number,
        "user_id": FIRST_USER + number % people,
        "panel": "main",
        "listing_key": key,
        "service_id": "old",
        "service_name": "Instagram Likes",
        "service_type": ServiceType.DEFAULT,
        "platform": "instagram",
        "fields": {Field.LINK: link, Field.QUANTITY: 1000},
        "link_key": link,
        "units": 1000,
        "cost": Decimal("0.5"),
        "currency": "USD",
        "status": status,
        "panel_order_id": str(number),
        "refill": False,
        "cancel": False,
        "created_at": at,
        "submitted_at": at,
        "finished_at": at + timedelta(hours=1) if status in FINAL else None,
        "next_check_at": None if status in FINAL else at,
    }

"""Services and orders for the tests of this folder, each with what the test is about."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.errors import Problem, ShopError
from bot.domain.order import Order, OrderStatus
from bot.domain.service import Service, ServiceType

TODAY = date(2026, 3, 15)
NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)


def service(kind: ServiceType | None = ServiceType.DEFAULT, **facts: Any) -> Service:
    known: dict[str, Any] = {
        "id": "7",
        "name": "Followers",
        "category": "Instagram",
        "type": kind,
        "type_name": kind.value if kind else "Riddle",
        "rate": Decimal("0.90"),
        "min": 10,
        "max": 1000,
    }
    return Service(**(known | facts))


def order(status: OrderStatus = OrderStatus.PENDING, **facts: Any) -> Order:
    known: dict[str, Any] = {
        "id": 1,
        "user_id": 5,
        "panel": "main",
        "listing_key": 3,
        "service_id": "7",
        "service_name": "Followers",
        "service_type": ServiceType.DEFAULT,
        "platform": "instagram",
        "fields": {},
        "units": 1000,
        "cost": Decimal("0.9"),
        "currency": "USD",
        "status": status,
        "panel_order_id": "23501",
        "created_at": NOW,
    }
    return Order(**(known | facts))


def problem(error: ShopError) -> tuple[Problem, dict[str, object]]:
    return error.problem, error.details

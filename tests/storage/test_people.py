"""Lists of people: the newest, the busiest, and who is called so."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.order import OrderStatus
from bot.domain.page import Place
from bot.domain.staff import Right
from bot.domain.user import User
from storage import Storage
from storage.people import Dates
from tests.storage.samples import ANN, MINUTE, NOW, Shop

HOUR = timedelta(hours=1)
PEOPLE = [
    User(id=7_000_000_010 + n, first_name=name, username=username)
    for n, (name, username) in enumerate(
        [
            ("Мария", "masha"),
            ("Anna Maria", "Anna_K"),
            ("100%", "hundred_percent"),
            ("Max", ""),
            ("ÉMILIE", "em"),
        ]
    )
]


@pytest.fixture
async def people(storage: Storage) -> list[User]:
    """Each came an hour after the former, the last two at once."""
    async with storage.transaction() as tx:
        for n, user in enumerate(PEOPLE):
            await tx.users.meet(user, NOW + min(n, 3) * HOUR)
    return PEOPLE


async def _newest(storage: Storage, at: int, size: int) -> tuple[list[str], bool, bool]:
    async with storage.reading() as tx:
        found = await tx.people.newest(Place.of(at), size=size)
    return [user.first_name for user in found.items], found.before, found.after


async def test_the_newest_first_page_by_page_and_back(storage: Storage, people: list[User]) -> None:
    assert await _newest(storage, 0, 2) == (["ÉMILIE", "Max"], False, True)
    assert await _newest(storage, people[3].id, 2) == (["100%", "Anna Maria"], True, True)
    assert await _newest(storage, people[1].id, 2) == (["Мария"], True, False)
    assert await _newest(storage, -people[0].id, 2) == (["100%", "Anna Maria"], True, True)
    assert await _newest(storage, -people[2].id, 3) == (["ÉMILIE", "Max", "100%"], False, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("мар", ["Мария"]),
        ("MARIA", ["Anna Maria"]),
        ("maria anna", ["Anna Maria"]),
        ("@anna_k", ["Anna Maria"]),
        ("émil", ["ÉMILIE"]),
        ("%", ["100%"]),
        ("_", ["100%", "Anna Maria"]),
        ("7000000013", ["Max"]),
        ("7000000099", []),
        ("a", ["Anna Maria", "Max", "Мария"]),
        ("  ", []),
        ("9" * 30, []),
    ],
)
async def test_people_are_found_by_any_part_of_their_names(
    storage: Storage, people: list[User], text: str, found: list[str]
) -> None:
    async with storage.reading() as tx:
        named = await tx.people.named(text, limit=9)
    assert sorted(user.first_name for user in named) == sorted(found)


async def test_who_was_here_last_is_found_first_by_their_present_name(
    storage: Storage, people: list[User]
) -> None:
    async with storage.transaction() as tx:
        await tx.users.meet(User(id=people[0].id, first_name="Masha"), NOW + 9 * HOUR)
        assert [user.id for user in await tx.people.named("ma", limit=1)] == [people[0].id]
        assert await tx.people.named("мария", limit=9) == []


async def test_rights_come_with_people(storage: Storage, people: list[User]) -> None:
    async with storage.transaction() as tx:
        await tx.staff.appoint(people[0].id, {Right.MONEY}, NOW)
        known = await tx.people.by_ids([people[0].id, people[1].id, 1])
    assert {user_id: user.rights for user_id, user in known.items()} == {
        people[0].id: {Right.MONEY},
        people[1].id: frozenset(),
    }


async def test_when_somebody_came_and_was_here_last(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.users.meet(ANN, NOW + 5 * HOUR)
        assert await tx.people.dates(ANN.id) == Dates(NOW, NOW + 5 * HOUR)
        assert await tx.people.dates(1) is None


async def test_who_ordered_most_lately(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        for user in PEOPLE:
            await tx.users.meet(user, NOW)
    for n, user in enumerate([ANN, PEOPLE[0], PEOPLE[0], PEOPLE[1], PEOPLE[0], PEOPLE[1]]):
        await shop.put(n, user_id=user.id, created_at=NOW + n * MINUTE)
    async with shop.storage.reading() as tx:
        assert await tx.people.busiest(NOW + MINUTE, limit=9) == [(PEOPLE[0], 3), (PEOPLE[1], 2)]
        assert await tx.people.busiest(NOW, limit=1) == [(PEOPLE[0], 3)]
        assert await tx.people.busiest(NOW + HOUR, limit=9) == []


async def test_what_somebody_spent_lately_by_currency(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.users.meet(PEOPLE[0], NOW)
    made: list[dict[str, Any]] = [
        {"cost": Decimal(1), "created_at": NOW - HOUR},
        {"cost": Decimal(1), "charge": Decimal("0.5")},
        {"cost": Decimal(2)},
        {"cost": Decimal(4), "currency": "EUR"},
        {"cost": None, "currency": "INR"},
        {"cost": Decimal(8), "user_id": PEOPLE[0].id},
        {"cost": Decimal(16), "panel_order_id": None, "status": OrderStatus.REJECTED},
        {"cost": Decimal(32), "panel_order_id": None, "status": OrderStatus.UNCONFIRMED},
    ]
    for n, values in enumerate(made):
        await shop.put(n, **{"panel_order_id": str(n), "status": OrderStatus.PENDING, **values})
    async with shop.storage.reading() as tx:
        assert await tx.people.spent(ANN.id, NOW) == {"USD": Decimal("34.5"), "EUR": Decimal(4)}
        assert await tx.people.spent(ANN.id, NOW + HOUR) == {}

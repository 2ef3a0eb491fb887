"""A small shop to keep books about: one customer, one panel, one service."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.form import Field
from bot.domain.order import Order, OrderStatus
from bot.domain.service import Listing, Service, ServiceType
from bot.domain.stock import Place, shelf_key
from bot.domain.user import User
from storage import Storage, Transaction
from storage.snapshot import Entry, Synced, compare

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANN = User(id=7_000_000_001, first_name="Ann")
PANEL = "main"

SERVICE = Service(
    id="11",
    name="Instagram Likes",
    category="Instagram",
    type=ServiceType.DEFAULT,
    type_name="Default",
    rate=Decimal("0.90"),
    min=10,
    max=100_000,
)


def entry(service_id: str, **changes: Any) -> Entry:
    """A service of the panel's answer, and where it stands with us."""
    chosen = {name: changes.pop(name) for name in _PLACE if name in changes}
    service = replace(SERVICE, id=service_id, **changes)
    known = {"platform": "instagram", "shelf": shelf_key(service.category), "type": service.type}
    return Entry(service=service, place=Place(**{**known, **chosen}))


_PLACE = ("platform", "unorderable", "pinned", "shelf_pinned")


async def stock(
    tx: Transaction,
    panel: str,
    entries: Sequence[Entry],
    *,
    keep: Collection[str] = (),
    now: datetime = NOW,
) -> Synced:
    """The panel's whole answer, in the books."""
    difference = compare(await tx.snapshot.known(panel), entries, keep=keep)
    if difference.changes:
        batch = await tx.counters.next("catalogue batches")
        await tx.changes.add(panel, batch, difference.changes, now)
    return await tx.snapshot.write(panel, difference, now)


@dataclass(frozen=True)
class Shop:
    """`listing_key` is the key of the one service."""

    storage: Storage
    listing_key: int

    def order(self, **changes: Any) -> Order:
        sample = Order(
            id=0,
            user_id=ANN.id,
            panel=PANEL,
            listing_key=self.listing_key,
            service_id="11",
            service_name="Instagram Likes",
            service_type=ServiceType.DEFAULT,
            platform="instagram",
            fields={Field.LINK: "https://instagram.com/p/abc", Field.QUANTITY: 100},
            units=100,
            cost=Decimal("0.09"),
            currency="USD",
            status=OrderStatus.QUEUED,
            created_at=NOW,
        )
        return replace(sample, **changes)

    async def put(self, draft_id: int, *, link_key: str = "abc", **changes: Any) -> Order:
        """An order in the books, in whatever state."""
        async with self.storage.transaction() as tx:
            return await put(tx, self.order(**changes), draft_id, link_key=link_key)


async def put(tx: Transaction, order: Order, draft_id: int, *, link_key: str = "abc") -> Order:
    stored = await tx.orders.insert(order, draft_id=draft_id, link_key=link_key)
    assert stored is not None
    return stored


async def open_shop(storage: Storage) -> Shop:
    async with storage.transaction() as tx:
        await tx.users.meet(ANN, NOW)
        await tx.panels.register([PANEL])
        await stock(tx, PANEL, [entry("11")])
        shelves = await tx.catalogue.shelves("instagram")
    return Shop(storage, shelves[0].key)


async def until_somebody_waits(shop: Shop) -> None:
    """PostgreSQL: until a transaction stands before a lock that another holds."""
    waiting = False
    while not waiting:
        async with shop.storage.transaction() as tx:
            asked = await tx.orders._connection.exec_driver_sql(
                "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted"
            )
            waiting = bool(asked.scalar())


async def on_shelf(tx: Transaction, key: int) -> list[Listing]:
    """All that stands beside a service."""
    return list((await tx.catalogue.shelf_page(key, 0, size=1000)).listings)

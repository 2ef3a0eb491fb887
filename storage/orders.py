"""Orders. A state moves as `UPDATE … WHERE status = :old`: an empty answer means that somebody was faster.

Whatever moves an order moves the moment from which it counts as stuck with it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.order import RUNNING, TRACKED, TRANSITIONS, Change, Order, OrderStatus
from bot.domain.service import Listing
from bot.domain.stuck import look_at
from storage.dialects import insert
from storage.quick import LONG
from storage.tables.orders import orders

_NOT_IN_ORDER = {"draft_id", "link_key", "next_check_at", "look_at", "tallied"}
COLUMNS = tuple(column for column in orders.c if column.name not in _NOT_IN_ORDER)


class Orders:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def insert(self, order: Order, *, draft_id: int, link_key: str) -> Order | None:
        """The stored order with its number; None if this draft became an order before."""
        values = {
            **{name: getattr(order, name) for name in _ORDER_VALUES},
            "draft_id": draft_id,
            "link_key": link_key,
            "next_check_at": order.created_at,
            "look_at": look_at(order),
        }
        stored = await self._connection.execute(
            insert(self._connection, orders)
            .values(values)
            .on_conflict_do_nothing(index_elements=[orders.c.draft_id])
            .returning(*COLUMNS)
        )
        return _one(stored.first())

    async def of_draft(self, draft_id: int) -> Order | None:
        return await self._find(orders.c.draft_id == draft_id)

    async def get(self, order_id: int) -> Order | None:
        return await self._find(orders.c.id == order_id)

    async def owned(self, order_id: int, user_id: int) -> Order | None:
        """The order, if it is this user's."""
        return await self._find(orders.c.id == order_id, orders.c.user_id == user_id)

    async def at_panel(self, panel: str, panel_order_id: str) -> Order | None:
        return await self._find(orders.c.panel == panel, orders.c.panel_order_id == panel_order_id)

    async def running_twin(self, listing_key: int, link_key: str) -> Order | None:
        """An order of the same service for the same link that hasn't ended; one that the service took over, too."""
        return await self._find(
            orders.c.link_key == link_key,
            or_(orders.c.listing_key == listing_key, orders.c.stand_in_key == listing_key),
            orders.c.status.in_(RUNNING),
        )

    async def _find(self, *conditions: ColumnElement[bool]) -> Order | None:
        found = await self._connection.execute(
            select(*COLUMNS).where(*conditions).order_by(orders.c.id.desc()).limit(1)
        )
        return _one(found.first())

    async def counts(self) -> dict[OrderStatus, int]:
        found = await self._connection.execute(
            select(orders.c.status, func.count()).prefix_with(LONG).group_by(orders.c.status)
        )
        return dict(found.all())

    async def move(
        self,
        order_id: int,
        old: OrderStatus,
        new: OrderStatus,
        *,
        at: str | None = None,
        **values: Any,
    ) -> Order | None:
        """From `old` to `new`, with what else changes; None if the order isn't `old` any more, or not at the panel `at`."""
        if new not in TRANSITIONS[old]:
            raise ValueError(f"an order can't go from {old} to {new}")
        return await self._update(order_id, old, {"status": new, **values}, at=at)

    async def hand_over(
        self, order: Order, stand_in: Listing, *, cost: Decimal | None, now: datetime
    ) -> Order | None:
        """Queued at the panel of a service that stands in; None if the order isn't as and where it was any more."""
        if order.status not in {OrderStatus.QUEUED, OrderStatus.SUBMITTING}:
            raise ValueError(f"an order that is {order.status} stays where it is")
        values = {
            "status": OrderStatus.QUEUED,
            "panel": stand_in.panel,
            "stand_in_key": stand_in.key,
            "service_id": stand_in.service.id,
            "cost": cost,
            "cancel": order.cancel and stand_in.service.cancel,
            "average_minutes": stand_in.service.average_minutes,
            "waits": False,
            "next_check_at": now,
        }
        return await self._update(order.id, order.status, values, at=order.panel)

    async def park(self, order_id: int, *, until: datetime) -> Order | None:
        """A queued order waits for its panel; its card says so."""
        values = {"waits": True, "next_check_at": until}
        return await self._update(order_id, OrderStatus.QUEUED, values)

    async def park_all(self, panel: str, *, until: datetime) -> list[Order]:
        """Every queued order waits for its panel; those that didn't before."""
        queued = (orders.c.panel == panel, orders.c.status == OrderStatus.QUEUED)
        fresh = await self._connection.execute(
            update(orders)
            .where(*queued, ~orders.c.waits)
            .values(waits=True, next_check_at=until)
            .returning(*COLUMNS)
        )
        parked = [read_order(row) for row in fresh]
        await self._connection.execute(
            update(orders)
            .where(*queued, orders.c.next_check_at < until)
            .values(next_check_at=until)
        )
        return parked

    async def any_waits(self, panel: str) -> bool:
        """Whether a queued order waits for its panel."""
        return (
            await self._find(
                orders.c.panel == panel, orders.c.status == OrderStatus.QUEUED, orders.c.waits
            )
            is not None
        )

    async def apply(
        self, order: Order, change: Change, next_check_at: datetime | None, *, now: datetime
    ) -> bool:
        """Whether the change was written: it isn't if the order has moved on since it was read."""
        values = {
            "status": change.status,
            "charge": change.charge,
            "start_count": change.start_count,
            "remains": change.remains,
            "children": change.children,
            "started_at": change.started_at,
            "finished_at": change.finished_at,
            "heard_at": now,
            "moved_at": now,
            "next_check_at": next_check_at,
        }
        return await self._update(order.id, change.old, values) is not None

    async def heard(self, polled: Sequence[tuple[Order, datetime]], now: datetime) -> None:
        """Their panel told nothing new; each is due again at its moment."""
        if not polled:
            return
        rows = [
            {
                "row": order.id,
                "old": order.status,
                "due_at": due_at,
                "from_then": look_at(replace(order, heard_at=now)),
            }
            for order, due_at in polled
        ]
        await self._connection.execute(
            update(orders)
            .where(orders.c.id == bindparam("row"), orders.c.status == bindparam("old"))
            .values(
                next_check_at=bindparam("due_at"), heard_at=now, look_at=bindparam("from_then")
            ),
            rows,
        )

    async def _update(
        self, order_id: int, old: OrderStatus, values: dict[str, Any], *, at: str | None = None
    ) -> Order | None:
        where = [orders.c.id == order_id, orders.c.status == old]
        if at is not None:
            where.append(orders.c.panel == at)
        moved = await self._connection.execute(
            update(orders).where(*where).values(values).returning(*COLUMNS, orders.c.look_at)
        )
        row = moved.first()
        if row is None:
            return None
        order = read_order(row[:-1])
        await self._watch(order, row.look_at)
        return order

    async def _watch(self, order: Order, known: datetime | None) -> None:
        moment = look_at(order)
        if moment != known:
            await self._connection.execute(
                update(orders).where(orders.c.id == order.id).values(look_at=moment)
            )

    async def place(
        self, order_id: int, old: OrderStatus, panel_order_id: str, **values: Any
    ) -> Order | None:
        """The panel's id for the order; None if it can't be moved (`move`), or if the id is another order's."""
        try:
            async with self._connection.begin_nested():
                return await self.move(
                    order_id, old, OrderStatus.PENDING, panel_order_id=panel_order_id, **values
                )
        except IntegrityError:
            return None

    async def next_queued(self, panel: str, now: datetime) -> Order | None:
        """The order that is due first at this panel, locked until the transaction ends."""
        found = await self._connection.execute(
            select(*COLUMNS)
            .where(
                orders.c.panel == panel,
                orders.c.status == OrderStatus.QUEUED,
                orders.c.next_check_at <= now,
            )
            .order_by(orders.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return _one(found.first())

    async def wake_parked(self, panel: str, now: datetime) -> None:
        """What stood in the way is gone: parked orders are due now."""
        await self._connection.execute(
            update(orders)
            .where(orders.c.panel == panel, orders.c.status == OrderStatus.QUEUED, orders.c.waits)
            .values(next_check_at=now)
        )

    async def in_status(self, status: OrderStatus, panel: str | None = None) -> list[Order]:
        """The oldest first; of one panel, or of all."""
        wanted = [orders.c.status == status]
        if panel is not None:
            wanted.append(orders.c.panel == panel)
        found = await self._connection.execute(
            select(*COLUMNS).where(*wanted).order_by(orders.c.id)
        )
        return [read_order(row) for row in found]

    async def claim_due(
        self, panel: str, now: datetime, *, lease: timedelta, limit: int
    ) -> list[Order]:
        """Tracked orders whose status is to be asked for; theirs for `lease`, then anybody's again."""
        # A CTE runs once; PostgreSQL may run a bare subquery again for each row, and claim more than `limit`.
        due = (
            select(orders.c.id)
            .where(
                orders.c.panel == panel,
                orders.c.status.in_(TRACKED),
                orders.c.next_check_at <= now,
            )
            .order_by(orders.c.next_check_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        claimed = await self._connection.execute(
            update(orders)
            .where(orders.c.id.in_(select(due.c.id)))
            .values(next_check_at=now + lease)
            .returning(*COLUMNS)
        )
        return sorted((read_order(row) for row in claimed), key=lambda order: order.id)

    async def reschedule(self, order_ids: Sequence[int], due_at: datetime) -> None:
        await self._connection.execute(
            update(orders)
            .where(orders.c.id.in_(order_ids), orders.c.status.in_(TRACKED))
            .values(next_check_at=due_at)
        )

    async def spent(self, panel: str, since: datetime) -> Decimal:
        """What the panel took for orders made since: its own figure where it gave one, else what we expected."""
        took = func.coalesce(orders.c.charge, orders.c.cost)
        placed = or_(
            orders.c.panel_order_id.is_not(None), orders.c.status == OrderStatus.UNCONFIRMED
        )
        found = await self._connection.execute(
            select(func.sum(took, type_=orders.c.cost.type))
            .prefix_with(LONG)
            .where(orders.c.panel == panel, orders.c.created_at >= since, placed)
        )
        return found.scalar() or Decimal(0)


_ORDER_VALUES = [column.name for column in COLUMNS if column.name != "id"]


_NAMES = [column.name for column in COLUMNS]


def read_order(row: Sequence[Any]) -> Order:
    """From `COLUMNS`."""
    return Order(**dict(zip(_NAMES, row, strict=True)))


def _one(row: Row[Any] | None) -> Order | None:
    return None if row is None else read_order(row)

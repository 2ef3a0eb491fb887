"""What refills and cancellations share: requests to a panel about an order.

A state moves as `UPDATE … WHERE status = :old`; `open_for` is unique, so a second request finds the first.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Row, Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert

S = TypeVar("S", bound=StrEnum)


class Request(Protocol):
    @property
    def order_id(self) -> int: ...


R = TypeVar("R", bound=Request)


class Requests(Generic[R, S]):
    table: ClassVar[Table]
    kind: ClassVar[type[Any]]
    transitions: ClassVar[Mapping[Any, frozenset[Any]]]
    queued: ClassVar[Any]
    opened: ClassVar[frozenset[Any]]
    tracked: ClassVar[frozenset[Any]]

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        hidden = {"open_for", "next_check_at"}
        self._columns = [column for column in self.table.c if column.name not in hidden]

    async def open(
        self, *, order_id: int, user_id: int, panel: str, now: datetime, quiet: bool = False
    ) -> R | None:
        """A new request of `user_id`, queued; None if one is open for this order. `quiet`: nobody is told how it ends."""
        opened = await self._connection.execute(
            insert(self._connection, self.table)
            .values(
                order_id=order_id,
                user_id=user_id,
                panel=panel,
                status=self.queued,
                created_at=now,
                next_check_at=now,
                open_for=order_id,
                quiet=quiet,
            )
            .on_conflict_do_nothing(index_elements=[self.table.c.open_for])
            .returning(*self._columns)
        )
        return self._one(opened.first())

    async def get(self, request_id: int) -> R | None:
        return await self._find(self.table.c.id == request_id)

    async def last(self, order_id: int) -> R | None:
        """The latest request about this order."""
        return await self._find(self.table.c.order_id == order_id)

    async def of_order(self, order_id: int, *, limit: int) -> list[R]:
        """The latest first."""
        found = await self._connection.execute(
            select(*self._columns)
            .where(self.table.c.order_id == order_id)
            .order_by(self.table.c.id.desc())
            .limit(limit)
        )
        return [self._request(row) for row in found]

    async def latest(self, order_ids: Collection[int]) -> list[R]:
        """The last one about each of these orders, where there is one."""
        last = (
            select(func.max(self.table.c.id))
            .where(self.table.c.order_id.in_(order_ids))
            .group_by(self.table.c.order_id)
        )
        found = await self._connection.execute(
            select(*self._columns).where(self.table.c.id.in_(last))
        )
        return [self._request(row) for row in found]

    async def _find(self, *conditions: ColumnElement[bool]) -> R | None:
        found = await self._connection.execute(
            select(*self._columns).where(*conditions).order_by(self.table.c.id.desc()).limit(1)
        )
        return self._one(found.first())

    async def move(self, request_id: int, old: S, new: S, **values: Any) -> R | None:
        """From `old` to `new`, with what else changes; None if the request isn't `old` any more."""
        if new not in self.transitions[old]:
            raise ValueError(f"a request can't go from {old} to {new}")
        if new not in self.opened:
            values["open_for"] = None
        moved = await self._connection.execute(
            update(self.table)
            .where(self.table.c.id == request_id, self.table.c.status == old)
            .values(status=new, **values)
            .returning(*self._columns)
        )
        return self._one(moved.first())

    async def next_queued(self, panel: str, now: datetime) -> R | None:
        """The request that is due first at this panel, locked until the transaction ends."""
        found = await self._connection.execute(
            select(*self._columns)
            .where(
                self.table.c.panel == panel,
                self.table.c.status == self.queued,
                self.table.c.next_check_at <= now,
            )
            .order_by(self.table.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return self._one(found.first())

    async def in_status(self, status: S, panel: str | None = None) -> list[R]:
        """The oldest first; of one panel, or of all."""
        wanted = [self.table.c.status == status]
        if panel is not None:
            wanted.append(self.table.c.panel == panel)
        found = await self._connection.execute(
            select(*self._columns).where(*wanted).order_by(self.table.c.id)
        )
        return [self._request(row) for row in found]

    async def claim_due(
        self, panel: str, now: datetime, *, lease: timedelta, limit: int
    ) -> list[R]:
        """Requests whose state is to be asked for; theirs for `lease`, then anybody's again."""
        # A CTE runs once; PostgreSQL may run a bare subquery again for each row, and claim more than `limit`.
        due = (
            select(self.table.c.id)
            .where(
                self.table.c.panel == panel,
                self.table.c.status.in_(self.tracked),
                self.table.c.next_check_at <= now,
            )
            .order_by(self.table.c.next_check_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        claimed = await self._connection.execute(
            update(self.table)
            .where(self.table.c.id.in_(select(due.c.id)))
            .values(next_check_at=now + lease)
            .returning(*self._columns)
        )
        return [self._request(row) for row in claimed]

    async def let_go(self, request_id: int) -> None:
        """Its end can't be learnt: it isn't asked about any more, and another may be opened."""
        await self._connection.execute(
            update(self.table)
            .where(self.table.c.id == request_id)
            .values(open_for=None, next_check_at=None)
        )

    async def reschedule(self, request_id: int, due_at: datetime) -> None:
        await self._connection.execute(
            update(self.table).where(self.table.c.id == request_id).values(next_check_at=due_at)
        )

    def _request(self, row: Row[Any]) -> R:
        request: R = self.kind(**dict(zip(row._fields, row, strict=True)))
        return request

    def _one(self, row: Row[Any] | None) -> R | None:
        return None if row is None else self._request(row)

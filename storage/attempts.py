"""The evidence: what was sent to a panel for an order, written before it is sent, and what came back."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.evidence import Attempt
from bot.domain.order import Order
from storage.tables.orders import attempts, orders


class Attempts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(
        self, order: Order, *, epoch: int, balance_before: Decimal | None, now: datetime
    ) -> int:
        """The number of the attempt, at the order's present panel."""
        begun = await self._connection.execute(
            attempts.insert()
            .values(
                order_id=order.id,
                panel=order.panel,
                service_id=order.service_id,
                epoch=epoch,
                started_at=now,
                balance_before=balance_before,
            )
            .returning(attempts.c.id)
        )
        return int(begun.scalar_one())

    async def end(
        self,
        attempt_id: int,
        *,
        outcome: str,
        now: datetime,
        http_status: int | None = None,
        answer: str = "",
        hinted_order_id: str | None = None,
        balance_after: Decimal | None = None,
    ) -> None:
        await self._connection.execute(
            update(attempts)
            .where(attempts.c.id == attempt_id)
            .values(
                ended_at=now,
                outcome=outcome,
                http_status=http_status,
                answer=answer,
                hinted_order_id=hinted_order_id,
                balance_after=balance_after,
            )
        )

    async def last(self, order_id: int) -> Attempt | None:
        found = await self._connection.execute(
            select(attempts)
            .where(attempts.c.order_id == order_id)
            .order_by(attempts.c.id.desc())
            .limit(1)
        )
        row = found.mappings().first()
        return None if row is None else Attempt(**row)

    async def of_order(self, order_id: int, *, limit: int) -> list[Attempt]:
        """The latest first."""
        found = await self._connection.execute(
            select(attempts)
            .where(attempts.c.order_id == order_id)
            .order_by(attempts.c.id.desc())
            .limit(limit)
        )
        return [Attempt(**row) for row in found.mappings()]

    async def hints(self, order_id: int) -> tuple[str, ...]:
        """Ids that the order's present panel told beside errors, about it or another for the same link and service."""
        mine = (
            select(orders.c.panel, orders.c.service_id, orders.c.link_key)
            .where(orders.c.id == order_id)
            .subquery()
        )
        found = await self._connection.execute(
            select(attempts.c.hinted_order_id)
            .join(orders, orders.c.id == attempts.c.order_id)
            .where(
                attempts.c.hinted_order_id.is_not(None),
                attempts.c.panel == mine.c.panel,
                attempts.c.service_id == mine.c.service_id,
                orders.c.link_key == mine.c.link_key,
            )
            .order_by(attempts.c.id)
        )
        return tuple(dict.fromkeys(found.scalars()))

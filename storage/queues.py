"""What waits, how much of it, and since when. Only what is due is looked at, so it costs as little as there is to do."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notice import NoticeStatus
from bot.domain.order import TRACKED, OrderStatus
from bot.domain.refill import TRACKED_REFILLS, CancellationStatus, RefillStatus
from bot.domain.status import Queue, Waiting
from storage.quick import LONG
from storage.tables.notices import outbox
from storage.tables.orders import cancellations, orders, refills

_UNSENT = (NoticeStatus.DUE, NoticeStatus.CLAIMED)


class Queues:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def waiting(self, now: datetime) -> dict[Queue, Waiting]:
        in_status, checked = orders.c.status, orders.c.next_check_at
        due = refills.c.next_check_at <= now
        refill = refills.c.status.in_((RefillStatus.QUEUED, *TRACKED_REFILLS))
        return {
            Queue.TO_SEND: await self._count(orders.c.created_at, in_status == OrderStatus.QUEUED),
            Queue.BEING_SENT: await self._count(
                orders.c.created_at, in_status == OrderStatus.SUBMITTING
            ),
            Queue.TO_DECIDE: await self._count(
                orders.c.submitted_at, in_status == OrderStatus.UNCONFIRMED
            ),
            Queue.TO_CHECK: await self._count(checked, in_status.in_(TRACKED), checked <= now),
            Queue.REFILLS: await self._count(refills.c.next_check_at, refill, due),
            Queue.CANCELLATIONS: await self._count(
                cancellations.c.created_at, cancellations.c.status == CancellationStatus.QUEUED
            ),
            Queue.TO_TELL: await self._count(
                outbox.c.due_at, outbox.c.status.in_(_UNSENT), outbox.c.due_at <= now
            ),
            Queue.GIVEN_UP: await self._count(
                outbox.c.due_at, outbox.c.status == NoticeStatus.DEAD
            ),
        }

    async def _count(self, since: Any, *conditions: ColumnElement[bool]) -> Waiting:
        found = await self._connection.execute(
            select(func.count(), func.min(since)).prefix_with(LONG).where(*conditions)
        )
        count, oldest = found.one()
        return Waiting(count, oldest)

"""Who gets a broadcast, and what became of it. Figures are added up in the same transaction as what they count."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.broadcast import SETTLED, BroadcastStatus, RecipientStatus
from storage.tables.broadcasts import broadcasts, recipients
from storage.tables.people import users

_R = RecipientStatus


class Recipients:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(
        self, broadcast_id: int, now: datetime, *, lease: timedelta, limit: int
    ) -> list[int]:
        """A few people to send it to now, if it runs and isn't held: `sending` from here on, for `lease` at most."""
        may_go_on = exists().where(
            broadcasts.c.id == broadcast_id,
            broadcasts.c.status == BroadcastStatus.RUNNING,
            broadcasts.c.due_at <= now,
        )
        # A CTE runs once; PostgreSQL may run a bare subquery again for each row, and claim more than `limit`.
        due = (
            select(recipients.c.user_id)
            .where(
                recipients.c.broadcast_id == broadcast_id,
                recipients.c.status == _R.DUE,
                recipients.c.due_at <= now,
                may_go_on,
            )
            .order_by(recipients.c.due_at, recipients.c.user_id)
            .limit(limit)
            .with_for_update(of=recipients, skip_locked=True)
            .cte("due")
        )
        claimed = await self._connection.execute(
            update(recipients)
            .where(
                recipients.c.broadcast_id == broadcast_id,
                recipients.c.user_id.in_(select(due.c.user_id)),
            )
            .values(status=_R.SENDING, due_at=now + lease)
            .returning(recipients.c.user_id)
        )
        return sorted(claimed.scalars())

    async def away(self, user_ids: Collection[int]) -> set[int]:
        """Those of them who are blocked or can't be reached."""
        found = await self._connection.execute(
            select(users.c.id).where(
                users.c.id.in_(user_ids), or_(users.c.blocked, ~users.c.reachable)
            )
        )
        return set(found.scalars())

    async def settle(self, broadcast_id: int, outcomes: Mapping[int, RecipientStatus]) -> None:
        """What became of those who were being sent it; whoever isn't `sending` any more stays as they are."""
        for status in SETTLED:
            whom = [user_id for user_id, outcome in outcomes.items() if outcome is status]
            if whom:
                await self._settle(
                    status,
                    recipients.c.broadcast_id == broadcast_id,
                    recipients.c.user_id.in_(whom),
                )

    async def again(self, broadcast_id: int, due_at: Mapping[int, datetime]) -> None:
        """These surely didn't get it: due again."""
        for moment in set(due_at.values()):
            whom = [user_id for user_id, at in due_at.items() if at == moment]
            await self._connection.execute(
                update(recipients)
                .where(
                    recipients.c.broadcast_id == broadcast_id,
                    recipients.c.user_id.in_(whom),
                    recipients.c.status == _R.SENDING,
                )
                .values(status=_R.DUE, due_at=moment)
            )

    async def give_up(self, before: datetime | None = None) -> set[int]:
        """Who has waited for an answer since `before` (None: at all) may have got it; in which broadcasts."""
        overdue = () if before is None else (recipients.c.due_at <= before,)
        return set(await self._settle(_R.UNKNOWN, *overdue))

    async def any_sending(self, broadcast_id: int) -> bool:
        found = await self._connection.execute(
            select(recipients.c.user_id)
            .where(
                recipients.c.status == _R.SENDING,
                recipients.c.broadcast_id == broadcast_id,
            )
            .limit(1)
        )
        return found.first() is not None

    async def _settle(
        self, status: RecipientStatus, *conditions: ColumnElement[bool]
    ) -> Counter[int]:
        """Those who are being sent it; how many of each broadcast."""
        settled = await self._connection.execute(
            update(recipients)
            .where(recipients.c.status == _R.SENDING, *conditions)
            .values(status=status)
            .returning(recipients.c.broadcast_id)
        )
        counts = Counter(settled.scalars())
        for broadcast_id, count in counts.items():
            figure = broadcasts.c[status.value]
            await self._connection.execute(
                update(broadcasts)
                .where(broadcasts.c.id == broadcast_id)
                .values({figure: figure + count})
            )
        return counts

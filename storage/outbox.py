"""Notices on their way. A key is told once; a card's row comes back whenever the card must change again.

`version` tells a card that was put again while an older state of it was being sent: it stays due.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notice import Notice, NoticeKind, NoticeStatus
from storage.dialects import insert
from storage.tables.notices import outbox


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        key=row.key,
        kind=row.kind,
        user_id=row.user_id,
        subject=row.subject,
        data=row.data,
        attempts=row.attempts,
        version=row.version,
    )


class Outbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(
        self,
        kind: NoticeKind,
        user_id: int,
        key: str,
        *,
        now: datetime,
        subject: int | None = None,
        data: Mapping[str, str] | None = None,
    ) -> None:
        """Tell `user_id` once; the same key again changes nothing."""
        await self._connection.execute(
            self._row(
                kind, user_id, key, now=now, subject=subject, data=data or {}
            ).on_conflict_do_nothing()
        )

    async def put_card(self, user_id: int, order_id: int, now: datetime) -> None:
        """The order's card must show the order's state; edits that weren't sent yet collapse into one."""
        await self.put_again(NoticeKind.CARD, user_id, f"card:{order_id}", order_id, now)

    async def put_again(
        self, kind: NoticeKind, user_id: int, key: str, subject: int, now: datetime
    ) -> None:
        """There is more to tell about `subject`, whatever was told under this key before."""
        row = self._row(kind, user_id, key, now=now, subject=subject, data={})
        await self._connection.execute(
            row.on_conflict_do_update(
                index_elements=[outbox.c.user_id, outbox.c.key],
                set_={
                    "status": NoticeStatus.DUE,
                    "due_at": now,
                    "version": outbox.c.version + 1,
                    "attempts": 0,
                },
            )
        )

    def _row(
        self,
        kind: NoticeKind,
        user_id: int,
        key: str,
        *,
        now: datetime,
        subject: int | None,
        data: Mapping[str, str],
    ) -> Any:
        return insert(self._connection, outbox).values(
            key=key,
            user_id=user_id,
            kind=kind,
            subject=subject,
            data=data,
            status=NoticeStatus.DUE,
            due_at=now,
        )

    async def claim(self, now: datetime, *, lease: timedelta, limit: int) -> list[Notice]:
        """Notices to send now: each reader's first, the oldest first, so that nobody waits for another's pile.

        Whoever claims one has `lease` to say what became of it.
        """
        waiting = (
            outbox.c.status.in_([NoticeStatus.DUE, NoticeStatus.CLAIMED]),
            outbox.c.due_at <= now,
        )
        first_of_each = select(func.min(outbox.c.id)).where(*waiting).group_by(outbox.c.user_id)
        # A CTE runs once; PostgreSQL may run a bare subquery again for each row, and claim more than `limit`.
        due = (
            select(outbox.c.id)
            .where(outbox.c.id.in_(first_of_each), *waiting)
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        claimed = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(select(due.c.id)))
            .values(status=NoticeStatus.CLAIMED, due_at=now + lease, attempts=outbox.c.attempts + 1)
            .returning(*outbox.c)
        )
        return sorted((_notice(row) for row in claimed), key=lambda notice: notice.id)

    async def release(self, now: datetime) -> None:
        """Claims of a run that is over: due again at once, not only when their lease ends."""
        await self._connection.execute(
            update(outbox).where(outbox.c.status == NoticeStatus.CLAIMED).values(due_at=now)
        )

    async def sent(self, notice: Notice) -> None:
        await self._settle(notice, {"status": NoticeStatus.SENT, "error": ""})

    async def again(self, notice: Notice, due_at: datetime, error: str, *, counts: bool) -> None:
        """Try once more at `due_at`; `counts`: as a failure of this notice (flood control is nobody's)."""
        attempts = notice.attempts if counts else notice.attempts - 1
        await self._settle(
            notice,
            {"status": NoticeStatus.DUE, "due_at": due_at, "error": error, "attempts": attempts},
        )

    async def go_on(self, notice: Notice, now: datetime) -> None:
        """Told in part: the rest is due at once, and what failed before it doesn't count against it."""
        await self._settle(
            notice, {"status": NoticeStatus.DUE, "due_at": now, "error": "", "attempts": 0}
        )

    async def dead(self, notice: Notice, error: str) -> None:
        await self._settle(notice, {"status": NoticeStatus.DEAD, "error": error})

    async def _settle(self, notice: Notice, values: dict[str, Any]) -> None:
        await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.id == notice.id,
                outbox.c.version == notice.version,
                outbox.c.status == NoticeStatus.CLAIMED,
            )
            .values(values)
        )

    async def revive(self, user_id: int, since: datetime, now: datetime) -> None:
        """Somebody can be reached again: what couldn't be told since is due once more."""
        await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.user_id == user_id,
                outbox.c.status == NoticeStatus.DEAD,
                outbox.c.due_at >= since,
            )
            .values(status=NoticeStatus.DUE, due_at=now, attempts=0)
        )

    async def forget(self, before: datetime) -> None:
        """Drop what was settled before; its keys would tell nothing new by then."""
        await self._connection.execute(
            delete(outbox).where(
                outbox.c.status.in_([NoticeStatus.SENT, NoticeStatus.DEAD]),
                outbox.c.due_at < before,
            )
        )

    async def waiting(self) -> int:
        """How many notices haven't been told yet."""
        found = await self._connection.execute(
            select(func.count())
            .select_from(outbox)
            .where(outbox.c.status.in_([NoticeStatus.DUE, NoticeStatus.CLAIMED]))
        )
        return int(found.scalar_one())

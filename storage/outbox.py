"""Notices on their way. A key is told once; a card's row comes back whenever the card must change again.

`version` tells a card that was put again while an older state of it was being sent: it stays due.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notice import Notice, NoticeKind, NoticeStatus
from storage.dialects import insert
from storage.tables.notices import outbox


def notice_of(row: Row[Any]) -> Notice:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a key in one chat. `begun`: it was tried. `digest`: by itself, or with others in one message."""

    chat_id: int
    status: NoticeStatus
    begun: bool
    digest: bool

    @property
    def may_be_known(self) -> bool:
        """Whether it was told there, or may have been."""
        return self.status in {NoticeStatus.SENT, NoticeStatus.CLAIMED} or (
            self.begun and self.status in {NoticeStatus.DUE, NoticeStatus.COLLECTED}
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
        return sorted((notice_of(row) for row in claimed), key=lambda notice: notice.id)

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

    async def dropped(self, notice: Notice) -> None:
        """There is nothing to tell any more."""
        await self._settle(notice, {"status": NoticeStatus.DROPPED, "error": ""})

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

    async def hold(self, user_id: int, until: datetime) -> None:
        """Telegram takes nothing for this chat before then."""
        await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.user_id == user_id,
                outbox.c.status == NoticeStatus.DUE,
                outbox.c.due_at < until,
            )
            .values(due_at=until)
        )

    async def fates(self, key: str, user_id: int | None = None) -> Sequence[Fate]:
        """What became of this key, wherever it was put; only there, if `user_id` is given."""
        told_in = outbox.alias()
        query = (
            select(
                outbox.c.user_id,
                outbox.c.status,
                outbox.c.digest_id,
                func.coalesce(told_in.c.attempts, outbox.c.attempts).label("attempts"),
            )
            .select_from(outbox.outerjoin(told_in, told_in.c.id == outbox.c.digest_id))
            .where(outbox.c.key == key)
        )
        if user_id is not None:
            query = query.where(outbox.c.user_id == user_id)
        return [
            Fate(
                chat_id=row.user_id,
                status=row.status,
                begun=row.attempts > 0,
                digest=row.digest_id is not None,
            )
            for row in await self._connection.execute(query)
        ]

    async def take_back(self, user_id: int, kinds: Collection[NoticeKind]) -> Sequence[Notice]:
        """What of these kinds wasn't told in this chat, and won't be any more."""
        taken = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.user_id == user_id,
                outbox.c.kind.in_(kinds),
                outbox.c.status.in_(
                    [NoticeStatus.DUE, NoticeStatus.CLAIMED, NoticeStatus.COLLECTED]
                ),
            )
            .values(status=NoticeStatus.DROPPED)
            .returning(*outbox.c)
        )
        return sorted(map(notice_of, taken), key=lambda notice: notice.id)

    async def move(self, old: int, new: int) -> None:
        """A chat has another id now."""
        theirs = outbox.alias()
        known = exists().where(theirs.c.user_id == new, theirs.c.key == outbox.c.key)
        await self._connection.execute(
            update(outbox).where(outbox.c.user_id == old, ~known).values(user_id=new)
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
                outbox.c.status.not_in([NoticeStatus.DUE, NoticeStatus.CLAIMED]),
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

"""Notices that are told together. Each waits in the outbox for its digest, which is a notice too: one a reader and time.

A digest that is under way takes nothing more in, for what it says may be written already.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notice import Notice, NoticeKind, NoticeStatus
from bot.domain.room import Topic
from bot.domain.stream import Way, next_digest
from storage.dialects import insert
from storage.outbox import notice_of
from storage.tables.notices import outbox


class Digests:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def collect(
        self,
        kind: NoticeKind,
        user_id: int,
        key: str,
        *,
        way: Way,
        topic: Topic | None,
        now: datetime,
        subject: int | None = None,
        data: Mapping[str, str] | None = None,
    ) -> None:
        """To be told with what else comes until then; the same key again changes nothing. `topic`: in the room."""
        digest, at = await self._open(user_id, topic, way, now)
        await self._connection.execute(
            insert(self._connection, outbox)
            .values(
                key=key,
                user_id=user_id,
                kind=kind,
                subject=subject,
                data=data or {},
                status=NoticeStatus.COLLECTED,
                due_at=at,
                digest_id=digest,
            )
            .on_conflict_do_nothing()
        )

    async def _open(
        self, user_id: int, topic: Topic | None, way: Way, now: datetime
    ) -> tuple[int, datetime]:
        """The next digest that isn't under way yet; it stays so until this transaction ends."""
        at = next_digest(way, now)
        while True:
            name = f"{topic}:" if topic else ""
            key = f"digest:{name}{at:%Y-%m-%dT%H:%M}"
            digest, status = await self._put(user_id, key, topic, at)
            if status is NoticeStatus.DUE:
                return digest, at
            at = next_digest(way, at)

    async def _put(
        self, user_id: int, key: str, topic: Topic | None, at: datetime
    ) -> tuple[int, NoticeStatus]:
        """That row, locked: whoever looks for what is due passes it over until this is written."""
        found = await self._connection.execute(
            insert(self._connection, outbox)
            .values(
                key=key,
                user_id=user_id,
                kind=NoticeKind.DIGEST,
                data={"topic": topic.value} if topic else {},
                status=NoticeStatus.DUE,
                due_at=at,
            )
            .on_conflict_do_update(
                index_elements=[outbox.c.user_id, outbox.c.key],
                set_={"version": outbox.c.version},
            )
            .returning(outbox.c.id, outbox.c.status)
        )
        row = found.one()
        return row.id, row.status

    async def pile_up(
        self, notice: Notice, topic: Topic | None, now: datetime, *, few: int
    ) -> bool:
        """Where more than `few` of the kind wait for this reader, they become one digest, due now; whether they did."""
        waiting = and_(
            outbox.c.user_id == notice.user_id,
            outbox.c.kind == notice.kind,
            outbox.c.status == NoticeStatus.DUE,
            outbox.c.due_at <= now,
        )
        count = await self._connection.scalar(
            select(func.count()).select_from(outbox).where(waiting)
        )
        if (count or 0) < few:
            return False
        digest, _ = await self._put(notice.user_id, f"digest:{notice.key}", topic, now)
        await self._connection.execute(
            update(outbox)
            .where(or_(waiting, outbox.c.id == notice.id))
            .values(status=NoticeStatus.COLLECTED, digest_id=digest)
        )
        return True

    async def items(self, digest_id: int) -> Sequence[Notice]:
        """What waits to be told in it, in the order it came."""
        found = await self._connection.execute(
            select(outbox).where(_of(digest_id)).order_by(outbox.c.id)
        )
        return [notice_of(row) for row in found]

    async def settle(self, digest: Notice, status: NoticeStatus) -> None:
        """What waited in it was told with it, or there was nothing to tell. Nothing waits in any other notice."""
        if digest.kind is NoticeKind.DIGEST:
            await self._connection.execute(
                update(outbox).where(_of(digest.id)).values(status=status)
            )


def _of(digest_id: int) -> ColumnElement[bool]:
    return and_(outbox.c.digest_id == digest_id, outbox.c.status == NoticeStatus.COLLECTED)

"""Broadcasts. A state moves as `UPDATE … WHERE status = :old`: an empty answer means that somebody was faster."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audience import Audience, Ordered
from bot.domain.broadcast import (
    OVER,
    TRANSITIONS,
    Broadcast,
    BroadcastStatus,
    RecipientStatus,
    Source,
)
from bot.domain.language import Languages
from storage.audiences import belongs, called
from storage.quick import LONG
from storage.tables.broadcasts import broadcasts, recipients
from storage.tables.catalogue import services
from storage.tables.people import users

_SOURCE = ("chat_id", "message_id", "media", "about")
_AUDIENCE = ("active_days", "language", "ordered", "what", "operators")
_OWN = ("progress_at", "due_at")
_PLAIN = [c.name for c in broadcasts.c if c.name not in {*_SOURCE, *_AUDIENCE, *_OWN}]
_S = BroadcastStatus


class Broadcasts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # Composing

    async def add(self, author_id: int, source: Source, now: datetime) -> Broadcast:
        added = await self._connection.execute(
            broadcasts.insert()
            .values(
                status=_S.DRAFT,
                author_id=author_id,
                ordered=Ordered.WHATEVER,
                created_at=now,
                due_at=now,
                **_values_of(source, _SOURCE),
            )
            .returning(broadcasts)
        )
        return _broadcast(added.one())

    async def get(self, broadcast_id: int) -> Broadcast | None:
        found = await self._connection.execute(
            select(broadcasts).where(broadcasts.c.id == broadcast_id)
        )
        return _one(found.first())

    async def page(self, *, offset: int, limit: int) -> list[Broadcast]:
        """The newest first."""
        found = await self._connection.execute(
            select(broadcasts).order_by(broadcasts.c.id.desc()).offset(offset).limit(limit)
        )
        return [_broadcast(row) for row in found]

    async def count(self) -> int:
        found = await self._connection.execute(select(func.count()).select_from(broadcasts))
        return int(found.scalar_one())

    async def edit(
        self,
        broadcast_id: int,
        *,
        source: Source | None = None,
        audience: Audience | None = None,
        **values: Any,
    ) -> Broadcast | None:
        """None if it is no draft any more."""
        values |= _values_of(source, _SOURCE) if source else {}
        values |= _values_of(audience, _AUDIENCE) if audience else {}
        return await self._update(broadcast_id, {_S.DRAFT}, values)

    async def discard(self, broadcast_id: int) -> bool:
        """Whether there was such a draft."""
        gone = await self._connection.execute(
            delete(broadcasts)
            .where(broadcasts.c.id == broadcast_id, broadcasts.c.status == _S.DRAFT)
            .returning(broadcasts.c.id)
        )
        return gone.first() is not None

    async def reaches(self, audience: Audience, languages: Languages, now: datetime) -> int:
        """How many people are in the audience now."""
        found = await self._connection.execute(
            select(func.count())
            .prefix_with(LONG)
            .select_from(users)
            .where(belongs(audience, languages, now))
        )
        return int(found.scalar_one())

    async def services_called(self, what: str) -> list[int]:
        """The keys of the services that have this number, or these words in their names; those that are sold first."""
        found = await self._connection.execute(
            select(services.c.key)
            .prefix_with(LONG)
            .where(called(what))
            .order_by(services.c.unorderable.is_not(None), services.c.panel, services.c.position)
        )
        return list(found.scalars())

    # Its life

    async def address(
        self, broadcast: Broadcast, languages: Languages, now: datetime
    ) -> Broadcast | None:
        """Writes down who is to get it: whoever is in its audience now, each once."""
        names = [column.name for column in recipients.c]
        whom = select(
            literal(broadcast.id),
            users.c.id,
            literal(RecipientStatus.DUE, recipients.c.status.type),
            literal(now, recipients.c.due_at.type),
        ).where(belongs(broadcast.audience, languages, now))
        await self._connection.execute(recipients.insert().from_select(names, whom))
        total = (
            select(func.count())
            .select_from(recipients)
            .where(recipients.c.broadcast_id == broadcast.id)
            .scalar_subquery()
        )
        return await self._update(broadcast.id, {broadcast.status}, {"total": total})

    async def move(
        self, broadcast_id: int, old: Collection[_S], new: _S, **values: Any
    ) -> Broadcast | None:
        """From one of `old` to `new`, with what else changes; None if it is none of them any more."""
        if not all(new in TRANSITIONS[status] for status in old):
            raise ValueError(f"a broadcast can't go from {', '.join(old)} to {new}")
        return await self._update(broadcast_id, old, {"status": new, **values})

    async def running(self) -> Broadcast | None:
        found = await self._connection.execute(
            select(broadcasts).where(broadcasts.c.status == _S.RUNNING).limit(1)
        )
        return _one(found.first())

    async def run_next(self, now: datetime) -> Broadcast | None:
        """The first in line runs, if no other does."""
        other = broadcasts.alias()
        first = (
            select(broadcasts.c.id)
            .where(broadcasts.c.status == _S.WAITING)
            .order_by(broadcasts.c.due_at, broadcasts.c.id)
            .limit(1)
            .scalar_subquery()
        )
        moved = await self._connection.execute(
            update(broadcasts)
            .where(
                broadcasts.c.id == first,
                broadcasts.c.status == _S.WAITING,
                ~exists().where(other.c.status == _S.RUNNING),
            )
            .values(
                status=_S.RUNNING,
                started_at=func.coalesce(
                    broadcasts.c.started_at, literal(now, broadcasts.c.started_at.type)
                ),
                due_at=now,
                progress_at=now,
                **_from_here(now),
            )
            .returning(broadcasts)
        )
        return _one(moved.first())

    async def measure_anew(self, broadcast_id: int, now: datetime) -> None:
        """The bot was away: how fast it goes is measured from here on."""
        values = {"progress_at": now, **_from_here(now)}
        await self._update(broadcast_id, {_S.RUNNING}, values)

    async def hold(self, broadcast_id: int, until: datetime) -> None:
        """Nobody more is sent it before."""
        await self._update(broadcast_id, {_S.RUNNING}, {"due_at": until})

    async def finish(self, broadcast_id: int, now: datetime) -> Broadcast | None:
        """Done, if it runs and everybody was tried."""
        values = {"status": _S.DONE, "ended_at": now, "progress_at": now}
        open_ones = (RecipientStatus.DUE, RecipientStatus.SENDING)
        unfinished = exists().where(
            recipients.c.broadcast_id == broadcast_id, recipients.c.status.in_(open_ones)
        )
        return await self._update(broadcast_id, {_S.RUNNING}, values, ~unfinished)

    # What is shown of it

    async def to_show(self, now: datetime, again_at: datetime) -> list[Broadcast]:
        """Those whose progress is to be shown now; once more `again_at`, unless `shown` says that it needn't."""
        due = await self._connection.execute(
            update(broadcasts)
            .where(broadcasts.c.progress_at <= now)
            .values(progress_at=again_at)
            .returning(broadcasts)
        )
        return [_broadcast(row) for row in due]

    async def show_at(self, broadcast_id: int, moment: datetime) -> None:
        await self._update(broadcast_id, set(_S), {"progress_at": moment})

    async def shown(self, broadcast: Broadcast, again_at: datetime, progress_id: int) -> None:
        """It stands in this message; what doesn't run and hasn't changed since stands there for good."""
        await self._update(broadcast.id, set(_S), {"progress_id": progress_id})
        if broadcast.status is not _S.RUNNING:
            as_shown = broadcasts.c.progress_at == again_at
            values = {"progress_at": None}
            await self._update(broadcast.id, {broadcast.status}, values, as_shown)

    async def forget_recipients(self, before: datetime) -> None:
        """Of broadcasts that ended before; their figures stay."""
        ended = select(broadcasts.c.id).where(
            broadcasts.c.status.in_(OVER), broadcasts.c.ended_at < before
        )
        await self._connection.execute(
            delete(recipients).where(recipients.c.broadcast_id.in_(ended))
        )

    async def _update(
        self,
        broadcast_id: int,
        old: Collection[_S],
        values: dict[str, Any],
        *more: ColumnElement[bool],
    ) -> Broadcast | None:
        changed = await self._connection.execute(
            update(broadcasts)
            .where(broadcasts.c.id == broadcast_id, broadcasts.c.status.in_(old), *more)
            .values(values)
            .returning(broadcasts)
        )
        return _one(changed.first())


def _from_here(now: datetime) -> dict[str, Any]:
    columns = broadcasts.c
    tried = columns.sent + columns.unreachable + columns.refused + columns.unknown
    return {"since": now, "tried_before": tried}


def _values_of(part: Source | Audience, names: Collection[str]) -> dict[str, Any]:
    return {name: getattr(part, name) for name in names}


def _broadcast(row: Row[Any]) -> Broadcast:
    return Broadcast(
        source=Source(**{name: getattr(row, name) for name in _SOURCE}),
        audience=Audience(**{name: getattr(row, name) for name in _AUDIENCE}),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _one(row: Row[Any] | None) -> Broadcast | None:
    return None if row is None else _broadcast(row)

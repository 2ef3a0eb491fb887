"""How our snapshot of a panel's services is kept: compared with a whole answer, and placed anew when a rule changes.

A row's digest tells whether a service or its place with us changed, so that a sync that brings nothing new writes nothing.
What a panel no longer lists is marked gone and kept: orders point to it. Whoever writes here has first counted up the
panel's revision (`Panels`), which makes others wait, and tells them that what they had read is old.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.change import Change, ChangeKind, Offer, kinds_of
from bot.domain.sequence import numbers
from bot.domain.service import Service, Unorderable, parse_type
from bot.domain.stock import Place, Rules, place, searched
from storage.catalogue import SERVICE_COLUMNS, service_of
from storage.quick import LONG
from storage.tables.catalogue import services

_BATCH = 500
_PLACED = 100
"""Rows that are written or judged at a time, so that other people's taps are handled in between."""

_GONE = {"unorderable": Unorderable.GONE, "digest": ""}
"""The digest goes too, so that a service that comes back counts as changed."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One service of a panel's answer, and its place with us."""

    service: Service
    place: Place

    @property
    def row(self) -> dict[str, Any]:
        """Long to make for ten thousand: fit for a thread, before the transaction."""
        values = {
            **{name: getattr(self.service, name) for name in SERVICE_COLUMNS},
            "service_id": self.service.id,
            "search_text": searched(self.service),
            "platform": self.place.platform,
            "shelf": self.place.shelf,
            "type": self.place.type,
            "unorderable": self.place.unorderable,
            "pinned": self.place.pinned,
            "shelf_pinned": self.place.shelf_pinned,
        }
        return {**values, "digest": _digest(values)}


class Known(NamedTuple):
    """A row as far as it is compared; `digest` is empty for what is gone."""

    service_id: str
    key: int
    digest: str
    position: int
    rate: str
    min: int
    max: int
    unorderable: str | None

    @property
    def offer(self) -> Offer:
        return Offer(Decimal(self.rate), self.min, self.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What an answer brings. `moved` are those that stand elsewhere in the panel's order."""

    added: Sequence[Mapping[str, Any]]
    changed: Sequence[Mapping[str, Any]]
    gone: Sequence[int]
    moved: Sequence[Mapping[str, int]]
    changes: Sequence[Change]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone or self.moved)


@dataclass(frozen=True, slots=True)
class Synced:
    """How many services a sync brought, changed and marked gone."""

    added: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Placed:
    """How many services can be ordered that couldn't before, and how many no longer can."""

    opened: int = 0
    closed: int = 0

    def __add__(self, other: "Placed") -> "Placed":
        return Placed(self.opened + other.opened, self.closed + other.closed)


def compare(
    known: Iterable[Known], entries: Iterable[Entry], *, keep: Collection[str] = ()
) -> Difference:
    """`entries` are the whole answer, in its order; ids are unique. Fit for a thread.

    `keep`: ids that were in the answer and couldn't be read; they stay as they are. The first answer of a panel is no news.
    Entries are looked at one by one, and what is as it was is let go at once: ten thousand at a time would keep Python's
    garbage collector busy, and everybody waiting.
    """
    rows = {row.service_id: row for row in known}
    order: list[str] = []
    added, changed, changes = [], [], []
    for entry in entries:
        order.append(entry.service.id)
        row, values = rows.get(entry.service.id), entry.row
        if row is not None and row.digest == values["digest"]:
            continue
        changes += _changes(row, entry)
        if row is None:
            added.append(values)
        else:
            changed.append({**values, "row": row.key})
    places = numbers({name: row.position for name, row in rows.items()}, order)
    listed = {*keep, *order}
    gone = [row for name, row in rows.items() if row.digest and name not in listed]
    return Difference(
        added=[{**values, "position": places[values["service_id"]]} for values in added],
        changed=changed,
        gone=[row.key for row in gone],
        moved=[
            {"row": rows[name].key, "place": number}
            for name, number in places.items()
            if name in rows
        ],
        changes=[*changes, *filter(None, map(_leaving, gone))] if rows else (),
    )


def _changes(row: Known | None, entry: Entry) -> list[Change]:
    """Headings come and go, and nobody wants to hear of them."""
    service = entry.service
    if entry.place.unorderable is Unorderable.HEADING:
        return []
    after = Offer.of(service)
    if row is None:
        return [Change(service_id=service.id, kind=ChangeKind.NEW, after=after)]
    before = row.offer
    kinds = kinds_of(before, after) if row.digest else [ChangeKind.BACK]
    return [Change(service_id=service.id, kind=kind, before=before, after=after) for kind in kinds]


def _leaving(row: Known) -> Change | None:
    if row.unorderable == Unorderable.HEADING:
        return None
    return Change(service_id=row.service_id, kind=ChangeKind.GONE, before=row.offer)


class Snapshot:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def known(self, panel: str) -> list[Known]:
        found = await self._connection.execute(
            select(
                services.c.service_id,
                services.c.key,
                services.c.digest,
                services.c.position,
                type_coerce(services.c.rate, String),
                services.c.min,
                services.c.max,
                type_coerce(services.c.unorderable, String),
            )
            .prefix_with(LONG)
            .where(services.c.panel == panel)
        )
        return [Known(*row) for row in found]

    async def write(self, panel: str, difference: Difference, now: datetime) -> Synced:
        """Make the snapshot agree with the answer that was compared with it."""
        for batch in _batches(difference.added):
            rows = [{**row, "panel": panel, "added_at": now} for row in batch]
            await self._connection.execute(services.insert(), rows)
        await self._update(difference.changed)
        for keys in _batches(difference.gone):
            await self._mark_gone(keys)
        await self._move(difference.moved)
        return Synced(len(difference.added), len(difference.changed), len(difference.gone))

    async def retire(self, panel: str) -> None:
        """All that a panel lists is gone, which is no news to anybody."""
        await self._connection.execute(
            update(services).where(services.c.panel == panel, services.c.digest != "").values(_GONE)
        )

    async def _update(self, rows: Sequence[Mapping[str, Any]]) -> None:
        statement = update(services).where(services.c.key == bindparam("row"))
        for batch in _batches(rows):
            await self._connection.execute(statement, list(batch))

    async def _mark_gone(self, keys: Sequence[int]) -> None:
        await self._connection.execute(
            update(services).where(services.c.key.in_(keys)).values(_GONE)
        )

    async def _move(self, rows: Sequence[Mapping[str, int]]) -> None:
        statement = (
            update(services)
            .where(services.c.key == bindparam("row"))
            .values(position=bindparam("place"))
        )
        for batch in _batches(rows):
            await self._connection.execute(statement, list(batch))

    async def place(self, panel: str, rules: Rules, among: ColumnElement[bool]) -> Placed:
        """Judge those of a panel's services again that a changed rule is about; what is gone is judged when it is back."""
        found = await self._connection.execute(
            select(services.c.key)
            .prefix_with(LONG)
            .where(
                services.c.panel == panel,
                services.c.unorderable.is_distinct_from(Unorderable.GONE),
                among,
            )
        )
        placed = Placed()
        for keys in _batches(found.scalars().all(), _PLACED):
            placed += await self._place(keys, rules)
        return placed

    async def _place(self, keys: Sequence[int], rules: Rules) -> Placed:
        found = await self._connection.execute(
            select(services).prefix_with(LONG).where(services.c.key.in_(keys))
        )
        changed, opened, closed = [], 0, 0
        for row in found:
            raw = replace(service_of(row), type=parse_type(row.type_name))
            values = Entry(service=raw, place=place(raw, rules)).row
            if values["digest"] != row.digest:
                changed.append({**values, "row": row.key})
                was, now = row.unorderable is None, values["unorderable"] is None
                opened += now and not was
                closed += was and not now
        await self._update(changed)
        return Placed(opened, closed)


def service_is(service_id: str) -> ColumnElement[bool]:
    return services.c.service_id == service_id


def shelf_is(platform: str, shelf: str) -> ColumnElement[bool]:
    return (services.c.platform == platform) & (services.c.shelf == shelf)


def type_is(names: Collection[str]) -> ColumnElement[bool]:
    """As the panel writes it."""
    return services.c.type_name.in_(names)


def says(word: str) -> ColumnElement[bool]:
    """`word` is case folded."""
    return services.c.search_text.contains(word, autoescape=True)


def _digest(values: Mapping[str, Any]) -> str:
    text = repr(sorted(values.items()))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _batches(rows: Sequence[Any], size: int = _BATCH) -> Iterable[Sequence[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))

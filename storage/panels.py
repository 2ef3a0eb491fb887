"""What we know of each panel account between runs."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert
from storage.tables.catalogue import panels


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelState:
    """`lacking`: capabilities the panel was found not to have. `balance` as of `balance_at`."""

    name: str
    currency: str
    balance: Decimal | None
    balance_at: datetime | None
    synced_at: datetime | None
    lacking: tuple[str, ...]


_STATE = [panels.c[each.name] for each in fields(PanelState)]


class Panels:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def register(self, names: Iterable[str]) -> None:
        for name in names:
            await self._connection.execute(
                insert(self._connection, panels).values(name=name).on_conflict_do_nothing()
            )

    async def all(self) -> dict[str, PanelState]:
        found = await self._connection.execute(select(*_STATE).order_by(panels.c.name))
        return {row["name"]: PanelState(**row) for row in found.mappings()}

    async def set_balance(self, name: str, balance: Decimal, currency: str, now: datetime) -> None:
        """An empty currency keeps the one known: some panels name it only now and then."""
        values: dict[str, Any] = {"balance": balance, "balance_at": now}
        if currency:
            values["currency"] = currency
        await self._set(name, values)

    async def revision(self, name: str) -> int:
        """Counted up whenever the panel's catalogue or a rule about it changes; read it before what it stands for."""
        found = await self._connection.execute(
            select(panels.c.revision).where(panels.c.name == name)
        )
        return int(found.scalar_one())

    async def set_synced(self, name: str, now: datetime, *, revision: int, changed: bool) -> bool:
        """False, if the revision is another by now. Whoever would write at the same time waits for this transaction."""
        written = await self._connection.execute(
            update(panels)
            .where(panels.c.name == name, panels.c.revision == revision)
            .values(synced_at=now, revision=panels.c.revision + int(changed))
            .returning(panels.c.name)
        )
        return written.first() is not None

    async def revise(self, name: str) -> None:
        """Before a rule about its catalogue changes: whoever would write at the same time waits for this transaction."""
        await self._set(name, {"revision": panels.c.revision + 1})

    async def set_lacking(self, name: str, lacking: Iterable[str]) -> None:
        await self._set(name, {"lacking": tuple(sorted(lacking))})

    async def _set(self, name: str, values: dict[str, Any]) -> None:
        await self._connection.execute(update(panels).where(panels.c.name == name).values(values))

"""What operators decided about the catalogue: services and categories hidden or pinned, types read as others, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.blocked import BlockedWord
from bot.domain.curation import Decision
from bot.domain.service import ServiceType, type_key
from bot.domain.stock import Rules, Standing
from storage.dialects import insert
from storage.tables.catalogue import services
from storage.tables.stock import blocked_words, service_rules, shelf_rules, type_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRule:
    """A type that nobody knows, as its panel writes it, and the one whose form is asked for."""

    panel: str
    type_name: str
    type: ServiceType


class RuleBook:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, panel: str, words: Sequence[str]) -> Rules:
        """All that holds for a panel. `words`: those of the settings, which hold beside the ones added in the chat."""
        of_services = await self._standings(service_rules, panel)
        of_shelves = await self._standings(shelf_rules, panel)
        types = {
            type_key(rule.type_name): rule.type
            for rule in await self.types()
            if rule.panel == panel
        }
        added = [added.word for added in await self.words()]
        return Rules(
            services={row.service_id: Standing(row.hidden, row.pinned) for row in of_services},
            shelves={
                (row.platform, row.shelf): Standing(row.hidden, row.pinned) for row in of_shelves
            },
            types=types,
            words=tuple(dict.fromkeys((*(word.casefold() for word in words), *added))),
        )

    async def _standings(self, table: Table, panel: str) -> Sequence[Any]:
        found = await self._connection.execute(select(table).where(table.c.panel == panel))
        return found.all()

    async def service(self, panel: str, service_id: str) -> Standing:
        return await self._standing(service_rules, {"panel": panel, "service_id": service_id})

    async def shelf(self, panel: str, platform: str, shelf: str) -> Standing:
        return await self._standing(shelf_rules, _shelf(panel, platform, shelf))

    async def set_service(self, panel: str, service_id: str, standing: Standing) -> None:
        key = {"panel": panel, "service_id": service_id}
        await self._set(service_rules, key, standing)

    async def set_shelf(self, panel: str, platform: str, shelf: str, standing: Standing) -> None:
        await self._set(shelf_rules, _shelf(panel, platform, shelf), standing)

    async def _standing(self, table: Table, key: Mapping[str, str]) -> Standing:
        found = await self._connection.execute(
            select(table.c.hidden, table.c.pinned).where(*_is(table, key))
        )
        row = found.first()
        return Standing() if row is None else Standing(*row)

    async def _set(self, table: Table, key: Mapping[str, str], standing: Standing) -> None:
        """What is nothing special has no row."""
        if standing == Standing():
            await self._connection.execute(delete(table).where(*_is(table, key)))
            return
        values = {"hidden": standing.hidden, "pinned": standing.pinned}
        await self._connection.execute(
            insert(self._connection, table)
            .values(**key, **values)
            .on_conflict_do_update(index_elements=[table.c[name] for name in key], set_=values)
        )

    async def decided(self, *, hidden: bool) -> list[Decision]:
        """All that is hidden, or all that is pinned: categories first."""
        shelves = await self._connection.execute(
            select(
                func.min(services.c.key),
                shelf_rules.c.panel,
                func.min(services.c.category),
            )
            .join_from(
                shelf_rules,
                services,
                (services.c.panel == shelf_rules.c.panel)
                & (services.c.platform == shelf_rules.c.platform)
                & (services.c.shelf == shelf_rules.c.shelf),
            )
            .where(shelf_rules.c.hidden if hidden else shelf_rules.c.pinned)
            .group_by(shelf_rules.c.panel, shelf_rules.c.platform, shelf_rules.c.shelf)
            .order_by(func.min(services.c.category), shelf_rules.c.panel)
        )
        alone = await self._connection.execute(
            select(services.c.key, services.c.panel, services.c.name)
            .join_from(
                service_rules,
                services,
                (services.c.panel == service_rules.c.panel)
                & (services.c.service_id == service_rules.c.service_id),
            )
            .where(service_rules.c.hidden if hidden else service_rules.c.pinned)
            .order_by(services.c.name, services.c.key)
        )
        return [
            *(Decision(key=k, panel=p, name=n, shelf=True) for k, p, n in shelves),
            *(Decision(key=k, panel=p, name=n, shelf=False) for k, p, n in alone),
        ]

    async def types(self) -> list[TypeRule]:
        found = await self._connection.execute(
            select(type_rules.c.panel, type_rules.c.type_name, type_rules.c.type).order_by(
                type_rules.c.panel, type_rules.c.type_name
            )
        )
        return [TypeRule(**row) for row in found.mappings()]

    async def set_type(self, rule: TypeRule) -> None:
        """In place of what was chosen for this type before."""
        values = {"type": rule.type, "type_name": rule.type_name}
        await self._connection.execute(
            insert(self._connection, type_rules)
            .values(panel=rule.panel, type_key=type_key(rule.type_name), **values)
            .on_conflict_do_update(
                index_elements=[type_rules.c.panel, type_rules.c.type_key], set_=values
            )
        )

    async def forget_type(self, panel: str, type_name: str) -> None:
        await self._connection.execute(
            delete(type_rules).where(
                type_rules.c.panel == panel, type_rules.c.type_key == type_key(type_name)
            )
        )

    async def words(self) -> list[BlockedWord]:
        """Those added in the chat, in the order of the alphabet."""
        found = await self._connection.execute(
            select(blocked_words.c.id, blocked_words.c.word).order_by(blocked_words.c.word)
        )
        return [BlockedWord(*row) for row in found]

    async def add_word(self, word: str) -> bool:
        """False if it is there already."""
        added = await self._connection.execute(
            insert(self._connection, blocked_words)
            .values(word=word)
            .on_conflict_do_nothing()
            .returning(blocked_words.c.id)
        )
        return added.first() is not None

    async def remove_word(self, word_id: int) -> str | None:
        """The word; None if it is gone already."""
        removed = await self._connection.execute(
            delete(blocked_words)
            .where(blocked_words.c.id == word_id)
            .returning(blocked_words.c.word)
        )
        word: str | None = removed.scalar()
        return word


def _shelf(panel: str, platform: str, shelf: str) -> dict[str, str]:
    return {"panel": panel, "platform": platform, "shelf": shelf}


def _is(table: Table, key: Mapping[str, str]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]

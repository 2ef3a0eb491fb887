"""People, and which of their updates were handled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.user import User
from storage.dialects import insert
from storage.tables.people import updates, users
from storage.tables.staff import staff

COLUMNS = (
    users.c.id,
    users.c.first_name,
    users.c.username,
    users.c.language,
    users.c.client_language,
    users.c.member,
    users.c.reachable,
    users.c.asked,
    users.c.blocked,
    users.c.dark,
    select(staff.c.rights).where(staff.c.user_id == users.c.id).scalar_subquery().label("rights"),
)
_SEEN_EVERY = timedelta(hours=1)
"""A sign of life is written down so often at most: a tap isn't worth a write."""


class Users:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, user_id: int) -> User | None:
        found = await self._connection.execute(select(*COLUMNS).where(users.c.id == user_id))
        return _one(found.first())

    async def find(self, text: str) -> User | None:
        """By Telegram's id, or by user name with or without @."""
        name = text.removeprefix("@").lower()
        if not name:
            return None  # "" is what people without a user name have
        condition = func.lower(users.c.username) == name
        if name.isascii() and name.isdigit() and len(name) < 19:
            condition = users.c.id == int(name)
        found = await self._connection.execute(select(*COLUMNS).where(condition).limit(1))
        return _one(found.first())

    async def meet(self, seen: User, now: datetime) -> tuple[User, bool]:
        """The user as we know them, with the names their Telegram gives now; and whether they couldn't be reached before."""
        row = await self._row(seen.id)
        if row is None:
            return await self._add(seen, now), True
        known = read_user(row[:-1])
        if _is_fresh(row, seen, now):
            return known, False
        values = {**_names(seen), "seen_at": now, "search_text": _search_text(seen)}
        return await self._set(seen.id, values) or known, not known.reachable

    async def recognise(self, seen: User, now: datetime) -> User | None:
        """The user, if they were here lately and are called as they were then: nothing is to be written."""
        row = await self._row(seen.id)
        return read_user(row[:-1]) if row is not None and _is_fresh(row, seen, now) else None

    async def _row(self, user_id: int) -> Any:
        return (await self._connection.execute(_MEETING, {"user_id": user_id})).first()

    async def _add(self, seen: User, now: datetime) -> User:
        values = {
            "id": seen.id,
            "first_name": seen.first_name,
            "username": seen.username,
            "client_language": seen.client_language,
            "search_text": _search_text(seen),
            "created_at": now,
            "seen_at": now,
        }
        await self._connection.execute(
            insert(self._connection, users).values(values).on_conflict_do_nothing()
        )
        return await self.get(seen.id) or seen

    async def set_language(self, user_id: int, language: str) -> User | None:
        return await self._set(user_id, {"language": language})

    async def set_member(self, user_id: int) -> User | None:
        return await self._set(user_id, {"member": True})

    async def set_reachable(self, user_id: int, *, reachable: bool) -> User | None:
        return await self._set(user_id, {"reachable": reachable})

    async def set_asked(self, user_id: int, asked: str | None) -> None:
        await self._set(user_id, {"asked": asked})

    async def set_blocked(self, user_id: int, *, blocked: bool) -> User | None:
        return await self._set(user_id, {"blocked": blocked})

    async def set_dark(self, user_id: int, *, dark: bool) -> User | None:
        return await self._set(user_id, {"dark": dark})

    async def _set(self, user_id: int, values: dict[str, Any]) -> User | None:
        changed = await self._connection.execute(
            update(users).where(users.c.id == user_id).values(values).returning(*COLUMNS)
        )
        return _one(changed.first())

    async def first_time(self, update_id: int, now: datetime) -> bool:
        """Whether this update changes something for the first time; True once, in the transaction that makes the change."""
        inserted = await self._connection.execute(
            insert(self._connection, updates)
            .values(id=update_id, seen_at=now)
            .on_conflict_do_nothing()
            .returning(updates.c.id)
        )
        return inserted.first() is not None

    async def forget_updates(self, before: datetime) -> None:
        """Telegram keeps updates for a day; what was seen earlier can't come again."""
        await self._connection.execute(delete(updates).where(updates.c.seen_at < before))


def _search_text(user: User) -> str:
    return f"{user.first_name} {user.username}".casefold()


_NAMES = [column.name for column in COLUMNS]


def read_user(row: Sequence[Any]) -> User:
    """From `COLUMNS`."""
    values = dict(zip(_NAMES, row, strict=True))
    return User(**{**values, "rights": values["rights"] or frozenset()})


def _one(row: Sequence[Any] | None) -> User | None:
    return None if row is None else read_user(row)


_MEETING = select(*COLUMNS, users.c.seen_at).where(users.c.id == bindparam("user_id"))


def _names(seen: User) -> dict[str, Any]:
    return {
        "first_name": seen.first_name,
        "username": seen.username,
        "client_language": seen.client_language,
        "reachable": True,
    }


def _is_fresh(row: Row[Any], seen: User, now: datetime) -> bool:
    lately = now - row.seen_at < _SEEN_EVERY
    return lately and all(getattr(row, name) == value for name, value in _names(seen).items())

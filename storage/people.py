"""Lists of people, for operators: however many there are, and however much they ordered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.order import OrderStatus
from bot.domain.page import Page, Place
from bot.domain.user import User
from storage.quick import LONG
from storage.tables.orders import orders
from storage.tables.people import users
from storage.users import COLUMNS, read_user


@dataclass(frozen=True, slots=True)
class Dates:
    """When somebody first wrote, and when they were here last (to the hour)."""

    since: datetime
    seen: datetime


class People:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def newest(self, place: Place, *, size: int) -> Page[User]:
        """`place` is beside a person's id."""
        page = place.page(await self._newest(place, size + 1), size)
        if place.back and not page.before:
            return await self.newest(Place(), size=size)
        return page

    async def _newest(self, place: Place, limit: int) -> Sequence[User]:
        came = tuple_(users.c.created_at, users.c.id)
        chosen = select(*COLUMNS).limit(limit)
        if place.at:
            beside = select(users.c.created_at).where(users.c.id == place.at).scalar_subquery()
            there = tuple_(beside, place.at)
            chosen = chosen.where(came > there if place.back else came < there)
        if place.back:
            chosen = chosen.order_by(users.c.created_at, users.c.id)
        else:
            chosen = chosen.order_by(users.c.created_at.desc(), users.c.id.desc())
        found = await self._connection.execute(chosen)
        return [read_user(row) for row in found]

    async def busiest(self, since: datetime, *, limit: int) -> list[tuple[User, int]]:
        """Who ordered most since then, with how many orders."""
        # Not by the bare column: SQLite would go through its index, and so through all orders there ever were.
        who = orders.c.user_id + 0
        made = (
            select(who.label("user_id"), func.count().label("made"))
            .prefix_with(LONG)
            .where(orders.c.created_at >= since)
            .group_by(who)
            .order_by(func.count().desc(), who)
            .limit(limit)
        )
        counted = {row.user_id: row.made for row in await self._connection.execute(made)}
        known = await self.by_ids(counted)
        return [(known[user_id], count) for user_id, count in counted.items() if user_id in known]

    async def named(self, text: str, *, limit: int) -> list[User]:
        """Whose names have all words of `text` in them; by their id, too. Those who were here last come first."""
        words = text.casefold().split()
        if not words:
            return []
        names = (word.removeprefix("@") for word in words)
        fits = [users.c.search_text.contains(name, autoescape=True) for name in names]
        condition = and_(*fits)
        if len(words) == 1 and words[0].isascii() and words[0].isdigit() and len(words[0]) < 19:
            condition = or_(condition, users.c.id == int(words[0]))
        found = await self._connection.execute(
            select(*COLUMNS)
            .prefix_with(LONG)
            .where(condition)
            .order_by(users.c.seen_at.desc())
            .limit(limit)
        )
        return [read_user(row) for row in found]

    async def by_ids(self, user_ids: Collection[int]) -> dict[int, User]:
        found = await self._connection.execute(select(*COLUMNS).where(users.c.id.in_(user_ids)))
        return {user.id: user for user in map(read_user, found)}

    async def dates(self, user_id: int) -> Dates | None:
        found = await self._connection.execute(
            select(users.c.created_at, users.c.seen_at).where(users.c.id == user_id)
        )
        row = found.first()
        return None if row is None else Dates(row.created_at, row.seen_at)

    async def spent(self, user_id: int, since: datetime) -> dict[str, Decimal]:
        """By currency: what their orders since then took, or are expected to take."""
        took = func.coalesce(orders.c.charge, orders.c.cost)
        first = (
            select(orders.c.id)
            .where(orders.c.created_at >= since)
            .order_by(orders.c.created_at, orders.c.id)
            .limit(1)
        )
        placed = or_(
            orders.c.panel_order_id.is_not(None), orders.c.status == OrderStatus.UNCONFIRMED
        )
        found = await self._connection.execute(
            select(orders.c.currency, func.sum(took, type_=orders.c.cost.type))
            .prefix_with(LONG)
            .where(
                orders.c.user_id == user_id,
                orders.c.id >= first.scalar_subquery(),
                orders.c.created_at >= since,
                placed,
            )
            .group_by(orders.c.currency)
        )
        return {currency: total for currency, total in found if total is not None}

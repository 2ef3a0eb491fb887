"""Which services stand in for which, in the order operators gave them, and the orders that were taken to one."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    Numeric,
    String,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.order import Order
from bot.domain.service import Listing, Unorderable
from bot.domain.stand_in import Handover
from storage.catalogue import PRICE, hit
from storage.dialects import insert
from storage.quick import LONG
from storage.tables.catalogue import services
from storage.tables.stand_ins import handovers, stand_ins


class StandIns:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, service_key: int) -> list[int]:
        """The keys of what stands in for this service, the first to be asked first."""
        found = await self._connection.execute(
            select(stand_ins.c.stand_in_key)
            .where(stand_ins.c.service_key == service_key)
            .order_by(stand_ins.c.position, stand_ins.c.stand_in_key)
        )
        return list(found.scalars())

    async def backed(self) -> dict[int, int]:
        """The services that have any, and how many; by their keys."""
        found = await self._connection.execute(
            select(stand_ins.c.service_key, func.count())
            .group_by(stand_ins.c.service_key)
            .order_by(stand_ins.c.service_key)
        )
        return dict(found.all())

    async def add(self, service_key: int, stand_in_key: int) -> bool:
        """To be asked last; whether it didn't stand in yet."""
        last = (
            select(func.coalesce(func.max(stand_ins.c.position), 0) + 1)
            .where(stand_ins.c.service_key == service_key)
            .scalar_subquery()
        )
        added = await self._connection.execute(
            insert(self._connection, stand_ins)
            .values(service_key=service_key, stand_in_key=stand_in_key, position=last)
            .on_conflict_do_nothing()
            .returning(stand_ins.c.stand_in_key)
        )
        return added.first() is not None

    async def remove(self, service_key: int, stand_in_key: int) -> bool:
        """Whether it stood in until now."""
        gone = await self._connection.execute(
            delete(stand_ins)
            .where(stand_ins.c.service_key == service_key, stand_ins.c.stand_in_key == stand_in_key)
            .returning(stand_ins.c.stand_in_key)
        )
        return gone.first() is not None

    async def arrange(self, service_key: int, keys: Sequence[int]) -> None:
        """To be asked in this order from now on."""
        for position, key in enumerate(keys):
            await self._connection.execute(
                update(stand_ins)
                .where(stand_ins.c.service_key == service_key, stand_ins.c.stand_in_key == key)
                .values(position=position)
            )

    async def nearest(
        self,
        service: Listing,
        words: Sequence[str],
        panels: Collection[str],
        *,
        but: Collection[int],
        limit: int,
    ) -> list[int]:
        """Keys of services of the same form at these panels that have all of `words` (casefolded).

        Those on the same platform first, and of them those nearest in price.
        """
        distance = func.abs(PRICE - cast(literal(str(service.service.rate), String), Numeric))
        found = await self._connection.execute(
            select(services.c.key)
            .prefix_with(LONG)
            .where(
                services.c.panel.in_(panels),
                services.c.type == service.service.type,
                services.c.key.not_in(but),
                or_(
                    services.c.unorderable.is_(None),
                    services.c.unorderable == Unorderable.HIDDEN,
                ),
                *map(hit, words),
            )
            .order_by(services.c.platform != service.platform, distance, services.c.key)
            .limit(limit)
        )
        return list(found.scalars())

    async def note(self, order: Order, said: str, now: datetime) -> None:
        """`order` is taken away from the panel where it stands, which said this."""
        steps = select(func.count() + 1).where(handovers.c.order_id == order.id).scalar_subquery()
        await self._connection.execute(
            handovers.insert().values(
                order_id=order.id,
                panel=order.panel,
                step=steps,
                service_id=order.service_id,
                said=said,
                at=now,
            )
        )

    async def handovers(self, order_id: int) -> list[Handover]:
        """Where the order was before, in turn."""
        found = await self._connection.execute(
            select(handovers).where(handovers.c.order_id == order_id).order_by(handovers.c.step)
        )
        return [Handover(**row) for row in found.mappings()]

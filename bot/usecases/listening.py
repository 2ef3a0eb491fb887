"""How each operator hears of what, and what goes into the staff room: looked at, and chosen."""

from dataclasses import replace

from bot.domain.errors import Problem, ShopError
from bot.domain.hearing import Choices
from bot.domain.journal import Act
from bot.domain.staff import Right, may
from bot.domain.stream import STREAMS, Route, Stream, Way, Where
from bot.usecases.desk import Desk
from bot.usecases.hearing import anybody_hears
from bot.usecases.staffing import require
from storage.storage import Transaction


async def choices(desk: Desk, operator: int) -> Choices:
    async with desk.storage.transaction() as tx:
        return await _choices(tx, operator)


async def hear(desk: Desk, operator: int, stream: Stream, way: Way) -> Choices:
    """How soon they hear of it privately; raises LAST_TO_HEAR where nobody would hear of what somebody must."""
    about = STREAMS[stream]
    async with desk.storage.transaction() as tx:
        await require(tx, operator, about.right)
        before = await _choices(tx, operator)
        if way is Way.OFF and about.heard and not before.in_room(stream):
            listeners = await tx.streams.listeners(stream, about.right)
            if not anybody_hears(listeners, but=operator):
                raise ShopError(Problem.LAST_TO_HEAR)
        if before.ways[stream] is way:
            return before
        await tx.streams.set_way(operator, stream, way)
        details = {"stream": stream.value, "way": way.value}
        await tx.journal.add(operator, Act.NEWS_HEARD, desk.clock(), details=details)
        return replace(before, ways={**before.ways, stream: way})


async def route(
    desk: Desk,
    operator: int,
    stream: Stream,
    *,
    where: Where | None = None,
    in_room: Way | None = None,
) -> Choices:
    """Where it goes for all, or how soon it is told in the room; raises NO_ROOM."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.OWNER)
        before = await _choices(tx, operator)
        if before.room is None:
            raise ShopError(Problem.NO_ROOM)
        old = before.routes[stream]
        new = Route(where=where or old.where, in_room=in_room or old.in_room)
        if new == old:
            return before
        await tx.streams.set_route(stream, new)
        details = {"stream": stream.value, "where": new.where.value, "way": new.in_room.value}
        await tx.journal.add(operator, Act.NEWS_ROUTED, desk.clock(), details=details)
        return replace(before, routes={**before.routes, stream: new})


async def _choices(tx: Transaction, operator: int) -> Choices:
    """Raises NOT_ALLOWED for who is no operator."""
    rights = await tx.staff.rights(operator)
    if not rights:
        raise ShopError(Problem.NOT_ALLOWED)
    routes, ways = await tx.streams.routes(), await tx.streams.ways(operator)
    theirs = [stream for stream, about in STREAMS.items() if may(rights, about.right)]
    return Choices(
        room=await tx.rooms.get(),
        routes={stream: routes[stream] for stream in theirs},
        ways={stream: ways[stream] for stream in theirs},
        owner=may(rights, Right.OWNER),
    )

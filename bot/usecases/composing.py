"""Puts a broadcast together: its message, its buttons, its audience. From the message on it stands in the books."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.audience import Ordered, changed
from bot.domain.broadcast import Broadcast, BroadcastStatus, LeadsTo, Link, Source, Standing
from bot.domain.broadcast_links import TypedLink, platform_called
from bot.domain.errors import Problem, ShopError
from bot.domain.staff import Right
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.storage import Transaction

MAX_WHAT = 60
"""Characters of what a service is looked for by."""


async def standing(tx: Transaction, desk: Desk, broadcast: Broadcast) -> Standing:
    match broadcast.status:
        case BroadcastStatus.DRAFT:
            reaches = await tx.broadcasts.reaches(broadcast.audience, desk.languages, desk.clock())
            return Standing(broadcast=broadcast, reaches=reaches)
        case BroadcastStatus.WAITING:
            running = await tx.broadcasts.running()
            return Standing(broadcast=broadcast, ahead=running.id if running else None)
        case _:
            return Standing(broadcast=broadcast)


async def look(desk: Desk, operator: int, broadcast_id: int) -> Standing:
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.PEOPLE)
        return await standing(tx, desk, await known(tx, broadcast_id))


async def page(
    desk: Desk, operator: int, *, offset: int, limit: int
) -> tuple[Sequence[Broadcast], int]:
    """The newest first; and how many there are."""
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.PEOPLE)
        found = await tx.broadcasts.page(offset=offset, limit=limit)
        return found, await tx.broadcasts.count()


async def begin(desk: Desk, operator: int, source: Source) -> Standing:
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.PEOPLE)
        draft = await tx.broadcasts.add(operator, source, desk.clock())
        return await standing(tx, desk, draft)


async def set_message(desk: Desk, operator: int, broadcast_id: int, source: Source) -> Standing:
    async with desk.storage.transaction() as tx:
        await _draft(tx, operator, broadcast_id)
        return await _put(tx, desk, broadcast_id, source=source)


async def set_links(
    desk: Desk, operator: int, broadcast_id: int, links: Sequence[Link]
) -> Standing:
    async with desk.storage.transaction() as tx:
        await _draft(tx, operator, broadcast_id)
        return await _put(tx, desk, broadcast_id, links=tuple(links))


async def set_audience(
    desk: Desk, operator: int, broadcast_id: int, part: str, value: str
) -> Standing:
    """`part` and `value` as a button says them."""
    async with desk.storage.transaction() as tx:
        draft = await _draft(tx, operator, broadcast_id)
        audience = changed(draft.audience, part, value, desk.languages)
        return await _put(tx, desk, broadcast_id, audience=audience)


async def set_service(desk: Desk, operator: int, broadcast_id: int, typed: str) -> Standing:
    """People who ordered a service with this number, or with these words in its name; one there must be."""
    what = " ".join(typed.split())[:MAX_WHAT]
    async with desk.storage.transaction() as tx:
        draft = await _draft(tx, operator, broadcast_id)
        if not (what and await tx.broadcasts.services_called(what)):
            raise ShopError(Problem.NOTHING_CALLED_SO, text=what)
        audience = replace(draft.audience, ordered=Ordered.SERVICE, what=what)
        return await _put(tx, desk, broadcast_id, audience=audience)


async def throw_away(desk: Desk, operator: int, broadcast_id: int) -> None:
    async with desk.storage.transaction() as tx:
        await _draft(tx, operator, broadcast_id)
        await tx.broadcasts.discard(broadcast_id)


async def look_at_draft(desk: Desk, operator: int, broadcast_id: int) -> Standing:
    """Raises BROADCAST_GONE, or BROADCAST_STARTED for what is no draft any more."""
    async with desk.storage.reading() as tx:
        return await standing(tx, desk, await _draft(tx, operator, broadcast_id))


async def meant(desk: Desk, typed: Sequence[TypedLink]) -> list[Link]:
    """Where typed buttons lead: what isn't an address is a platform or a service of ours."""
    async with desk.storage.reading() as tx:
        return [await _meant(tx, each) for each in typed]


async def known(tx: Transaction, broadcast_id: int) -> Broadcast:
    broadcast = await tx.broadcasts.get(broadcast_id)
    if broadcast is None:
        raise ShopError(Problem.BROADCAST_GONE)
    return broadcast


async def _draft(tx: Transaction, operator: int, broadcast_id: int) -> Broadcast:
    await require(tx, operator, Right.PEOPLE)
    broadcast = await known(tx, broadcast_id)
    if broadcast.status is not BroadcastStatus.DRAFT:
        raise ShopError(Problem.BROADCAST_STARTED)
    return broadcast


async def _put(tx: Transaction, desk: Desk, broadcast_id: int, **changes: Any) -> Standing:
    edited = await tx.broadcasts.edit(broadcast_id, **changes)
    if edited is None:
        raise ShopError(Problem.BROADCAST_STARTED)
    return await standing(tx, desk, edited)


async def _meant(tx: Transaction, typed: TypedLink) -> Link:
    if typed.url:
        return Link(typed.text, LeadsTo.URL, typed.url)
    platform = platform_called(typed.word)
    if platform is not None and platform in await tx.catalogue.platforms():
        return Link(typed.text, LeadsTo.PLATFORM, platform)
    found = await tx.broadcasts.services_called(typed.word) if typed.word.isdecimal() else []
    if not found:
        raise ShopError(Problem.NOTHING_CALLED_SO, text=typed.word[:MAX_WHAT])
    return Link(typed.text, LeadsTo.SERVICE, str(found[0]))

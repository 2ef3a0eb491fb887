"""Operators choose what stands in for a service at other panels, and what is asked first. What then happens: `handing_over`.

Any service that asks the same form can be chosen. Whether it fits is looked at again for each order, for prices, limits
and the catalogue change; here it is shown how it compares as things are now.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.service import Listing
from bot.domain.staff import Right
from bot.domain.stand_in import FOR_GOOD, MOST, Candidate, StandIns, unfit_for_service
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.storage import Transaction


async def backed(
    desk: Desk, operator: int, *, offset: int, limit: int
) -> tuple[list[StandIns], int]:
    """Services that have stand-ins, some of them; and how many there are."""
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.CATALOGUE)
        keys = list(await tx.stand_ins.backed())
        return [await _of(desk, tx, key) for key in keys[offset : offset + limit]], len(keys)


async def of(desk: Desk, operator: int, key: int) -> StandIns:
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.CATALOGUE)
        return await _of(desk, tx, key)


async def look_for(
    desk: Desk, operator: int, key: int, words: Sequence[str], *, limit: int
) -> StandIns:
    """What could stand in besides what does: all of `words` (casefolded) in its name or category, or its id."""
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.CATALOGUE)
        service = await _listing(tx, key)
        if service.service.type is None:
            return StandIns(service=service, candidates=())
        chosen = await tx.stand_ins.of(key)
        others = [panel for panel in desk.panels if panel != service.panel]
        keys = await tx.stand_ins.nearest(service, words, others, but=chosen, limit=limit)
        return await _beside(tx, service, keys, desk.panels)


async def add(desk: Desk, operator: int, key: int, stand_in_key: int) -> StandIns:
    """To be asked last."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.CATALOGUE)
        service, stand_in = await _listing(tx, key), await _listing(tx, stand_in_key)
        if unfit_for_service(service, stand_in, desk.panels) in FOR_GOOD:
            raise ShopError(Problem.NOT_A_STAND_IN)
        chosen = await tx.stand_ins.of(key)
        if stand_in_key not in chosen and len(chosen) >= MOST:
            raise ShopError(Problem.STAND_INS_FULL, maximum=MOST)
        if await tx.stand_ins.add(key, stand_in_key):
            await _write(tx, operator, Act.STAND_IN_ADDED, stand_in, key=key, now=desk.clock())
        return await _of(desk, tx, key)


async def remove(desk: Desk, operator: int, key: int, stand_in_key: int) -> StandIns:
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.CATALOGUE)
        stand_in = await _listing(tx, stand_in_key)
        if await tx.stand_ins.remove(key, stand_in_key):
            await _write(tx, operator, Act.STAND_IN_REMOVED, stand_in, key=key, now=desk.clock())
        return await _of(desk, tx, key)


async def move_up(desk: Desk, operator: int, key: int, stand_in_key: int) -> StandIns:
    """To be asked before the one that is asked before it now."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.CATALOGUE)
        stand_in = await _listing(tx, stand_in_key)
        keys = await tx.stand_ins.of(key)
        at = keys.index(stand_in_key) if stand_in_key in keys else 0
        if at > 0:
            keys[at - 1], keys[at] = keys[at], keys[at - 1]
            await tx.stand_ins.arrange(key, keys)
            await _write(tx, operator, Act.STAND_IN_MOVED_UP, stand_in, key=key, now=desk.clock())
        return await _of(desk, tx, key)


async def _of(desk: Desk, tx: Transaction, key: int) -> StandIns:
    return await _beside(tx, await _listing(tx, key), await tx.stand_ins.of(key), desk.panels)


async def _beside(
    tx: Transaction, service: Listing, keys: Iterable[int], panels: Collection[str]
) -> StandIns:
    """The service with these beside it, each with how it fits."""
    listings = [await _listing(tx, key) for key in keys]
    return StandIns(
        service=service,
        candidates=tuple(
            Candidate(listing=each, misfit=unfit_for_service(service, each, panels))
            for each in listings
        ),
    )


async def _listing(tx: Transaction, key: int) -> Listing:
    listing = await tx.catalogue.get(key)
    if listing is None:
        raise ShopError(Problem.NOT_FOUND)
    return listing


async def _write(
    tx: Transaction, operator: int, act: Act, stand_in: Listing, *, key: int, now: datetime
) -> None:
    details = {"panel": stand_in.panel, "service": stand_in.service.id}
    await tx.journal.add(operator, act, now, kind=Kind.SERVICE, number=key, details=details)

"""Operators decide what customers see of the catalogue: services and categories hidden, shown and pinned.

A decision is written beside the catalogue, and the catalogue placed anew, in one transaction. It begins by counting up the
panel's revision: a sync that is under way begins again, and the next operator waits.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.curation import Category, Record
from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.staff import Right
from bot.domain.stock import Standing
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.snapshot import service_is, shelf_is
from storage.stock import Spot
from storage.storage import Transaction

PAGE = 6
_HISTORY = 6


async def record(desk: Desk, key: int) -> Record:
    async with desk.storage.reading() as tx:
        spot = await _spot(tx, key)
        listing = await tx.catalogue.get(key)
        if listing is None:
            raise ShopError(Problem.SERVICE_GONE)
        return Record(
            listing=listing,
            added_at=spot.added_at,
            standing=await tx.rules.service(spot.panel, spot.service_id),
            shelf=await tx.rules.shelf(spot.panel, spot.platform, spot.shelf),
            history=await tx.changes.of_service(spot.panel, spot.service_id, limit=_HISTORY),
        )


async def category(desk: Desk, key: int, page: int) -> Category:
    """The one that the service `key` is in."""
    async with desk.storage.reading() as tx:
        spot = await _spot(tx, key)
        parts = await tx.stock.parts(spot.platform, spot.shelf)
        pages = max(1, -(-sum(part.total for part in parts) // PAGE))
        page = min(max(page, 0), pages - 1)
        return Category(
            platform=spot.platform,
            name=spot.category,
            parts=[
                (part, await tx.rules.shelf(part.panel, spot.platform, spot.shelf))
                for part in parts
            ],
            services=await tx.stock.on_shelf(
                spot.platform, spot.shelf, offset=page * PAGE, limit=PAGE
            ),
            page=page,
            pages=pages,
        )


async def hide(desk: Desk, user_id: int, key: int, *, hidden: bool) -> None:
    act = Act.SERVICE_HIDDEN if hidden else Act.SERVICE_SHOWN
    await _decide(desk, user_id, key, act, lambda standing: replace(standing, hidden=hidden))


async def pin(desk: Desk, user_id: int, key: int, *, pinned: bool) -> None:
    act = Act.SERVICE_PINNED if pinned else Act.SERVICE_UNPINNED
    await _decide(desk, user_id, key, act, lambda standing: replace(standing, pinned=pinned))


async def hide_category(desk: Desk, user_id: int, key: int, *, hidden: bool) -> None:
    """What the panel of the service `key` has in its category."""
    act = Act.CATEGORY_HIDDEN if hidden else Act.CATEGORY_SHOWN
    await _decide_all(desk, user_id, key, act, lambda standing: replace(standing, hidden=hidden))


async def pin_category(desk: Desk, user_id: int, key: int, *, pinned: bool) -> None:
    """As `hide_category`."""
    act = Act.CATEGORY_PINNED if pinned else Act.CATEGORY_UNPINNED
    await _decide_all(desk, user_id, key, act, lambda standing: replace(standing, pinned=pinned))


_Change = Callable[[Standing], Standing]


async def _decide(desk: Desk, user_id: int, key: int, act: Act, change: _Change) -> None:
    async with desk.storage.transaction() as tx:
        spot = await _locked(tx, user_id, key)
        before = await tx.rules.service(spot.panel, spot.service_id)
        if change(before) == before:
            return
        await tx.rules.set_service(spot.panel, spot.service_id, change(before))
        rules = await tx.rules.of(spot.panel, desk.blocked_words)
        await tx.snapshot.place(spot.panel, rules, service_is(spot.service_id))
        await tx.journal.add(user_id, act, desk.clock(), kind=Kind.SERVICE, number=key)


async def _decide_all(desk: Desk, user_id: int, key: int, act: Act, change: _Change) -> None:
    async with desk.storage.transaction() as tx:
        spot = await _locked(tx, user_id, key)
        before = await tx.rules.shelf(spot.panel, spot.platform, spot.shelf)
        if change(before) == before:
            return
        await tx.rules.set_shelf(spot.panel, spot.platform, spot.shelf, change(before))
        rules = await tx.rules.of(spot.panel, desk.blocked_words)
        await tx.snapshot.place(spot.panel, rules, shelf_is(spot.platform, spot.shelf))
        details = {"panel": spot.panel, "category": spot.category}
        await tx.journal.add(
            user_id, act, desk.clock(), kind=Kind.SERVICE, number=key, details=details
        )


async def _locked(tx: Transaction, user_id: int, key: int) -> Spot:
    """Read again once nobody else writes: a sync may have moved the service to another category."""
    await require(tx, user_id, Right.CATALOGUE)
    spot = await _spot(tx, key)
    await tx.panels.revise(spot.panel)
    return await _spot(tx, key)


async def _spot(tx: Transaction, key: int) -> Spot:
    spot = await tx.stock.spot(key)
    if spot is None:
        raise ShopError(Problem.SERVICE_GONE)
    return spot

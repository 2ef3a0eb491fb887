"""What the shop's orders come to, for operators who may see its money. Each statement has the books for a moment only."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain.figures import (
    STEPS,
    By,
    Figures,
    Pace,
    Period,
    Row,
    Sold,
    Sums,
    Window,
    before,
    steps,
    window,
)
from bot.domain.staff import Right
from bot.usecases.desk import Desk
from bot.usecases.staffing import require


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is the same however a period is taken apart."""

    period: Period
    now: datetime
    total: Row
    before: Row

    @property
    def window(self) -> Window:
        return window(self.period, self.now)


async def look(desk: Desk, user_id: int, period: Period, by: By) -> Figures:
    """At a glance: how long orders took is told of the whole period only.

    The period is cut in the usual way, where it can't be cut as asked.
    """
    frame = await _frame(desk, user_id, period)
    return await _figures(desk, frame, _possible(period, by), measured=False)


async def table(desk: Desk, user_id: int, period: Period, by: By) -> Figures:
    """The same, and how long the orders of each part took."""
    frame = await _frame(desk, user_id, period)
    return await _figures(desk, frame, _possible(period, by), measured=True)


async def book(desk: Desk, user_id: int, period: Period) -> list[Figures]:
    """The period, taken apart in every way, and how long the orders of each part took, the period before included."""
    frame = await _frame(desk, user_id, period, measured=True)
    return [await _figures(desk, frame, by, measured=True) for by in ways(period)]


def ways(period: Period) -> tuple[By, ...]:
    """How a period can be taken apart."""
    return (*STEPS[period], By.SERVICE, By.PANEL)


def _possible(period: Period, by: By) -> By:
    return by if by in ways(period) else STEPS[period][0]


async def _frame(desk: Desk, user_id: int, period: Period, *, measured: bool = False) -> _Frame:
    async with desk.storage.reading() as tx:
        await require(tx, user_id, Right.MONEY)
    now = desk.clock()
    total = await _whole(desk, window(period, now), measured=True)
    earlier = await _whole(desk, before(period, now), measured=measured)
    return _Frame(period, now, total, earlier)


async def _whole(desk: Desk, wanted: Window, *, measured: bool) -> Row:
    async with desk.storage.reading() as tx:
        (sums,) = await tx.figures.by_time([wanted.since], wanted.until)
    if not measured:
        return Row(start=wanted.since, sums=sums)
    async with desk.storage.reading() as tx:
        pace = await tx.paces.whole(wanted, sums.orders)
    return Row(start=wanted.since, sums=sums, pace=pace)


async def _figures(desk: Desk, frame: _Frame, by: By, *, measured: bool) -> Figures:
    match by:
        case By.SERVICE:
            rows = _largest_first(await _by_service(desk, frame, measured=measured))
        case By.PANEL:
            rows = _largest_first(await _by_panel(desk, frame, measured=measured))
        case _:
            rows = await _by_time(desk, frame, by, measured=measured)
    return Figures(
        period=frame.period,
        by=by,
        now=frame.now,
        total=frame.total,
        before=frame.before,
        rows=tuple(rows),
    )


async def _by_time(desk: Desk, frame: _Frame, by: By, *, measured: bool) -> list[Row]:
    starts, until = steps(frame.period, by, frame.now), frame.window.until
    async with desk.storage.reading() as tx:
        sums = await tx.figures.by_time(starts, until)
    paces = [Pace()] * len(starts)
    if measured:
        async with desk.storage.reading() as tx:
            paces = await tx.paces.by_time(starts, until, frame.total.sums.orders)
    return [
        Row(start=start, sums=each, pace=pace)
        for start, each, pace in zip(starts, sums, paces, strict=True)
    ]


async def _by_service(desk: Desk, frame: _Frame, *, measured: bool) -> list[Row]:
    sums, sold = await _sold(desk, frame)
    paces: dict[int, Pace] = {}
    if measured:
        async with desk.storage.reading() as tx:
            paces = await tx.paces.by_service(frame.window, frame.total.sums.orders)
    return [
        Row(panel=sold[key].panel, service=sold[key], sums=each, pace=paces.get(key, Pace()))
        for key, each in sums.items()
    ]


async def _by_panel(desk: Desk, frame: _Frame, *, measured: bool) -> list[Row]:
    sums, sold = await _sold(desk, frame)
    paces: dict[str, Pace] = {}
    if measured:
        async with desk.storage.reading() as tx:
            paces = await tx.paces.by_panel(frame.window, frame.total.sums.orders)
    found: dict[str, Sums] = {}
    for key, each in sums.items():
        panel = sold[key].panel
        found[panel] = found.get(panel, Sums()) + each
    return [
        Row(panel=panel, sums=each, pace=paces.get(panel, Pace())) for panel, each in found.items()
    ]


async def _sold(desk: Desk, frame: _Frame) -> tuple[dict[int, Sums], dict[int, Sold]]:
    async with desk.storage.reading() as tx:
        sums = await tx.figures.by_service(frame.window)
        return sums, await tx.figures.sold(sums)


def _largest_first(rows: list[Row]) -> list[Row]:
    """By what was spent; by orders where that is in several currencies."""
    currencies = {currency for row in rows for currency in row.sums.spent}

    def size(row: Row) -> tuple[Decimal, int, str]:
        spent = sum(row.sums.spent.values(), Decimal(0)) if len(currencies) == 1 else Decimal(0)
        return -spent, -row.sums.orders, row.service.name if row.service else row.panel

    return sorted(rows, key=size)

"""Operators look at a service or a category, and decide what customers see of it."""

from bot.callbacks.stock import (
    HideCategory,
    HideService,
    PinCategory,
    PinService,
    StockCategory,
    StockService,
)
from bot.context import Area, Visit
from bot.domain.staff import Right
from bot.usecases import curating
from bot.views import curate as views
from bot.views.screen import Screen


async def service(visit: Visit, asked: StockService) -> Screen:
    return await _service(visit, asked.key)


async def _service(visit: Visit, key: int) -> Screen:
    record = await curating.record(visit.desk, key)
    return views.service(visit.lang, record, visit.desk.clock())


async def hide(visit: Visit, asked: HideService) -> Screen:
    await curating.hide(visit.desk, visit.user.id, asked.key, hidden=bool(asked.on))
    return await _service(visit, asked.key)


async def pin(visit: Visit, asked: PinService) -> Screen:
    await curating.pin(visit.desk, visit.user.id, asked.key, pinned=bool(asked.on))
    return await _service(visit, asked.key)


async def category(visit: Visit, asked: StockCategory) -> Screen:
    return await _category(visit, asked.key, asked.page)


async def _category(visit: Visit, key: int, page: int = 0) -> Screen:
    return views.category(visit.lang, await curating.category(visit.desk, key, page), key)


async def hide_category(visit: Visit, asked: HideCategory) -> Screen:
    await curating.hide_category(visit.desk, visit.user.id, asked.key, hidden=bool(asked.on))
    return await _category(visit, asked.key)


async def pin_category(visit: Visit, asked: PinCategory) -> Screen:
    await curating.pin_category(visit.desk, visit.user.id, asked.key, pinned=bool(asked.on))
    return await _category(visit, asked.key)


AREA = Area(
    right=Right.CATALOGUE,
    taps={
        StockService: service,
        HideService: hide,
        PinService: pin,
        StockCategory: category,
        HideCategory: hide_category,
        PinCategory: pin_category,
    },
)

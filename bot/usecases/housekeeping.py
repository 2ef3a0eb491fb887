"""What keeps the books small, and what was learnt, learnt."""

from datetime import timedelta

from bot.usecases.desk import Desk

_UPDATES_KEPT = timedelta(days=2)
"""Telegram itself keeps an update for a day."""

_NOTICES_KEPT = timedelta(days=60)
"""Long after an order has ended, nothing puts its notice again."""


async def tidy(desk: Desk) -> None:
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await tx.users.forget_updates(now - _UPDATES_KEPT)
        await tx.outbox.forget(now - _NOTICES_KEPT)
        for name, panel in desk.panels.items():
            await tx.panels.set_lacking(name, panel.lacking)

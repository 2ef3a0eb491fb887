"""What keeps the books small, and what was learnt, learnt."""

from datetime import timedelta

from bot.usecases.desk import Desk

_UPDATES_KEPT = timedelta(days=2)
"""Telegram itself keeps an update for a day."""


async def tidy(desk: Desk) -> None:
    async with desk.storage.transaction() as tx:
        await tx.users.forget_updates(desk.clock() - _UPDATES_KEPT)
        for name, panel in desk.panels.items():
            await tx.panels.set_lacking(name, panel.lacking)

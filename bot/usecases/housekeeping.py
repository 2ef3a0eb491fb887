"""What keeps the books small, and what was learnt, learnt."""

from datetime import timedelta

from bot.usecases.desk import Desk

_UPDATES_KEPT = timedelta(days=2)
"""Telegram itself keeps an update for a day."""

_NOTICES_KEPT = timedelta(days=60)
"""Long after an order has ended, nothing puts its notice again."""

_RECIPIENTS_KEPT = timedelta(days=90)
"""Of a broadcast that is over; its figures stay."""

_CHANGES_KEPT = timedelta(days=60)
_MOST_CHANGES = 50_000
"""Some panels change all prices with every rate of exchange."""

_SEARCHES_KEPT = timedelta(days=30)


async def tidy(desk: Desk) -> None:
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await tx.users.forget_updates(now - _UPDATES_KEPT)
        await tx.outbox.forget(now - _NOTICES_KEPT)
        await tx.searches.forget(now - _SEARCHES_KEPT)
        await tx.broadcasts.forget_recipients(now - _RECIPIENTS_KEPT)
        await tx.changes.forget(now - _CHANGES_KEPT, most=_MOST_CHANGES)
        for name, panel in desk.panels.items():
            await tx.panels.set_lacking(name, panel.lacking)

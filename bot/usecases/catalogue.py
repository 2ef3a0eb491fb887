"""Keeps our snapshot of each panel's services fresh. A half-read or empty answer never wipes it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.domain.notice import AlertKind
from bot.domain.platform import platform_of
from bot.domain.service import Service, Unorderable, why_unorderable
from bot.panel import PanelError
from bot.usecases import telling
from bot.usecases.desk import Desk
from storage.catalogue import Entry, Synced

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SyncFailed:
    """The panel's list couldn't be used; the snapshot is as it was."""

    reason: str


async def sync(desk: Desk, panel: str) -> Synced | SyncFailed:
    """Fetch a panel's services and bring the snapshot up to date."""
    try:
        fetched = await desk.panels[panel].services()
    except PanelError as error:
        _log.warning("The catalogue can't be read", panel=panel, error=str(error))
        return await _failed(desk, panel, str(error))
    if not fetched.whole:
        return await _failed(desk, panel, "the list came empty or mostly unreadable")
    entries = await asyncio.to_thread(_entries, fetched.services, desk.blocked_words)
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        await tx.panels.set_synced(panel, now)  # first, for it makes a second sync wait
        synced = await tx.catalogue.sync(panel, entries, keep=fetched.skipped)
        await telling.cleared(tx, AlertKind.SYNC_FAILED, panel, now)
    desk.wake.outbox.set()
    return synced


def _entries(services: Sequence[Service], blocked_words: tuple[str, ...]) -> list[Entry]:
    """Done in a thread: ten thousand services would hold up everybody's taps."""
    entries = [
        Entry(
            position=position,
            service=service,
            platform=platform_of(service),
            unorderable=_unorderable(service, blocked_words),
        )
        for position, service in enumerate(services)
    ]
    for entry in entries:
        _ = entry.row
    return entries


async def _failed(desk: Desk, panel: str, reason: str) -> SyncFailed:
    async with desk.storage.transaction() as tx:
        await telling.alert(
            tx, AlertKind.SYNC_FAILED, panel, desk.clock(), details={"reason": reason}
        )
    desk.wake.outbox.set()
    return SyncFailed(reason)


def _unorderable(service: Service, blocked_words: tuple[str, ...]) -> Unorderable | None:
    text = f"{service.name} {service.category}".casefold()
    if any(word.casefold() in text for word in blocked_words):
        return Unorderable.BLOCKED
    return why_unorderable(service)

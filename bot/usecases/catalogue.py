"""Keeps our snapshot of each panel's services fresh. A half-read or empty answer never wipes it.

What is heavy is done in a thread and outside of transactions, for ten thousand services would hold up everybody's taps:
the answer is compared with the snapshot as it was read, and written if nobody changed the snapshot or a rule meanwhile.
"""

import asyncio
from dataclasses import dataclass

import structlog

from bot.domain.notice import AlertKind
from bot.domain.stock import Rules, place
from bot.panel import Catalogue, PanelError
from bot.usecases import telling
from bot.usecases.desk import Desk
from storage.snapshot import Difference, Entry, Known, Synced, compare

_log = structlog.get_logger(__name__)

_BATCHES = "catalogue batches"


@dataclass(frozen=True, slots=True)
class SyncFailed:
    """The panel's list couldn't be used; the snapshot is as it was."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What an answer is compared with."""

    revision: int
    rules: Rules
    known: list[Known]


async def sync(desk: Desk, panel: str) -> Synced | SyncFailed:
    """Fetch a panel's services and bring the snapshot up to date."""
    try:
        fetched = await desk.panels[panel].services()
    except PanelError as error:
        _log.warning("The catalogue can't be read", panel=panel, error=str(error))
        return await _failed(desk, panel, str(error))
    if not fetched.whole:
        return await _failed(desk, panel, "the list came empty or mostly unreadable")
    synced = None
    while synced is None:
        seen = await _look(desk, panel)
        difference = await asyncio.to_thread(_compare, fetched, seen)
        synced = await _write(desk, panel, seen, difference)
    desk.wake.outbox.set()
    return synced


async def _look(desk: Desk, panel: str) -> _Seen:
    async with desk.storage.reading() as tx:
        return _Seen(
            revision=await tx.panels.revision(panel),
            rules=await tx.rules.of(panel, desk.blocked_words),
            known=await tx.snapshot.known(panel),
        )


def _compare(fetched: Catalogue, seen: _Seen) -> Difference:
    entries = (
        Entry(service=service, place=place(service, seen.rules)) for service in fetched.services
    )
    return compare(seen.known, entries, keep=fetched.skipped)


async def _write(desk: Desk, panel: str, seen: _Seen, difference: Difference) -> Synced | None:
    """None if somebody was faster: then what was compared is old."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        if not await tx.panels.set_synced(
            panel, now, revision=seen.revision, changed=bool(difference)
        ):
            return None
        synced = await tx.snapshot.write(panel, difference, now)
        await telling.cleared(tx, AlertKind.SYNC_FAILED, panel, now)
        if difference.changes:  # last, for it makes the syncs of all other panels wait
            batch = await tx.counters.next(_BATCHES)
            await tx.changes.add(panel, batch, difference.changes, now)
    return synced


async def _failed(desk: Desk, panel: str, reason: str) -> SyncFailed:
    async with desk.storage.transaction() as tx:
        await telling.alert(
            tx, AlertKind.SYNC_FAILED, panel, desk.clock(), details={"reason": reason}
        )
    desk.wake.outbox.set()
    return SyncFailed(reason)

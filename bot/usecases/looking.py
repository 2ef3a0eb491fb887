"""Operators look through what syncs brought. What they have seen is theirs alone, and moves on when they say so."""

from dataclasses import dataclass

from bot.domain.change import LISTS, ChangeKind, Noted
from bot.domain.overview import News
from bot.domain.staff import Right
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.storage import Transaction

PAGE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of the list `kind`, and how many pages it has; `counts` is of all lists, by panel."""

    kind: ChangeKind
    changes: list[Noted]
    page: int
    pages: int
    counts: dict[tuple[str, ChangeKind], int]
    newest: int


async def news(tx: Transaction, user_id: int) -> News:
    seen, looked_at = await tx.changes.look(user_id)
    counts = await tx.changes.counts(after=seen)
    oldest, newest = await tx.changes.span()
    return News(counts=counts, newest=newest, looked_at=looked_at, earlier=0 < oldest <= seen)


async def changes(
    desk: Desk,
    user_id: int,
    kind: ChangeKind | None,
    page: int,
    *,
    panel: str | None,
    seen_too: bool,
) -> Found:
    """A page of one of `change.LISTS`, of the first that has something without a `kind`.

    `seen_too`: all that are kept, not only what this operator hasn't seen.
    """
    async with desk.storage.reading() as tx:
        seen, _ = await tx.changes.look(user_id)
        after = 0 if seen_too else seen
        _, newest = await tx.changes.span()
        counts = await tx.changes.counts(after=after)
        kind = kind or _first(counts)
        total = sum(
            count
            for (at, what), count in counts.items()
            if what in LISTS[kind] and panel in {None, at}
        )
        pages = max(1, -(-total // PAGE))
        page = min(max(page, 0), pages - 1)
        found = await tx.changes.page(
            LISTS[kind], after=after, panel=panel, offset=page * PAGE, limit=PAGE
        )
    return Found(kind=kind, changes=found, page=page, pages=pages, counts=counts, newest=newest)


def _first(counts: dict[tuple[str, ChangeKind], int]) -> ChangeKind:
    present = {what for _, what in counts}
    return next((kind for kind, kinds in LISTS.items() if present & {*kinds}), ChangeKind.NEW)


async def seen(desk: Desk, user_id: int, until: int) -> None:
    """They saw all up to this batch; what came after it was shown to them stays new."""
    async with desk.storage.transaction() as tx:
        await require(tx, user_id, Right.CATALOGUE)
        before, _ = await tx.changes.look(user_id)
        _, newest = await tx.changes.span()
        await tx.changes.set_look(user_id, max(before, min(until, newest)), desk.clock())

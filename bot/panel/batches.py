"""Many ids in one request, against panels that take a hundred, only some of them, or one at a time.

One bad id never spoils its batch. A read that breaks off half-way gives what it has; ids that are absent from its answer are
asked about later. A request, which is never repeated, gives an outcome for every id, so nothing raises.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from bot.panel.errors import PanelError, PanelRejected, PanelUnavailable
from bot.panel.reasons import Reason, Refusal

T = TypeVar("T")

BATCH = 100
"""Ids past the hundredth are silently dropped by panels."""

_OF_THE_ACCOUNT = frozenset({Reason.BAD_KEY, Reason.NO_FUNDS, Reason.SUSPENDED})

Ids = tuple[str, ...]
One = Callable[[str], Awaitable[T]]
ReadBatch = Callable[[Ids], Awaitable[Mapping[str, T | PanelRejected]]]
SendBatch = Callable[[Ids], Awaitable[Mapping[str, T | PanelError]]]


def cut(ids: Sequence[str]) -> Iterator[Ids]:
    """Batches, each id once."""
    unique = tuple(dict.fromkeys(ids))
    return (unique[start : start + BATCH] for start in range(0, len(unique), BATCH))


async def read_many(
    ids: Sequence[str],
    one: One[T],
    many: ReadBatch[T],
    lacks_batch: Callable[[], object],
) -> dict[str, T | PanelRejected]:
    """Raises only when there is nothing to give, or when the panel refuses the account or the action as a whole.

    `lacks_batch` is called once single ids are seen to work where a batch of them was refused.
    """
    found: dict[str, T | PanelRejected] = {}
    try:
        for batch in cut(ids):
            answer = await _read_batch(batch, many)
            found.update(answer or {})
            if answer:
                continue
            answered = [await _read_one(each, one, found) for each in batch]
            if answer is None and all(answered):
                lacks_batch()
    except PanelUnavailable:
        if not found:
            raise
    return found


async def _read_batch(batch: Ids, many: ReadBatch[T]) -> Mapping[str, T | PanelRejected] | None:
    """None if the panel refused the batch; empty where it wasn't asked, or didn't say anything about any of it."""
    if len(batch) == 1:
        return {}
    try:
        return await many(batch)
    except PanelRejected as refusal:
        if refusal.reason in _OF_THE_ACCOUNT:
            raise
        return None


async def _read_one(one_id: str, one: One[T], found: dict[str, T | PanelRejected]) -> bool:
    try:
        found[one_id] = await one(one_id)
    except PanelRejected as refusal:
        if refusal.reason in _OF_THE_ACCOUNT or refusal.kind is Refusal.CAPABILITY:
            raise
        found[one_id] = refusal
        return False
    return True


async def request_many(
    ids: Sequence[str],
    one: One[T],
    many: SendBatch[T],
    lacks_batch: Callable[[], object],
) -> dict[str, T | PanelError]:
    """One by one only after a well-formed refusal of the whole batch, which says that none of it was done."""
    outcomes: dict[str, T | PanelError] = {}
    for batch in cut(ids):
        answer = await _send_batch(batch, many)
        if answer:
            outcomes.update(answer)
            continue
        singly = {each: await _send_one(each, one) for each in batch}
        if answer is None and not any(isinstance(got, PanelError) for got in singly.values()):
            lacks_batch()
        outcomes.update(singly)
    return outcomes


async def _send_batch(batch: Ids, many: SendBatch[T]) -> Mapping[str, T | PanelError] | None:
    """None if the panel refused the batch, so that each may be asked for by itself; empty where it wasn't asked."""
    if len(batch) == 1:
        return {}
    try:
        return await many(batch)
    except PanelRejected as refusal:
        if refusal.reason in _OF_THE_ACCOUNT or refusal.kind is Refusal.PASSING:
            return dict.fromkeys(batch, refusal)
        return None
    except PanelError as error:
        return dict.fromkeys(batch, error)


async def _send_one(one_id: str, one: One[T]) -> T | PanelError:
    try:
        return await one(one_id)
    except PanelError as error:
        return error

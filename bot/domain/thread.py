"""What of a question a chat has still to be shown: its entries in their order, each once."""

from collections.abc import Sequence

from bot.domain.ticket import (
    Entry,
    Side,
    Spot,
    Ticket,
    TicketStatus,
    What,
    is_for_person,
    is_for_staff,
)


def next_for_staff(entries: Sequence[Entry], spots: Sequence[Spot]) -> Entry | None:
    """`spots`: what stands in the chat already."""
    return next((entry for entry in _left(entries, spots) if is_for_staff(entry)), None)


def next_for_person(
    ticket: Ticket, entries: Sequence[Entry], spots: Sequence[Spot]
) -> Entry | None:
    """That it was closed is told only while it is."""
    closing = next((entry for entry in reversed(entries) if entry.what is What.CLOSED), None)
    for entry in _left(entries, spots):
        untrue = entry is not closing or ticket.status is not TicketStatus.CLOSED
        if is_for_person(entry) and not (entry.what is What.CLOSED and untrue):
            return entry
    return None


def heading_of(entry: Entry, entries: Sequence[Entry], spots: Sequence[Spot]) -> Spot | None:
    """The message above the answers among which this one belongs, if it stands there: since, the person said nothing."""
    last_word = max((each.id for each in entries if _before(each, entry)), default=0)
    headings = [spot for spot in spots if spot.head and (spot.entry_id or 0) > last_word]
    return headings[-1] if headings else None


def _before(word: Entry, answer: Entry) -> bool:
    return word.side is Side.PERSON and not word.what.done and word.id < answer.id


def _left(entries: Sequence[Entry], spots: Sequence[Spot]) -> list[Entry]:
    shown = {spot.entry_id for spot in spots if not spot.head}
    return [entry for entry in entries if entry.id not in shown]

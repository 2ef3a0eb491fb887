"""What operators did: read by whom, to what and when; and only ever added to."""

from datetime import timedelta

import pytest

from bot.domain.journal import Act, Entry, Kind
from bot.domain.page import Place
from storage import Storage
from storage.journal import Journal, JournalFilter
from tests.storage.samples import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
async def written(storage: Storage) -> list[int]:
    """The numbers of eight entries, an hour apart, the newest first."""
    async with storage.transaction() as tx:
        for n in range(8):
            kind = (Kind.ORDER, Kind.USER)[n % 2]
            await tx.journal.add(
                n % 3 + 1, Act.INVITED, NOW + n * HOUR, kind=kind, number=n // 4 + 1
            )
        found = await tx.journal.page(JournalFilter(), Place(), size=99)
    return [entry.id for entry in found.items]


async def read(storage: Storage, wanted: JournalFilter, at: int = 0, size: int = 99) -> list[int]:
    async with storage.reading() as tx:
        found = await tx.journal.page(wanted, Place.of(at), size=size)
    return [entry.id for entry in found.items]


@pytest.mark.parametrize(
    ("wanted", "which"),
    [
        (JournalFilter(), range(8)),
        (JournalFilter(actor_id=1), (0, 3, 6)),
        (JournalFilter(kind=Kind.USER), (1, 3, 5, 7)),
        (JournalFilter(kind=Kind.USER, number=2), (5, 7)),
        (JournalFilter(since=NOW + 6 * HOUR), (6, 7)),
        (JournalFilter(before=NOW + 2 * HOUR, actor_id=2), (1,)),
        (JournalFilter(kind=Kind.SERVICE), ()),
    ],
)
async def test_the_log_shows_what_it_is_narrowed_to_the_newest_first(
    storage: Storage, written: list[int], wanted: JournalFilter, which: range
) -> None:
    expected = [written[-1 - n] for n in sorted(which, reverse=True)]
    assert await read(storage, wanted) == expected


async def test_pages_lead_to_each_other_and_back(storage: Storage, written: list[int]) -> None:
    everything = JournalFilter()
    assert await read(storage, everything, at=written[2], size=3) == written[3:6]
    assert await read(storage, everything, at=-written[6], size=3) == written[3:6]
    assert await read(storage, everything, at=-written[1], size=3) == written[:3]
    async with storage.reading() as tx:
        last = await tx.journal.page(everything, Place.of(written[5]), size=3)
    assert (last.before, last.after) == (True, False)


async def test_an_entry_comes_back_as_it_was_written(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.journal.add(
            5, Act.APPOINTED, NOW, kind=Kind.USER, number=2**53, details={"rights": "деньги"}
        )
        await tx.journal.add(5, Act.INVITED, NOW)
        (bare, full) = (await tx.journal.page(JournalFilter(), Place(), size=9)).items
        assert await tx.journal.actors() == [5]
    assert full == Entry(
        id=full.id,
        at=NOW,
        actor_id=5,
        act=Act.APPOINTED,
        kind=Kind.USER,
        number=2**53,
        details={"rights": "деньги"},
    )
    assert (bare.kind, bare.number, bare.details) == (Kind.SHOP, 0, {})


def test_nothing_can_be_done_to_an_entry_but_to_write_and_read_it() -> None:
    assert {name for name in vars(Journal) if not name.startswith("_")} == {"add", "page", "actors"}

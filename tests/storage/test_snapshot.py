"""What a sync is told to have brought, and services placed anew when a rule changes."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.change import Change, ChangeKind, Offer
from bot.domain.service import ServiceType, Unorderable
from bot.domain.stock import Rules, Standing, place
from storage import Storage
from storage.snapshot import (
    Entry,
    Known,
    Placed,
    compare,
    says,
    service_is,
    shelf_is,
    type_is,
)
from tests.storage.samples import PANEL, SERVICE, entry, stock

K = ChangeKind
OFFER = Offer(Decimal("0.90"), 10, 100_000)


def known(*entries: Entry, **changes: Any) -> list[Known]:
    """As they are in the books; `changes` to all of them."""
    return [
        Known(
            service_id=each.service.id,
            key=number,
            digest=each.row["digest"],
            position=number,
            rate=str(each.service.rate),
            min=each.service.min,
            max=each.service.max,
            unorderable=each.place.unorderable,
        )._replace(**changes)
        for number, each in enumerate(entries)
    ]


def brought(before: list[Known], *after: Entry) -> list[tuple[str, ChangeKind]]:
    return [(change.service_id, change.kind) for change in compare(before, after).changes]


def test_the_first_answer_of_a_panel_is_no_news() -> None:
    difference = compare([], [entry("1"), entry("2")])
    assert len(difference.added) == 2
    assert list(difference.changes) == []


def test_an_answer_like_the_last_one_is_nothing() -> None:
    entries = [entry("1"), entry("2")]
    assert not compare(known(*entries), entries)


def test_what_came_and_what_went() -> None:
    assert brought(known(entry("1"), entry("2")), entry("2"), entry("3")) == [
        ("3", K.NEW),
        ("1", K.GONE),
    ]


def test_what_comes_back_is_said_so_with_its_prices() -> None:
    gone = known(entry("1"), digest="", unorderable="gone")
    (change,) = compare(gone, [entry("1", rate=Decimal(2))]).changes
    assert change == Change(
        service_id="1", kind=K.BACK, before=OFFER, after=replace(OFFER, rate=Decimal(2))
    )


def test_prices_and_limits_with_what_they_were() -> None:
    difference = compare(known(entry("1")), [entry("1", rate=Decimal(3), max=5)])
    after = Offer(Decimal(3), 10, 5)
    assert list(difference.changes) == [
        Change(service_id="1", kind=kind, before=OFFER, after=after)
        for kind in (K.DEARER, K.LIMITS)
    ]


def test_another_name_is_written_and_no_news() -> None:
    difference = compare(known(entry("1")), [entry("1", name="Renamed")])
    assert len(difference.changed) == 1
    assert list(difference.changes) == []


def test_headings_are_no_news() -> None:
    heading = entry("1", unorderable=Unorderable.HEADING)
    assert brought(known(entry("2")), entry("2"), heading) == []
    assert brought(known(entry("2"), heading), entry("2")) == []


def test_what_could_not_be_read_is_not_gone() -> None:
    difference = compare(known(entry("1"), entry("2")), [entry("1")], keep=["2"])
    assert not difference


# Rules that change


def raw(service_id: str, **facts: Any) -> Entry:
    """Placed without any rules."""
    service = replace(SERVICE, id=service_id, **facts)
    return Entry(service=service, place=place(service, Rules()))


@pytest.fixture
async def books(storage: Storage) -> Storage:
    async with storage.transaction() as tx:
        await tx.panels.register([PANEL, "other"])
        entries = [
            raw("1", name="Instagram Likes"),
            raw("2", name="Instagram Views", category="Views"),
            raw("3", type=None, type_name="Odd One"),
            raw("4", name="Spare"),
        ]
        await stock(tx, PANEL, entries)
        await stock(tx, PANEL, entries[:3])
        await stock(tx, "other", [raw("1")])
    return storage


async def why(storage: Storage) -> list[Unorderable | None]:
    """By key."""
    async with storage.transaction() as tx:
        listings = [await tx.catalogue.get(key) for key in range(1, 6)]
    return [listing.unorderable for listing in listings if listing]


ODD, GONE, HIDDEN = Unorderable.UNKNOWN_TYPE, Unorderable.GONE, Unorderable.HIDDEN


async def test_only_the_panels_own_services_are_placed_anew(books: Storage) -> None:
    rules = Rules(services={"1": Standing(hidden=True), "4": Standing(hidden=True)})
    async with books.transaction() as tx:
        assert await tx.snapshot.place(PANEL, rules, service_is("1")) == Placed(0, 1)
        assert await tx.snapshot.place(PANEL, rules, service_is("1")) == Placed(0, 0)
        assert await tx.snapshot.place(PANEL, rules, service_is("4")) == Placed(0, 0)
    assert await why(books) == [HIDDEN, None, ODD, GONE, None]
    async with books.transaction() as tx:
        assert await tx.snapshot.place(PANEL, Rules(), service_is("1")) == Placed(1, 0)
    assert await why(books) == [None, None, ODD, GONE, None]


async def test_a_category_is_placed_anew_as_a_whole(books: Storage) -> None:
    spot = ("instagram", "instagram")
    rules = Rules(shelves={spot: Standing(hidden=True, pinned=True)})
    async with books.transaction() as tx:
        assert await tx.snapshot.place(PANEL, rules, shelf_is(*spot)) == Placed(0, 1)
    assert await why(books) == [HIDDEN, None, HIDDEN, GONE, None]


async def test_a_type_is_placed_anew_under_its_form(books: Storage) -> None:
    rules = Rules(types={"oddone": ServiceType.POLL})
    async with books.transaction() as tx:
        assert await tx.snapshot.place(PANEL, rules, type_is(["Odd One"])) == Placed(1, 0)
        listing = await tx.catalogue.get(3)
        assert listing is not None
        assert listing.service.type is ServiceType.POLL
        assert await tx.snapshot.place(PANEL, Rules(), type_is(["Odd One"])) == Placed(0, 1)
        listing = await tx.catalogue.get(3)
        assert listing is not None
        assert listing.service.type is None


async def test_whoever_says_a_word_is_placed_anew(books: Storage) -> None:
    rules = Rules(words=("views",))
    async with books.transaction() as tx:
        assert await tx.snapshot.place(PANEL, rules, says("views")) == Placed(0, 1)
        assert await tx.snapshot.place(PANEL, rules, says("%")) == Placed(0, 0)
    assert await why(books) == [None, Unorderable.BLOCKED, ODD, GONE, None]


async def test_what_a_rule_changed_is_no_change_at_the_next_sync(books: Storage) -> None:
    rules = Rules(services={"1": Standing(hidden=True)}, words=("views",))
    async with books.transaction() as tx:
        await tx.snapshot.place(PANEL, rules, says("instagram"))
        entries = [
            raw("1", name="Instagram Likes"),
            raw("2", name="Instagram Views", category="Views"),
            raw("3", type=None, type_name="Odd One"),
        ]
        placed = [replace(each, place=place(each.service, rules)) for each in entries]
        assert not compare(await tx.snapshot.known(PANEL), placed)

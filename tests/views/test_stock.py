"""The catalogue's screens for operators hold the worst that panels send, in every language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.callbacks.stock import Changes
from bot.domain.blocked import BlockedWord, Effect, Words
from bot.domain.change import LISTS, Change, ChangeKind, Noted, Offer
from bot.domain.curation import Category, Decision, Part, Record
from bot.domain.overview import CatalogueState, News
from bot.domain.riddle import Riddle
from bot.domain.service import Listing, ServiceType, Unorderable
from bot.domain.stock import Standing
from bot.usecases.curating import PAGE
from bot.views import blocked, browse, changes, curate, riddles, stock
from bot.views.lang import Lang, lang
from bot.views.screen import Screen
from tests.views import worst
from tests.views.checks import check
from tests.views.worst import BIG, LONG, NOW

PANEL = "p" * 32
PANELS = [f"{n}".rjust(32, "p") for n in range(5)]
BOTH = Standing(hidden=True, pinned=True)
OFFERS = Offer(Decimal("0.000001"), 0, BIG), Offer(Decimal("9999999999999.00"), BIG, 1)
COUNTS: Mapping[tuple[str, ChangeKind], int] = {
    (panel, kind): BIG for panel in PANELS for kind in ChangeKind
}


def listing(why: Unorderable | None = None, kind: ServiceType | None = None) -> Listing:
    return replace(worst.listing(kind), unorderable=why, pinned=True)


def noted(kind: ChangeKind, why: Unorderable | None = None) -> Noted:
    change = Change(service_id=LONG, kind=kind, before=OFFERS[0], after=OFFERS[1])
    return Noted(change=change, listing=listing(why), at=NOW - timedelta(hours=3))


@pytest.mark.parametrize("looked_at", [None, NOW - timedelta(minutes=3)])
@pytest.mark.parametrize("counts", [{}, COUNTS], ids=["nothing", "much"])
def test_the_state_of_the_catalogue(
    reader: Lang, counts: Mapping[tuple[str, ChangeKind], int], looked_at: object
) -> None:
    news = News(counts=counts, newest=BIG, looked_at=None, earlier=True)
    if looked_at is not None:
        news = replace(news, looked_at=NOW - timedelta(minutes=3))
    state = CatalogueState(
        synced=dict.fromkeys(PANELS, NOW),
        news=news,
        platforms={f"platform{n}": 10**6 for n in range(45)},
        types={LONG + str(n): n for n in range(60)},
        unorderable={(panel, why): 10**6 for panel in PANELS for why in Unorderable},
        riddles=BIG,
        words=BIG,
        hidden=BIG,
        pinned=BIG,
    )
    failed = stock.sync_failed(reader, PANEL, LONG)
    check(stock.catalogue(reader, state, NOW, news=failed))
    check(Screen(stock.synced_news(reader, PANEL, 1, 2, 3)))


@pytest.mark.parametrize("kind", LISTS)
def test_lists_of_changes(reader: Lang, kind: ChangeKind) -> None:
    for what in LISTS[kind]:
        for why in (None, Unorderable.GONE):
            for every in (0, 1):
                shown = Changes(kind.value, 3, every, PANELS[0])
                found = [noted(what, why)] * 8
                check(changes.changes(reader, shown, found, COUNTS, NOW, pages=BIG, newest=BIG))
    check(changes.changes(reader, Changes(kind.value), [], {}, NOW, pages=1, newest=0))


@pytest.mark.parametrize("why", [None, *Unorderable])
def test_a_service(reader: Lang, why: Unorderable | None) -> None:
    for kind in (None, ServiceType.POLL):
        record = Record(
            listing=listing(why, kind),
            added_at=NOW,
            standing=BOTH,
            shelf=BOTH if why else Standing(),
            history=[noted(each, why) for each in ChangeKind],
        )
        check(curate.service(reader, record, NOW))
        check(curate.service(reader, replace(record, added_at=None, history=[]), NOW))
        check(browse.service(reader, record.listing, keeper=True))


def test_a_category(reader: Lang) -> None:
    parts = [(Part(key=BIG, panel=panel, total=BIG, orderable=BIG), BOTH) for panel in PANELS * 8]
    shown = Category(
        platform="other",
        name=LONG,
        parts=parts,
        services=[listing(Unorderable.BLOCKED)] * PAGE,
        page=3,
        pages=BIG,
    )
    check(curate.category(reader, shown, BIG))
    check(curate.category(reader, replace(shown, name="", parts=parts[:1], services=[]), BIG))


def test_finding(reader: Lang) -> None:
    check(curate.ask(reader))
    check(curate.found(reader, LONG, [listing(Unorderable.GONE)] * 8, more=True))
    check(curate.found(reader, LONG, [], more=False))


def test_what_was_decided(reader: Lang) -> None:
    things = [
        Decision(key=BIG, panel=PANEL, name=name, shelf=shelf)
        for name in (LONG, "")
        for shelf in (True, False)
    ]
    for hidden in (True, False):
        check(curate.decided(reader, things * 30, hidden=hidden, page=2))
        check(curate.decided(reader, [], hidden=hidden, page=0))


@pytest.mark.parametrize("read_as", [None, ServiceType.MENTIONS_USER_FOLLOWERS])
def test_unknown_types(reader: Lang, read_as: ServiceType | None) -> None:
    riddle = Riddle(panel=PANEL, names=(LONG, "other"), count=BIG, read_as=read_as)
    told = riddles.decided(reader, riddle)
    check(riddles.riddles(reader, [riddle] * 60, 3, news=told))
    check(riddles.riddles(reader, [], 0))
    check(riddles.pick(reader, riddle, [listing(Unorderable.UNKNOWN_TYPE)] * 3))
    check(riddles.pick(reader, riddle, []))


def test_blocked_words(reader: Lang) -> None:
    word = BlockedWord(BIG, "я" * 30)
    many = Words(settled=[(LONG, BIG)] * 500, added=[(word, BIG)] * 500)
    check(blocked.words(reader, many, 3, news=blocked.blocked(reader, LONG[:60], BIG)))
    check(blocked.words(reader, Words(settled=[], added=[]), 0))
    check(blocked.ask(reader, wrong=blocked.unblocked(reader, word.word, BIG)))
    effect = Effect(word=word.word, count=BIG, total=BIG, samples=[listing()] * 5)
    check(blocked.confirm(reader, effect))
    check(blocked.confirm(reader, replace(effect, count=0, samples=[])))
    check(blocked.ask_unblock(reader, word, BIG))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("2", "3", "2.00 → <b>3.00 per 1000</b> (+50 %)"),
        ("4", "1", "4.00 → <b>1.00 per 1000</b> (−75 %)"),
        ("100", "100.1", "100.00 → <b>100.10 per 1000</b> (+&lt;1 %)"),
        ("0", "1", "0.00 → <b>1.00 per 1000</b>"),
        ("0.5", "0", "0.50 → <b>0.00 per 1000</b> (−100 %)"),
    ],
)
def test_a_price_is_told_with_what_it_was(before: str, after: str, told: str) -> None:
    change = Change(
        service_id="7",
        kind=ChangeKind.DEARER,
        before=Offer(Decimal(before), 1, 2),
        after=Offer(Decimal(after), 1, 2),
    )
    sold = replace(listing(kind=ServiceType.DEFAULT), currency="")
    assert changes.change_facts(lang("en"), change, sold) == told


def test_limits_are_told_with_what_they_were() -> None:
    before, after = Offer(Decimal(1), 10, 1000), Offer(Decimal(1), 20, 500)
    change = Change(service_id="7", kind=ChangeKind.LIMITS, before=before, after=after)
    assert changes.change_facts(lang("en"), change, listing()) == "10 – 1,000 → 20 – 500"


def test_each_form_says_what_it_asks_for() -> None:
    riddle = Riddle(panel="main", names=("Odd",), count=12, read_as=None)
    text = riddles.pick(lang("en"), riddle, []).text
    assert "<b>Default</b> asks for link, quantity; priced per 1000." in text
    assert "<b>Package</b> asks for link; one price for all." in text
    for kind in ServiceType:
        assert f"<b>{kind.value}</b> asks for " in text

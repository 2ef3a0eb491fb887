"""Everybody's orders on screens: whatever stands in them, they can be sent, and they say what is the matter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.card import OrderCard
from bot.domain.dossier import Dossier, History
from bot.domain.journal import Act, Entry, Kind
from bot.domain.listing import COUNTED, OrderListing
from bot.domain.many import Deed, Done, Plan, Tally, Unable
from bot.domain.order import Order, OrderStatus
from bot.domain.order_search import LOOK, STATES, Wanted
from bot.domain.page import Page
from bot.domain.refill import CancellationStatus, RefillStatus
from bot.domain.search import Search
from bot.domain.service import ServiceType
from bot.domain.staff import Right
from bot.domain.user import User
from bot.views import all_orders, many, operator_order
from bot.views.lang import Lang, lang
from bot.views.screen import Screen
from bot.views.stuck import why_stuck
from tests.views import worst
from tests.views.checks import check
from tests.views.worst import BIG, LONG, NOW

S = OrderStatus
OWNER = User(id=BIG, first_name=LONG, username="u" * 32, rights=frozenset({Right.OWNER}))
CLERK = replace(OWNER, rights=frozenset({Right.ORDERS}))
EVERYTHING = Wanted(
    state="other", panel="p" * 32, age=">9999w", link=LONG, user_id=BIG, numbers=(BIG,) * 20
)


def listing(wanted: Wanted, orders: Sequence[Order] = (), picked: int = 0) -> OrderListing:
    return OrderListing(
        search=Search(id=BIG, user_id=1, words=wanted.words(), picked=(BIG,) * picked),
        wanted=wanted,
        page=Page(items=orders, before=True, after=True),
        total=COUNTED,
        stuck=COUNTED,
        people={BIG: OWNER},
        panels=["p" * 32] * 30,
        followed=(),
    )


@pytest.mark.parametrize("state", ["", LOOK, *STATES])
def test_lists_in_every_state(reader: Lang, state: str) -> None:
    orders = [worst.order(ServiceType.DEFAULT, S.PENDING)] * all_orders.PAGE
    found = listing(replace(EVERYTHING, state=state), orders, picked=500)
    check(all_orders.listed(reader, found, NOW))
    check(all_orders.pick(reader, found, -BIG))
    empty = listing(Wanted(state=state))
    check(all_orders.listed(reader, empty, NOW))
    check(all_orders.pick(reader, empty, 0))
    for what in ("state", "panel", "age", "no such"):
        check(all_orders.narrow(reader, found, what))


def test_what_is_asked_before_a_search_and_after_it(reader: Lang) -> None:
    check(all_orders.ask_words(reader))
    search = Search(id=BIG, user_id=1, words=EVERYTHING.words())
    check(all_orders.who_is_meant(reader, search, [OWNER] * 8))


def test_a_list_of_a_thousand_or_more_says_so_and_a_short_one_is_counted() -> None:
    english = lang("en")
    assert "1,000 orders or more" in all_orders.listed(english, listing(Wanted()), NOW).text
    few = replace(listing(Wanted()), total=2, stuck=0)
    screen = all_orders.listed(english, few, NOW)
    assert "2 orders" in screen.text
    assert not any("look" in label for label in labels(screen))
    full = all_orders.listed(english, listing(Wanted()), NOW)
    assert "⚠️ Needs a look: 1,000+" in labels(full)


def labels(screen: Screen) -> list[str]:
    return [button.text for row in screen.rows for button in row]


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("kind", ServiceType)
def test_an_order_with_all_that_is_known_of_it(
    reader: Lang, kind: ServiceType, status: OrderStatus
) -> None:
    order = replace(worst.order(kind, status), average_minutes=2**31, heard_at=NOW)
    card = OrderCard(
        order=order,
        refill=worst.refill(RefillStatus.REJECTED),
        cancellation=worst.cancellation(CancellationStatus.REFUSED),
    )
    found = Dossier(card=card, owner=OWNER, attempt=worst.attempt(), followed=False)
    check(operator_order.order(reader, found, OWNER, NOW, BIG))
    check(operator_order.order(reader, replace(found, owner=None), CLERK, NOW, 0))
    check(operator_order.ask_cancel(reader, order, BIG))


def test_the_history_of_an_order(reader: Lang) -> None:
    order = worst.order(ServiceType.DEFAULT, S.PENDING)
    entry = Entry(
        id=1, at=NOW, actor_id=BIG, act=Act.ORDER_FOUND, kind=Kind.ORDER, number=BIG,
        details={"panel_order": LONG},
    )  # fmt: skip
    found = History(
        order=order,
        attempts=[worst.attempt()] * 4,
        refills=[worst.refill(status) for status in RefillStatus][:4],
        cancellations=[worst.cancellation(status) for status in CancellationStatus][:4],
        entries=[entry] * 6,
        actors={BIG: OWNER},
    )
    check(operator_order.history(reader, found, OWNER, BIG))
    nothing = History(order=order, attempts=[], refills=[], cancellations=[], entries=[], actors={})
    check(operator_order.history(reader, nothing, CLERK, 0))


@pytest.mark.parametrize("deed", Deed)
def test_what_is_done_to_many(reader: Lang, deed: Deed) -> None:
    unable = dict.fromkeys(Unable, 10**6)
    check(many.ask(reader, Plan(deed=deed, able=range(500), unsent=7, unable=unable), BIG))
    check(many.ask(reader, Plan(deed=deed, able=[], unable=unable), BIG))
    check(many.ask(reader, Plan(deed=deed, able=[], unable={}), BIG))
    check(many.done(reader, Done(deed=deed, asked=30, taken_back=7, unable=unable), BIG))
    check(many.done(reader, Done(deed=deed), BIG))
    states = RefillStatus if deed is Deed.REFILL else CancellationStatus
    reasons = {LONG + str(n): n for n in range(3)}
    counts = {state.value: 10**6 for state in states}
    check(many.tally(reader, Tally(deed=deed, states=counts, taken_back=7, reasons=reasons), BIG))
    check(many.tally(reader, Tally(deed=deed, states={}), BIG))


def test_the_question_says_how_many_and_of_what() -> None:
    plan = Plan(deed=Deed.CANCEL, able=range(37), unsent=7, unable={Unable.ENDED: 10})
    screen = many.ask(lang("en"), plan, 1)
    for part in (
        "Cancel 37 orders?",
        "7 weren't sent yet",
        "30 are at panels",
        "Ended already: 10",
    ):
        assert part in screen.text
    assert labels(screen)[0] == "Yes, cancel 37"


def stuck(**order: object) -> str:
    sample = worst.order(ServiceType.DEFAULT, S.PENDING)
    young = replace(
        sample,
        panel="main",
        created_at=NOW - timedelta(days=6),
        submitted_at=None,
        waits=False,
        fields={},
    )
    told = why_stuck(lang("en"), replace(young, **order), NOW, {"main"})  # type: ignore[arg-type]
    return told or ""


def test_why_somebody_should_have_a_look_is_said_plainly() -> None:
    lately = NOW - timedelta(minutes=1)
    assert stuck(status=S.UNCONFIRMED) == "⚠️ Nobody knows whether it was placed: decide it."
    assert stuck(status=S.QUEUED) == "⚠️ Not sent for 6 days."
    assert stuck(status=S.QUEUED, waits=True) == "⚠️ Not sent for 6 days: main takes no orders."
    assert stuck(heard_at=NOW - timedelta(days=1)) == "⚠️ main hasn't told how it is for 24 hours."
    assert stuck(heard_at=lately) == "⚠️ Nothing has moved for 6 days."
    assert stuck(heard_at=lately, average_minutes=120) == (
        "⚠️ Nothing has moved for 6 days; its service takes about 2 hours."
    )
    assert stuck(panel="gone") == "⚠️ gone isn't in the settings, so nobody follows it."
    assert stuck(heard_at=lately, moved_at=lately) == ""
    assert stuck(status=S.COMPLETED) == ""

"""Every screen can be sent, whatever panels and people put into it: valid HTML, and within Telegram's limits."""

import pytest

from bot.domain.card import OrderCard
from bot.domain.errors import Problem, ShopError
from bot.domain.form import FORMS, Field
from bot.domain.notice import AlertKind
from bot.domain.order import OrderStatus, Report
from bot.domain.overview import Account
from bot.domain.page import Page
from bot.domain.refill import CancellationStatus, RefillStatus
from bot.domain.service import ServiceType
from bot.domain.staff import Right
from bot.domain.user import User
from bot.views import (
    browse,
    cockpit,
    desk,
    form,
    menu,
    money,
    notices,
    orders,
    problems,
    staff_notices,
)
from bot.views.lang import Lang
from bot.views.screen import Screen
from storage.catalogue import Shelf, ShelfPage
from tests.views import worst
from tests.views.checks import check
from tests.views.worst import BIG, LONG, NOW, UGLY

_OWNER = User(id=BIG, first_name=LONG, username="u" * 32, rights=frozenset({Right.OWNER}))


@pytest.mark.parametrize("kind", ServiceType)
def test_forms(reader: Lang, kind: ServiceType) -> None:
    draft, listing = worst.draft(kind), worst.listing(kind)
    for field in (*FORMS[kind].required, *FORMS[kind].optional):
        wrong = problems.sentence(reader, ShopError(Problem.BAD_LINE, line=3, text=LONG[:100]))
        check(form.ask(reader, draft, listing, field, wrong=wrong))
    check(form.ask_doubted(reader, draft, listing, Field.LINK))
    twin = worst.order(kind, OrderStatus.PENDING)
    check(form.confirm(reader, draft, listing, twin=twin, before=draft.seen))
    check(form.left(reader, listing))


@pytest.mark.parametrize("kind", [*ServiceType, None])
def test_a_service(reader: Lang, kind: ServiceType | None) -> None:
    check(browse.service(reader, worst.listing(kind)))


def test_browsing(reader: Lang) -> None:
    shelf = Shelf(key=BIG, platform="other", category=LONG, count=10**6, pinned=True)
    many = [worst.listing()] * 500
    check(browse.platforms(reader, {f"platform{n}": n for n in range(60)}, 1))
    check(browse.platforms(reader, {}, 0))
    check(browse.shelves(reader, "other", [shelf] * 230, 7))
    check(browse.services(reader, BIG, ShelfPage(listings=many[:6], page=3, pages=9), keeper=True))
    check(browse.services(reader, BIG, ShelfPage(only=True)))
    check(browse.found(reader, LONG, LONG.split(), many[:6], more=True, keeper=True))
    check(browse.found(reader, LONG, LONG.split(), [], more=False))


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("kind", ServiceType)
def test_an_order(reader: Lang, kind: ServiceType, status: OrderStatus) -> None:
    order = worst.order(kind, status)
    shown = OrderCard(
        order=order,
        refill=worst.refill(RefillStatus.REJECTED),
        cancellation=worst.cancellation(CancellationStatus.REFUSED),
    )
    check(orders.card(reader, shown, live=True))
    check(orders.ask_cancel(reader, order))
    check(notices.order(reader, order, status))
    check(staff_notices.operator_order(reader, order, _OWNER, status))


def test_lists_of_orders(reader: Lang) -> None:
    found = [worst.order(ServiceType.DEFAULT, OrderStatus.PARTIAL)] * orders.PAGE
    page = Page(items=found, before=True, after=True)
    check(orders.orders(reader, page, shown="all", now=NOW))
    check(orders.orders(reader, Page(items=[]), shown="done", now=NOW))
    check(desk.unconfirmed(reader, found * 20, NOW, 3))
    check(desk.unconfirmed(reader, [], NOW, 0))


@pytest.mark.parametrize("kind", ServiceType)
def test_the_desk(reader: Lang, kind: ServiceType) -> None:
    case = worst.case(kind)
    check(desk.evidence(reader, case))
    check(desk.ask_panel_order(reader, BIG, wrong=None))
    report = Report(status=None, word=LONG[:100], start_count=BIG, remains=-1)
    check(desk.is_it_this(reader, BIG, "x" * 30, report))
    check(desk.ask_not_placed(reader, BIG))
    check(desk.decided(reader, case.order))
    check(staff_notices.unconfirmed(reader, case.order))


@pytest.mark.parametrize("status", [status for status in RefillStatus if not status.open])
def test_what_became_of_a_refill(reader: Lang, status: RefillStatus) -> None:
    check(notices.refill(reader, worst.refill(status)))


@pytest.mark.parametrize(
    "status",
    [CancellationStatus.REFUSED, CancellationStatus.TOO_LATE, CancellationStatus.UNKNOWN],
)
def test_what_became_of_a_cancellation(reader: Lang, status: CancellationStatus) -> None:
    check(notices.cancellation(reader, worst.cancellation(status)))


@pytest.mark.parametrize("kind", AlertKind)
def test_alerts(reader: Lang, kind: AlertKind) -> None:
    data = {"kind": kind.value, "subject": LONG[:60], "reason": LONG, "order": "1", "number": "7"}
    data |= {"balance": "0.5", "currency": "USD"}
    check(staff_notices.alert(reader, data))
    over = staff_notices.cleared(reader, data)
    if over is not None:
        check(over)


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_a_sentence(reader: Lang, problem: Problem) -> None:
    details = {"minimum": 1, "maximum": 2, "count": 3, "line": 4, "text": UGLY, "runs": 5}
    details |= {"id": UGLY, "order": BIG, "minutes": 6, "word": "я" * 30}
    error = ShopError(problem, **details)
    check(Screen(problems.sentence(reader, error)))
    assert 0 < len(problems.notice(reader, error)) <= 200


def test_overviews(reader: Lang) -> None:
    account = Account(
        panel="p" * 32,
        balance=worst.order(ServiceType.DEFAULT, OrderStatus.PENDING).cost,
        balance_at=NOW,
        currency="<X>",
        today=worst.service().rate,
        week=worst.service().rate,
        lasts=NOW - NOW.replace(year=2029),
        trouble=LONG,
    )
    check(money.balances(reader, [account] * 5, NOW))


def test_the_way_in(reader: Lang) -> None:
    check(menu.menu(reader, LONG[:64], draft_id=BIG, operator=True, unconfirmed=BIG))
    check(menu.help_(reader, _OWNER))
    check(menu.languages(reader))
    check(cockpit.cockpit(reader, _OWNER))
    check(menu.closed(reader))
    check(menu.not_understood(reader))
    check(menu.sorry(reader, BIG))
    check(menu.sorry(reader, None))

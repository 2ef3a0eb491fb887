"""What stands in for a service, and what an order says of it: whatever panels put into it, and however it compares."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.card import OrderCard
from bot.domain.dossier import Dossier
from bot.domain.notice import AlertKind
from bot.domain.order import OrderStatus
from bot.domain.service import Listing, ServiceType
from bot.domain.staff import Right
from bot.domain.stand_in import MOST, Candidate, Handover, Misfit, StandIns
from bot.domain.user import User
from bot.views import operator_order, orders, staff_notices, stand_ins
from bot.views.lang import Lang, lang
from tests.views import worst
from tests.views.checks import check
from tests.views.worst import BIG, LONG, NOW

S = OrderStatus
_OWNER = User(id=BIG, first_name=LONG, rights=frozenset({Right.OWNER}))


def candidates(*misfits: Misfit | None) -> tuple[Candidate, ...]:
    return tuple(Candidate(listing=worst.listing(), misfit=misfit) for misfit in misfits)


def of(*misfits: Misfit | None) -> StandIns:
    return StandIns(service=worst.listing(), candidates=candidates(*misfits))


@pytest.mark.parametrize("others", [True, False])
@pytest.mark.parametrize(
    "misfits", [(), *((misfit,) * MOST for misfit in (None, *Misfit))], ids=repr
)
def test_the_stand_ins_of_a_service(
    reader: Lang, misfits: Sequence[Misfit | None], others: bool
) -> None:
    check(stand_ins.stand_ins(reader, of(*misfits), others=others))


@pytest.mark.parametrize("found", [0, 6, 7])
@pytest.mark.parametrize("query", ["", LONG])
def test_what_could_stand_in(reader: Lang, found: int, query: str) -> None:
    screen = stand_ins.find(reader, of(*[None] * found), query, shown=6)
    check(screen)
    assert sum(len(row) for row in screen.rows[:-1]) == min(found, 6)


@pytest.mark.parametrize("count", [0, 1, stand_ins.PAGE])
def test_services_with_stand_ins(reader: Lang, count: int) -> None:
    found = [of(None), of(Misfit.DEARER), of(None, None, Misfit.LIMITS)] * 2
    check(stand_ins.backed(reader, found[:count], page=0, total=count and BIG))


def listing(key: int, **changes: Any) -> Listing:
    plain = replace(worst.service(), id="7", name="Likes", rate=Decimal("0.90"), min=10, max=1000)
    service = replace(plain, dripfeed=False, **changes)
    return Listing(key=key, panel="spare", platform="other", service=service, currency="USD")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "the same price"),
        ({"rate": Decimal("0.747")}, "−17%"),
        ({"rate": Decimal("0.8999")}, "−1%"),
        ({"rate": Decimal(9)}, "+900%"),
        ({"min": 50, "max": 5000}, "only for 50 – 1,000"),
        ({"min": 1, "max": 5000}, "✅ Fits"),
        ({"cancel": False}, "✅ Fits · can't be canceled"),
    ],
)
def test_price_and_limits_are_compared(changes: dict[str, Any], says: str) -> None:
    candidate = Candidate(listing=listing(2, **changes), misfit=None)
    found = StandIns(service=listing(1), candidates=(candidate,))
    text = stand_ins.stand_ins(lang("en"), found, others=True).text
    assert says in text
    assert ("only for" in text) is ("only for" in says)


def test_a_full_list_offers_no_more_and_the_first_cannot_go_up() -> None:
    full = stand_ins.stand_ins(lang("en"), of(*[None] * MOST), others=True)
    labels = [button.text for row in full.rows for button in row]
    assert "➕ Add a stand-in" not in labels
    assert "⬆️ 1" not in labels
    assert {"⬆️ 2", f"⬆️ {MOST}", "✖️ 1"} <= set(labels)


SAID = "It was passed to another supplier"


@pytest.mark.parametrize("status", S)
def test_the_card_says_that_a_stand_in_has_it(reader: Lang, status: OrderStatus) -> None:
    order = replace(worst.order(ServiceType.DEFAULT, status), stand_in_key=BIG)
    check(orders.card(reader, OrderCard(order=order), live=True))
    assert (SAID in _card(order)) is (status is not S.REJECTED)
    assert SAID not in _card(replace(order, stand_in_key=None))


def test_what_was_taken_back_before_it_was_sent_went_nowhere() -> None:
    order = replace(worst.order(ServiceType.DEFAULT, S.CANCELED), stand_in_key=BIG)
    assert SAID not in _card(replace(order, submitted_at=None))


def _card(order: Any) -> str:
    return orders.card(lang("en"), OrderCard(order=order), live=False).text


@pytest.mark.parametrize("kind", ServiceType)
def test_operators_see_who_refused_it_and_where_it_went(reader: Lang, kind: ServiceType) -> None:
    order = replace(worst.order(kind, S.UNCONFIRMED), stand_in_key=BIG, panel_order_id=None)
    left = [
        Handover(order_id=1, step=step, panel="p" * 32, service_id=LONG, said=LONG, at=NOW)
        for step in range(1, 5)
    ]
    dossier = Dossier(
        card=OrderCard(order=order),
        owner=_OWNER,
        attempt=worst.attempt(),
        followed=False,
        handovers=left,
    )
    check(operator_order.order(reader, dossier, _OWNER, NOW, 1))


def test_the_alert_tells_who_took_the_order_over(reader: Lang) -> None:
    data = {"kind": AlertKind.PANEL_REFUSES.value, "subject": "main", "order": "5"}
    data |= {"reason": LONG, "stand_in": "spare"}
    screen = staff_notices.alert(reader, data)
    check(screen)
    assert "spare" in screen.text

"""To which orders something can be done, and why not to the others."""

from dataclasses import replace

import pytest

from bot.domain.many import Deed, Setting, Unable, why_not
from bot.domain.order import FINAL, OrderStatus
from tests.domain import build

S = OrderStatus
FINE = Setting()
SERVED = build.order(refill=True, cancel=True)


def verdict(deed: Deed, status: S, setting: Setting = FINE, **values: object) -> Unable | None:
    return why_not(deed, replace(SERVED, status=status, **values), setting)  # type: ignore[arg-type]


def test_what_is_at_a_panel_can_be_refreshed() -> None:
    assert verdict(Deed.REFRESH, S.PENDING) is None
    assert verdict(Deed.REFRESH, S.QUEUED) is Unable.NOT_SENT
    assert verdict(Deed.REFRESH, S.UNCONFIRMED) is Unable.BEING_SENT
    assert verdict(Deed.REFRESH, S.COMPLETED) is Unable.ENDED
    assert verdict(Deed.REFRESH, S.PENDING, Setting(at_hand=False)) is Unable.PANEL_GONE


def test_what_was_not_sent_can_always_be_taken_back() -> None:
    for setting in (FINE, Setting(at_hand=False), Setting(takes=False), Setting(asked=True)):
        assert verdict(Deed.CANCEL, S.QUEUED, setting, cancel=False) is None


def test_what_is_at_a_panel_can_be_canceled_where_service_and_panel_allow_it() -> None:
    assert verdict(Deed.CANCEL, S.IN_PROGRESS) is None
    assert verdict(Deed.CANCEL, S.IN_PROGRESS, cancel=False) is Unable.NOT_OFFERED
    assert verdict(Deed.CANCEL, S.IN_PROGRESS, Setting(takes=False)) is Unable.NOT_OFFERED
    assert verdict(Deed.CANCEL, S.IN_PROGRESS, Setting(asked=True)) is Unable.ASKED
    assert verdict(Deed.CANCEL, S.SUBMITTING) is Unable.BEING_SENT
    assert verdict(Deed.CANCEL, S.UNCONFIRMED) is Unable.BEING_SENT


@pytest.mark.parametrize("status", sorted(FINAL))
def test_what_has_ended_is_not_canceled(status: S) -> None:
    assert verdict(Deed.CANCEL, status) is Unable.ENDED


def test_what_was_delivered_can_be_refilled() -> None:
    assert verdict(Deed.REFILL, S.COMPLETED) is None
    assert verdict(Deed.REFILL, S.PARTIAL) is None
    assert verdict(Deed.REFILL, S.PENDING) is Unable.NOT_DONE
    assert verdict(Deed.REFILL, S.CANCELED) is Unable.ENDED
    assert verdict(Deed.REFILL, S.COMPLETED, refill=False) is Unable.NOT_OFFERED
    assert verdict(Deed.REFILL, S.COMPLETED, Setting(takes=False)) is Unable.NOT_OFFERED
    assert verdict(Deed.REFILL, S.COMPLETED, Setting(asked=True)) is Unable.ASKED
    assert verdict(Deed.REFILL, S.COMPLETED, Setting(at_hand=False)) is Unable.PANEL_GONE

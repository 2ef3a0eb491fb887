"""Refills and cancellations move forward only, and a request is never a result."""

import pytest

from bot.domain.order import FINAL, OrderStatus
from bot.domain.refill import (
    CANCELLATION_TRANSITIONS,
    OPEN_CANCELLATIONS,
    OPEN_REFILLS,
    REFILL_TRANSITIONS,
    TRACKED_REFILLS,
    CancellationStatus,
    RefillStatus,
    settle_cancellation,
)

R, C = RefillStatus, CancellationStatus


def test_every_state_has_its_ways_on_and_only_open_ones_have_any() -> None:
    assert set(REFILL_TRANSITIONS) == set(R)
    assert set(CANCELLATION_TRANSITIONS) == set(C)
    assert {status for status, ways in REFILL_TRANSITIONS.items() if ways} == OPEN_REFILLS
    assert {s for s, ways in CANCELLATION_TRANSITIONS.items() if ways} == OPEN_CANCELLATIONS
    assert TRACKED_REFILLS < OPEN_REFILLS
    assert all(status.open is (status in OPEN_REFILLS) for status in R)
    assert all(status.open is (status in OPEN_CANCELLATIONS) for status in C)


def test_what_may_have_been_sent_is_not_queued_again() -> None:
    """Only `submitting` leads back, where nothing can have arrived; `unknown` leads nowhere."""
    assert [s for s, ways in REFILL_TRANSITIONS.items() if R.QUEUED in ways] == [R.SUBMITTING]
    assert [s for s, ways in CANCELLATION_TRANSITIONS.items() if C.QUEUED in ways] == [C.SUBMITTING]
    assert not REFILL_TRANSITIONS[R.UNKNOWN]
    assert not CANCELLATION_TRANSITIONS[C.UNKNOWN]


def test_a_cancellation_is_done_only_by_way_of_being_requested() -> None:
    assert [s for s, ways in CANCELLATION_TRANSITIONS.items() if C.DONE in ways] == [C.REQUESTED]


@pytest.mark.parametrize("ended", sorted(FINAL))
def test_the_orders_end_tells_what_came_of_a_cancellation(ended: OrderStatus) -> None:
    taken_back = ended in {OrderStatus.CANCELED, OrderStatus.PARTIAL, OrderStatus.FAILED}
    assert settle_cancellation(ended) is (C.DONE if taken_back else C.TOO_LATE)

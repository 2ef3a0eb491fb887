from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.broadcast import (
    OVER,
    RECIPIENT_TRANSITIONS,
    SETTLED,
    TRANSITIONS,
    UNDER_WAY,
    Broadcast,
    BroadcastStatus,
    RecipientStatus,
    Source,
    per_second,
    time_left,
)

NOW = datetime(2030, 6, 15, 12, tzinfo=UTC)
RUNNING = Broadcast(
    id=1,
    status=BroadcastStatus.RUNNING,
    author_id=1,
    source=Source(chat_id=1, message_id=2, media="text", about="Hello"),
    total=1000,
    sent=290,
    unreachable=5,
    refused=3,
    unknown=2,
    created_at=NOW,
    since=NOW,
    tried_before=100,
)


def test_what_is_over_stays_so_and_a_draft_can_only_be_started() -> None:
    assert all(TRANSITIONS[status] == frozenset() for status in OVER)
    assert TRANSITIONS[BroadcastStatus.DRAFT] == {BroadcastStatus.WAITING}
    assert {*UNDER_WAY, *OVER, BroadcastStatus.DRAFT} == set(BroadcastStatus) == set(TRANSITIONS)


def test_whatever_is_under_way_can_be_stopped() -> None:
    assert all(BroadcastStatus.STOPPED in TRANSITIONS[status] for status in UNDER_WAY)


def test_nobody_is_sent_it_again_who_may_have_got_it() -> None:
    assert set(RECIPIENT_TRANSITIONS) == set(RecipientStatus)
    leads_to_sending = {
        old for old, new in RECIPIENT_TRANSITIONS.items() if RecipientStatus.SENDING in new
    }
    assert leads_to_sending == {RecipientStatus.DUE}
    assert all(RECIPIENT_TRANSITIONS[status] == frozenset() for status in SETTLED)


def test_the_figures_add_up() -> None:
    assert (RUNNING.tried, RUNNING.left) == (300, 700)


def test_the_speed_is_that_of_this_run_and_tells_how_long_it_takes() -> None:
    later = NOW + timedelta(seconds=10)
    assert per_second(RUNNING, later) == 20
    assert time_left(RUNNING, later) == timedelta(seconds=35)


def test_no_speed_is_told_before_there_is_one() -> None:
    later = NOW + timedelta(seconds=10)
    assert per_second(RUNNING, NOW + timedelta(seconds=1)) is None
    assert per_second(replace(RUNNING, tried_before=300), later) is None
    assert per_second(replace(RUNNING, since=None), later) is None
    assert time_left(replace(RUNNING, status=BroadcastStatus.PAUSED), later) is None


def test_it_is_hopeless_when_many_were_refused_and_nobody_got_it() -> None:
    assert not RUNNING.hopeless
    assert not replace(RUNNING, sent=0, refused=9).hopeless
    assert replace(RUNNING, sent=0, refused=10).hopeless
    assert not replace(RUNNING, sent=1, refused=500).hopeless

from datetime import UTC, datetime

import pytest

from bot.domain.notice import AlertKind, NoticeKind
from bot.domain.staff import Right
from bot.domain.stream import STAFF_NEWS, STREAMS, Stream, Way, next_digest, right_of, stream_of


@pytest.mark.parametrize("kind", AlertKind)
def test_every_alert_belongs_to_a_stream_whose_listeners_include_who_can_mend_it(
    kind: AlertKind,
) -> None:
    data = {"kind": kind.value, "subject": "main"}
    stream = stream_of(NoticeKind.ALERT, data)
    assert stream is not None
    assert stream is stream_of(NoticeKind.CLEARED, data)
    assert right_of(stream, data) in {STREAMS[stream].right, Right.OWNER}


def test_every_stream_is_described_and_news_of_customers_belong_to_none() -> None:
    assert set(STREAMS) == set(Stream)
    assert stream_of(NoticeKind.OPERATOR_ORDER, {"status": "completed"}) is Stream.COMPLETIONS
    assert stream_of(NoticeKind.UNCONFIRMED, {}) is Stream.UNCONFIRMED
    for kind in set(NoticeKind) - STAFF_NEWS:
        assert stream_of(kind, {}) is None


def test_what_is_at_risk_when_nobody_hears_must_be_heard_by_somebody() -> None:
    key_refused = stream_of(NoticeKind.ALERT, {"kind": AlertKind.KEY_REFUSED, "subject": "main"})
    assert key_refused is not None
    assert STREAMS[key_refused].heard
    assert STREAMS[Stream.UNCONFIRMED].heard


@pytest.mark.parametrize(
    ("way", "now", "told"),
    [
        (Way.HOURLY, "10:00", "11:00"),
        (Way.HOURLY, "10:59", "11:00"),
        (Way.DAILY, "08:59", "09:00"),
        (Way.DAILY, "09:00", "09:00 tomorrow"),
        (Way.DAILY, "23:59", "09:00 tomorrow"),
    ],
)
def test_a_digest_comes_on_the_hour_or_at_nine(way: Way, now: str, told: str) -> None:
    hour, minute = (int(part) for part in now.split(":"))
    time, _, tomorrow = told.partition(" ")
    expected = datetime(2030, 6, 16 if tomorrow else 15, int(time[:2]), tzinfo=UTC)
    assert next_digest(way, datetime(2030, 6, 15, hour, minute, 30, 5, tzinfo=UTC)) == expected

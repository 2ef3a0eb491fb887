"""What operators are told, by kind: who may do something about it, where it goes, how soon.

A stream goes to each operator privately, or into the staff room. Privately each of them chooses how soon; an owner does for
the room. Without a room everything is told privately, whatever was chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.notice import WHOSE, AlertKind, NoticeKind
from bot.domain.room import Topic
from bot.domain.staff import Right


class Stream(StrEnum):
    COMPLETIONS = "completions"
    UNCONFIRMED = "unconfirmed"
    MONEY = "money"
    PANELS = "panels"
    CATALOGUE = "catalogue"
    BUGS = "bugs"


class Way(StrEnum):
    """How soon somebody hears of a stream. A digest is one message about all that came since the last."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    OFF = "off"


DIGESTS = frozenset({Way.HOURLY, Way.DAILY})


class Where(StrEnum):
    PRIVATE = "private"
    ROOM = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """`right`: whoever has it can do something about some of it. `heard`: somebody must hear of it.

    `where` is where it goes as long as nobody chose, if there is a room.
    """

    right: Right
    topic: Topic
    where: Where = Where.ROOM
    heard: bool = False


STREAMS: Mapping[Stream, About] = {
    Stream.COMPLETIONS: About(right=Right.ORDERS, topic=Topic.ORDERS),
    Stream.UNCONFIRMED: About(right=Right.ORDERS, topic=Topic.ORDERS, heard=True),
    Stream.MONEY: About(right=Right.MONEY, topic=Topic.ALERTS, heard=True),
    Stream.PANELS: About(right=Right.ORDERS, topic=Topic.ALERTS),
    Stream.CATALOGUE: About(right=Right.CATALOGUE, topic=Topic.ALERTS),
    Stream.BUGS: About(right=Right.OWNER, topic=Topic.ALERTS, where=Where.PRIVATE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a stream goes, and how soon it is told in the room (never OFF)."""

    where: Where
    in_room: Way = Way.AT_ONCE


_ALERTS: Mapping[AlertKind, Stream] = {
    AlertKind.LOW_BALANCE: Stream.MONEY,
    AlertKind.NO_FUNDS: Stream.MONEY,
    AlertKind.KEY_REFUSED: Stream.MONEY,
    AlertKind.PANEL_DOWN: Stream.PANELS,
    AlertKind.PANEL_REFUSES: Stream.PANELS,
    AlertKind.PANEL_GONE: Stream.PANELS,
    AlertKind.ORDERS_WAIT: Stream.PANELS,
    AlertKind.CONTRADICTION: Stream.UNCONFIRMED,
    AlertKind.SYNC_FAILED: Stream.CATALOGUE,
    AlertKind.BUG: Stream.BUGS,
    AlertKind.NOTICE_DEAD: Stream.BUGS,
}
_NOTICES: Mapping[NoticeKind, Stream] = {
    NoticeKind.OPERATOR_ORDER: Stream.COMPLETIONS,
    NoticeKind.UNCONFIRMED: Stream.UNCONFIRMED,
}


STAFF_NEWS = frozenset({NoticeKind.ALERT, NoticeKind.CLEARED, *_NOTICES})
"""What belongs to a stream."""


def stream_of(kind: NoticeKind, data: Mapping[str, str]) -> Stream | None:
    """None: it is no news for operators."""
    if kind in {NoticeKind.ALERT, NoticeKind.CLEARED}:
        return _ALERTS[AlertKind(data["kind"])]
    return _NOTICES.get(kind)


def right_of(stream: Stream, data: Mapping[str, str]) -> Right:
    """Whoever has it can do something about this piece of the stream's news."""
    return WHOSE[AlertKind(data["kind"])] if "kind" in data else STREAMS[stream].right


QUIET = frozenset({NoticeKind.OPERATOR_ORDER, NoticeKind.CLEARED})
"""Nobody is needed: these make no sound."""

DAILY_HOUR = 9
"""UTC."""


def next_digest(way: Way, now: datetime) -> datetime:
    """When what comes now is told, if it is told in a digest: on the hour, or at nine."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if way is not Way.DAILY:
        return hour + timedelta(hours=1)
    today = hour.replace(hour=DAILY_HOUR)
    return today if now < today else today + timedelta(days=1)

"""How operators are told what: the choices, and the messages about much at once."""

from collections import Counter

import pytest

from bot.domain.digest import Digest
from bot.domain.hearing import Choices
from bot.domain.notice import AlertKind
from bot.domain.order import OrderStatus
from bot.domain.room import Room
from bot.domain.service import ServiceType
from bot.domain.stream import STREAMS, Route, Stream, Way, Where
from bot.views.digest import digest
from bot.views.lang import Lang
from bot.views.links import for_group
from bot.views.notifications import notifications, stream
from tests.views import worst
from tests.views.checks import check
from tests.views.worst import BIG, LONG

_ROOM = Room(chat_id=-BIG, title=LONG)


def choices(*, owner: bool = True, room: Room | None = _ROOM, where: Where = Where.ROOM) -> Choices:
    return Choices(
        room=room,
        routes={stream: Route(where=where, in_room=Way.DAILY) for stream in STREAMS},
        ways=dict.fromkeys(STREAMS, Way.HOURLY),
        owner=owner,
    )


_ALL = [
    choices(owner=owner, room=room, where=where)
    for owner in (True, False)
    for room in (_ROOM, None)
    for where in Where
]


def test_every_choice_fits(reader: Lang) -> None:
    for each in _ALL:
        check(notifications(reader, each))
        for about in Stream:
            check(stream(reader, each, about))


def test_each_screen_ticks_what_holds(reader: Lang) -> None:
    for each in _ALL:
        ticked = [
            button.text
            for row in stream(reader, each, Stream.MONEY).rows
            for button in row
            if button.text.startswith("✓")
        ]
        chooses_place = each.owner and each.room is not None
        chooses_way = each.owner or not each.in_room(Stream.MONEY)
        assert len(ticked) == chooses_place + chooses_way


def worst_digest(count: int) -> Digest:
    alerts = [
        {"kind": kind.value, "subject": "p" * 32, "reason": LONG, "balance": "1", "currency": "USD"}
        for kind in AlertKind
    ] * count
    orders = [worst.order(ServiceType.DEFAULT, OrderStatus.PARTIAL)] * 40 * count
    return Digest(
        to_decide=orders,
        alerts=alerts,
        over=alerts,
        passed=BIG,
        ended=Counter(dict.fromkeys(OrderStatus, BIG)),
        odd=orders,
    )


@pytest.mark.parametrize("count", [1, 5])
def test_the_longest_digest_fits_in_one_message(reader: Lang, count: int) -> None:
    told = digest(reader, worst_digest(count))
    check(told)
    check(for_group(told, "u" * 32))


def test_a_digest_names_only_what_there_is(reader: Lang) -> None:
    told = digest(reader, Digest(ended={OrderStatus.COMPLETED: 2}))
    assert "❗" not in told.text
    assert "⚠️" not in told.text
    assert "2" in told.text
    assert [len(row) for row in told.rows] == [1, 1]


def test_each_way_on_is_there_once(reader: Lang) -> None:
    rows = digest(reader, worst_digest(5)).rows
    assert len(rows) == len(set(rows))

"""What the two operators did in the month, for the log; and the invitations by which people came."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.demo.history import announcements, room, talks
from bot.demo.history.cast import BLOCKED_AGO, DAYS, MAX, MAY, OLGA, Customer
from bot.demo.history.market import DECIDED, PRIME, STAND_INS
from bot.demo.history.month import Month
from bot.domain.journal import Act, Kind
from bot.domain.order import Order, OrderStatus
from bot.domain.staff import Right
from bot.domain.stream import Stream, Way

WORD = "casino"
"""Services with it in their names aren't sold."""

_UNUSED = (timedelta(days=12), timedelta(days=3), timedelta(hours=5))
_FOLLOWED = timedelta(minutes=7)
_APPOINTED_AGO = timedelta(days=24)

Deed = dict[str, Any]


def invitations(people: Iterable[Customer], now: datetime) -> list[dict[str, Any]]:
    """Those who came by one, and those that nobody has used yet."""
    used = [
        _invitation(f"demo-{each.id}", each.joined - _FOLLOWED, now, each.id, each.joined)
        for each in people
        if each.member
    ]
    unused = [
        _invitation(f"demo-open-{number}", now - ago, now, None, None)
        for number, ago in enumerate(_UNUSED)
    ]
    return used + unused


def _invitation(
    token: str, at: datetime, now: datetime, used_by: int | None, used_at: datetime | None
) -> dict[str, Any]:
    by_max = at > now - room.APPOINTED_AGO and len(token) % 2 == at.hour % 2
    return {
        "token": token,
        "created_by": MAX if by_max else OLGA,
        "created_at": at,
        "used_by": used_by,
        "used_at": used_at,
    }


def deeds(dice: Random, month: Month, people: list[Customer]) -> list[Deed]:
    """Those of which nobody was told, in the order of time."""
    now = month.now
    invited = invitations(people, now)
    found: list[Deed] = [
        *_opening(now, month.keys),
        *(_deed(each["created_by"], each["created_at"], Act.INVITED) for each in invited),
        *_staff(now),
        *_undone(now, month.keys, people),
        *_talked(now),
        _deed(
            OLGA,
            now - announcements.SENT_AGO,
            Act.BROADCAST_STARTED,
            Kind.BROADCAST,
            announcements.SENT,
            {"people": str(len(announcements.addressed(people, month)))},
        ),
        *(_deed(who, at, act, Kind.ORDER, number) for who, at, act, number in month.requests.deeds),
        *_decided(dice, month.orders.values(), now),
        *(
            _deed(OLGA, now - BLOCKED_AGO, Act.USER_BLOCKED, Kind.USER, each.id)
            for each in people
            if each.blocked
        ),
    ]
    return sorted((each for each in found if each["at"] < now), key=lambda each: each["at"])


def _opening(now: datetime, keys: Mapping[tuple[str, str], int]) -> Iterator[Deed]:
    """How the shop was set up."""
    at = now - timedelta(days=DAYS - 2)
    for place, (service, standing) in enumerate(DECIDED.items()):
        act = Act.SERVICE_HIDDEN if standing.hidden else Act.SERVICE_PINNED
        yield _deed(OLGA, at + place * timedelta(minutes=3), act, Kind.SERVICE, keys[service])
    yield _deed(OLGA, at + timedelta(minutes=21), Act.WORD_BLOCKED, details={"word": WORD})
    for place, (service, (panel, taker)) in enumerate(STAND_INS):
        at = now - timedelta(days=11, minutes=4 * place)
        details = {"panel": panel, "service": taker}
        yield _deed(OLGA, at, Act.STAND_IN_ADDED, Kind.SERVICE, keys[service], details)


def _staff(now: datetime) -> Iterator[Deed]:
    """Somebody was asked to help, at first with little."""
    little = {"rights": Right.ORDERS.value}
    yield _deed(OLGA, now - _APPOINTED_AGO, Act.APPOINTED, Kind.USER, MAX, little)
    yield _deed(OLGA, now - room.ROOM_AGO, Act.ROOM_OPENED, details={"title": room.ROOM})
    rights = {"rights": " ".join(sorted(right.value for right in MAY[MAX]))}
    yield _deed(OLGA, now - room.APPOINTED_AGO, Act.RIGHTS_CHANGED, Kind.USER, MAX, rights)


def _undone(
    now: datetime, keys: Mapping[tuple[str, str], int], people: Iterable[Customer]
) -> Iterator[Deed]:
    """What was thought better of."""
    key, omar = keys[PRIME, "5003"], next(each.id for each in people if each.username == "omarfx")
    for days, who, act, kind, number in (
        (14.2, OLGA, Act.SERVICE_HIDDEN, Kind.SERVICE, key),
        (13.1, OLGA, Act.SERVICE_SHOWN, Kind.SERVICE, key),
        (4.6, MAX, Act.USER_BLOCKED, Kind.USER, omar),
        (4.55, OLGA, Act.USER_UNBLOCKED, Kind.USER, omar),
    ):
        yield _deed(who, now - timedelta(days=days), act, kind, number)
    muted = {"stream": Stream.COMPLETIONS.value, "way": Way.DAILY.value}
    yield _deed(MAX, now - timedelta(days=2, hours=9), Act.NEWS_HEARD, details=muted)


def _talked(now: datetime) -> Iterator[Deed]:
    at = now - talks.SETTLED_AGO
    yield _deed(MAX, at + talks.TAKEN, Act.TICKET_TAKEN, Kind.TICKET, talks.SETTLED)
    yield _deed(MAX, at + talks.CLOSED, Act.TICKET_CLOSED, Kind.TICKET, talks.SETTLED)


def _decided(dice: Random, orders: Iterable[Order], now: datetime) -> Iterator[Deed]:
    """Orders that were in doubt for a while, some weeks ago."""
    old = [
        each
        for each in orders
        if each.panel == PRIME and timedelta(days=4) < now - each.created_at < timedelta(days=26)
    ]
    done = [each for each in old if each.status is OrderStatus.COMPLETED]
    for order in dice.sample(done, 3):
        at = order.created_at + timedelta(minutes=dice.randint(14, 50))
        details = {"panel_order": order.panel_order_id or ""}
        who = dice.choice((OLGA, MAX))
        yield _deed(who, at, Act.ORDER_FOUND, Kind.ORDER, order.id, details)


def _deed(  # noqa: PLR0917 - a row
    actor: int,
    at: datetime,
    act: Act,
    kind: Kind = Kind.SHOP,
    number: int = 0,
    details: Mapping[str, str] | None = None,
) -> Deed:
    return {
        "actor_id": actor,
        "at": at,
        "act": act,
        "kind": kind,
        "number": number,
        "details": dict(details or {}),
    }

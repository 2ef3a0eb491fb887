"""The operators' month: the second one is appointed, a group becomes the staff room, and news come into it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.demo.history.cast import MAX, MAY, OLGA
from bot.demo.history.market import PRIME, THRIFT
from bot.demo.history.month import LOW, LOW_AGO, Month
from bot.demo.history.scenes import broke
from bot.demo.history.stage import Play, Stage
from bot.domain.notice import AlertKind
from bot.domain.order import FINAL, Order, OrderStatus
from bot.domain.room import Room, Topic
from bot.notifier.staff_room import open_topic
from bot.views import notices, staff_notices, team
from bot.views import room as views
from bot.views.lang import pick
from bot.views.links import for_group
from bot.views.screen import Screen

ROOM = "Demo shop – staff"
ROOM_AGO = timedelta(days=23, hours=20)
APPOINTED_AGO = timedelta(days=16)
INCIDENT_AGO = timedelta(days=14, hours=3)
INCIDENT = "sqlite.py:_begin"
"""Where it happened."""

_LANG = pick("en")
_NEWS_SINCE = timedelta(hours=5)
_MOST_NEWS = 12
_TALK = (
    (
        4,
        OLGA,
        "News of the shop come into the topics. What is for one of us alone stays private 🙂",
    ),
    (9, MAX, "Nice! I'll look after Support in the mornings."),
)


def room(month: Month) -> Iterator[Play]:
    now = month.now
    yield now - ROOM_AGO, _open
    for minutes, who, text in _TALK:
        yield now - ROOM_AGO + timedelta(minutes=minutes), partial(_talk, who=who, text=text)
    yield now - APPOINTED_AGO, _appoint
    yield now - INCIDENT_AGO, _incident
    yield from _money(month)
    yield from _outage(month)
    yield from _news(month)


async def _open(stage: Stage) -> None:
    people = stage.telegram.people
    group = stage.telegram.add_group(ROOM, [people[OLGA], people[MAX]], forum=True)
    group.add_bot(admin=True)
    group.seat(people[OLGA]).send("/room")
    opened = Room(chat_id=group.id, title=group.title, language=_LANG.code)
    async with stage.storage.transaction() as tx:
        await tx.rooms.set(opened)
        routes = await tx.streams.routes()
    for topic in Topic:
        thread = await open_topic(stage.bot, stage.desk, opened, topic)
        stage.threads[topic] = thread or 0
    opened = replace(opened, topics=stage.threads)
    await stage.say(group.id, views.in_group(_LANG, opened, routes, forum=True))


async def _talk(stage: Stage, who: int, text: str) -> None:
    stage.room.seat(stage.telegram.people[who]).send(text)


async def _appoint(stage: Stage) -> None:
    await stage.say(MAX, team.told(_LANG, MAY[MAX]))


async def _incident(stage: Stage) -> None:
    """Somebody had the books open elsewhere."""
    error = "OperationalError: database is locked"
    trace = "bot/usecases/tracking.py:61 poll\nstorage/storage.py:105 transaction\nstorage/sqlite.py:127 _begin"
    async with stage.storage.transaction() as tx:
        number = await tx.counters.next("incidents")
        await tx.incidents.add(number, stage.clock(), place=INCIDENT, error=error, trace=trace)
    details = {"number": str(number), "reason": f"OperationalError in {INCIDENT}"}
    await stage.say(OLGA, staff_notices.alert(_LANG, {"kind": AlertKind.BUG, **details}))


def _money(month: Month) -> Iterator[Play]:
    """Once the first panel's account was empty, and stand-ins took over; once it was noticed in time."""
    refused = {
        "reason": "Not enough funds on balance",
        "order": str(month.number(month.scenes.moved[0])),
        "stand_in": THRIFT,
    }
    yield (
        broke(month.now)[0],
        partial(_alert, kind=AlertKind.PANEL_REFUSES, panel=PRIME, details=refused),
    )
    at = month.now - LOW_AGO
    low = {"balance": str(LOW), "currency": "USD"}
    yield at, partial(_alert, kind=AlertKind.LOW_BALANCE, panel=PRIME, details=low)
    yield at + timedelta(minutes=38), partial(_over, kind=AlertKind.LOW_BALANCE, panel=PRIME)


def _outage(month: Month) -> Iterator[Play]:
    at = month.now - timedelta(hours=6, minutes=20)
    silent = {"reason": f"{THRIFT}: no answer in time"}
    yield at, partial(_alert, kind=AlertKind.PANEL_DOWN, panel=THRIFT, details=silent)
    yield at + timedelta(minutes=11), partial(_over, kind=AlertKind.PANEL_DOWN, panel=THRIFT)


async def _alert(stage: Stage, kind: AlertKind, panel: str, details: Mapping[str, str]) -> None:
    data = {"kind": kind.value, "subject": panel, **details}
    await _post(stage, Topic.ALERTS, staff_notices.alert(_LANG, data))


async def _over(stage: Stage, kind: AlertKind, panel: str) -> None:
    said = staff_notices.cleared(_LANG, {"kind": kind.value, "subject": panel})
    if said is not None:
        await _post(stage, Topic.ALERTS, said)


def _news(month: Month) -> Iterator[Play]:
    """Orders that ended lately are told to their owners and in the room; so is the one in doubt."""
    lately = month.now - _NEWS_SINCE
    ended = [
        (order.finished_at, order)
        for order in month.orders.values()
        if order.finished_at and lately < order.finished_at < month.now
    ]
    for at, order in sorted(ended, key=lambda each: each[0])[-_MOST_NEWS:]:
        yield at, partial(_tell, order=order)
    doubtful = month.order(month.scenes.doubtful)
    yield doubtful.created_at + timedelta(seconds=31), partial(_tell, order=doubtful)


async def _tell(stage: Stage, order: Order) -> None:
    async with stage.storage.reading() as tx:
        owner = await tx.users.get(order.user_id)
    if owner is not None and owner.reachable:
        told = notices.order(stage.shop.lang_of(owner), order, order.status)
        await stage.say(order.user_id, told)
    if order.status is OrderStatus.UNCONFIRMED:
        await _post(stage, Topic.ORDERS, staff_notices.unconfirmed(_LANG, order))
    elif order.status in FINAL - {OrderStatus.REJECTED}:
        said = staff_notices.operator_order(_LANG, order, owner, order.status)
        await _post(stage, Topic.ORDERS, said)


async def _post(stage: Stage, topic: Topic, screen: Screen) -> None:
    shown = for_group(screen, stage.bot.username)
    await stage.say(stage.room.id, shown, thread=stage.threads[topic])

"""Who of the operators hears of something: where, and how soon. They choose it (`usecases.listening`).

What goes into the staff room isn't told privately as well. Of what somebody must hear, everybody who could do
something about it hears if otherwise nobody would: all turned it off, or who didn't can't be reached.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.notice import Notice, NoticeKind
from bot.domain.room import Topic
from bot.domain.staff import Right
from bot.domain.stream import DIGESTS, STREAMS, Stream, Way, Where, right_of, stream_of
from storage.outbox import Fate
from storage.storage import Transaction
from storage.streams import Listener


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """A chat that hears of something; `topic`: in the room."""

    chat_id: int
    way: Way
    topic: Topic | None = None


async def tell(
    tx: Transaction,
    kind: NoticeKind,
    key: str,
    now: datetime,
    *,
    subject: int | None = None,
    data: Mapping[str, str] | None = None,
    but: int | None = None,
) -> None:
    """Whoever can do something about it is told, but for `but`, who knows."""
    stream = _stream(kind, data or {})
    ears = await _ears(tx, stream, right_of(stream, data or {}))
    notice = _News(kind, key, subject, data or {})
    for ear in ears:
        if ear.chat_id != but:
            await _put(tx, notice, ear, now)


async def tell_privately(tx: Transaction, notice: Notice, now: datetime) -> None:
    """What the staff room didn't get. What is no news of a stream isn't told."""
    stream = stream_of(notice.kind, notice.data)
    if stream is None:
        return
    again = _News(notice.kind, notice.key, notice.subject, notice.data)
    for ear in await _private_ears(tx, stream, right_of(stream, notice.data)):
        await _put(tx, again, ear, now)


async def tell_after(
    tx: Transaction, told: Sequence[Fate], key: str, now: datetime, *, data: Mapping[str, str]
) -> None:
    """What an alert was about is over: said where the alert may be known, and as it was told there."""
    stream = _stream(NoticeKind.CLEARED, data)
    room = await tx.rooms.get()
    notice = _News(NoticeKind.CLEARED, key, None, data)
    for fate in told:
        if not fate.may_be_known:
            continue
        if fate.chat_id < 0 and (room is None or room.chat_id != fate.chat_id):
            await tell(tx, notice.kind, key, now, data=data)
            continue
        way = await _digest_way(tx, stream, fate.chat_id) if fate.digest else Way.AT_ONCE
        topic = STREAMS[stream].topic if fate.chat_id < 0 else None
        await _put(tx, notice, Ear(chat_id=fate.chat_id, way=way, topic=topic), now)


async def _digest_way(tx: Transaction, stream: Stream, chat_id: int) -> Way:
    """As they have it now; every hour, if they have no digest any more."""
    routes, ways = await tx.streams.routes(), await tx.streams.ways(chat_id)
    chosen = routes[stream].in_room if chat_id < 0 else ways[stream]
    return chosen if chosen in DIGESTS else Way.HOURLY


@dataclass(frozen=True, slots=True)
class _News:
    kind: NoticeKind
    key: str
    subject: int | None
    data: Mapping[str, str]


async def _put(tx: Transaction, notice: _News, ear: Ear, now: datetime) -> None:
    if ear.way is Way.AT_ONCE:
        await tx.outbox.put(
            notice.kind,
            ear.chat_id,
            notice.key,
            now=now,
            subject=notice.subject,
            data=notice.data,
        )
        return
    await tx.digests.collect(
        notice.kind,
        ear.chat_id,
        notice.key,
        way=ear.way,
        topic=ear.topic,
        now=now,
        subject=notice.subject,
        data=notice.data,
    )


async def _ears(tx: Transaction, stream: Stream, right: Right) -> list[Ear]:
    room = await tx.rooms.get()
    if room is not None:
        route = (await tx.streams.routes())[stream]
        if route.where is Where.ROOM:
            topic = STREAMS[stream].topic
            return [Ear(chat_id=room.chat_id, way=route.in_room, topic=topic)]
    return await _private_ears(tx, stream, right)


async def _private_ears(tx: Transaction, stream: Stream, right: Right) -> list[Ear]:
    listeners = await tx.streams.listeners(stream, right)
    deaf = STREAMS[stream].heard and not anybody_hears(listeners)
    return [
        Ear(chat_id=each.user_id, way=Way.AT_ONCE if each.way is Way.OFF else each.way)
        for each in listeners
        if deaf or each.way is not Way.OFF
    ]


def anybody_hears(listeners: Iterable[Listener], *, but: int | None = None) -> bool:
    """Whether somebody besides `but` would be told."""
    return any(
        each.reachable and each.way is not Way.OFF for each in listeners if each.user_id != but
    )


def _stream(kind: NoticeKind, data: Mapping[str, str]) -> Stream:
    stream = stream_of(kind, data)
    if stream is None:
        raise ValueError(f"{kind} is no news for operators")
    return stream

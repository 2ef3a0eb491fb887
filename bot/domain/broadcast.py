"""A message to many people, and the states it and each of its recipients live through.

    draft ───→ waiting ───→ running ───→ done
      │          ↑ │         │   │
      │          │ └─────────┼───┴─→ stopped   (by an operator, or Telegram refuses the message itself)
      ↓          │           ↓           ↑
    thrown away  └──────── paused ───────┘

    a recipient:  due ───→ sending ───→ sent | unreachable | refused | unknown
                   ↑          │
                   └─ surely ─┘
                     not sent

One broadcast runs at a time, the others wait in line; a paused one lets them pass and goes to the end of it when resumed.
Nobody gets a broadcast twice: `sending` is written down before the call, and leads back to `due` only when Telegram surely
did nothing. Whoever is found `sending` after the bot died may have got it, and stays `unknown`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.audience import Audience


class BroadcastStatus(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"

    @property
    def under_way(self) -> bool:
        return self in UNDER_WAY

    @property
    def over(self) -> bool:
        return self in OVER


_S = BroadcastStatus
UNDER_WAY = frozenset({_S.WAITING, _S.RUNNING, _S.PAUSED})
OVER = frozenset({_S.DONE, _S.STOPPED})
TRANSITIONS: Mapping[BroadcastStatus, frozenset[BroadcastStatus]] = {
    _S.DRAFT: frozenset({_S.WAITING}),
    _S.WAITING: frozenset({_S.RUNNING, _S.PAUSED, _S.STOPPED}),
    _S.RUNNING: frozenset({_S.PAUSED, _S.DONE, _S.STOPPED}),
    _S.PAUSED: frozenset({_S.WAITING, _S.STOPPED}),
    **{status: frozenset() for status in OVER},
}


class RecipientStatus(StrEnum):
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"  # blocked the bot, or was blocked by operators meanwhile
    REFUSED = "refused"  # Telegram won't let this person have it
    UNKNOWN = "unknown"  # no answer: it may have arrived


_R = RecipientStatus
SETTLED = frozenset({_R.SENT, _R.UNREACHABLE, _R.REFUSED, _R.UNKNOWN})
RECIPIENT_TRANSITIONS: Mapping[RecipientStatus, frozenset[RecipientStatus]] = {
    _R.DUE: frozenset({_R.SENDING}),
    _R.SENDING: SETTLED | {_R.DUE},
    **{status: frozenset() for status in SETTLED},
}


class StoppedBy(StrEnum):
    OPERATOR = "operator"
    GONE = "gone"  # the message isn't in the chat any more from which it is copied
    REFUSAL = "refusal"  # nobody got it, whoever was tried


class LeadsTo(StrEnum):
    """Where a button under the message leads; what it needs for that."""

    URL = "url"  # the address
    ORDER = "order"  # nothing: all platforms
    PLATFORM = "platform"  # its key
    SERVICE = "service"  # our key


@dataclass(frozen=True, slots=True)
class Link:
    """A button under the message."""

    text: str
    to: LeadsTo
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The message that is copied: the bot's own copy, which nobody can edit. `media` is its kind, `about` how it begins."""

    chat_id: int
    message_id: int
    media: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """`total` and the four after it count recipients; `since` is when it began to run this time, `tried_before` how many
    were tried by then. `progress_id` is the message in the chat of `started_by` that shows how it goes.
    """

    id: int
    status: BroadcastStatus
    author_id: int
    source: Source
    links: tuple[Link, ...] = ()
    audience: Audience = field(default_factory=Audience)
    total: int = 0
    sent: int = 0
    unreachable: int = 0
    refused: int = 0
    unknown: int = 0
    created_at: datetime
    started_by: int | None = None
    started_at: datetime | None = None
    since: datetime | None = None
    tried_before: int = 0
    ended_at: datetime | None = None
    stopped_by: StoppedBy | None = None
    reason: str = ""
    progress_id: int | None = None

    @property
    def tried(self) -> int:
        return self.sent + self.unreachable + self.refused + self.unknown

    @property
    def left(self) -> int:
        return self.total - self.tried

    @property
    def hopeless(self) -> bool:
        """Telegram refuses it for everybody, so going on would only use up the others."""
        return self.sent == 0 and self.refused >= _HOPELESS


_HOPELESS = 10
_SOON = timedelta(seconds=3)
"""A speed measured over less says nothing."""


def per_second(broadcast: Broadcast, now: datetime) -> float | None:
    """How many people a second are tried, since it began to run this time; None while that can't be said."""
    if broadcast.status is not BroadcastStatus.RUNNING or broadcast.since is None:
        return None
    spent = now - broadcast.since
    tried = broadcast.tried - broadcast.tried_before
    if spent < _SOON or tried <= 0:
        return None
    return tried / spent.total_seconds()


def time_left(broadcast: Broadcast, now: datetime) -> timedelta | None:
    speed = per_second(broadcast, now)
    return None if speed is None else timedelta(seconds=broadcast.left / speed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A broadcast, and what one wants to know with it: how many a draft would reach; which one a waiting one waits for."""

    broadcast: Broadcast
    reaches: int = 0
    ahead: int | None = None

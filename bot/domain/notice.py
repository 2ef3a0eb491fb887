"""Something somebody must be told; a row in the outbox until Telegram took it.

    due → claimed (a lease) → sent | due again | dead | dropped
    collected (waits for its digest, which is a notice too) → sent | dropped

A notice holds ids and no text: it is rendered when it is sent, in the reader's present language. `key` makes it told once:
putting the same key again changes nothing, except for a card, whose one row becomes due again (edits of one card collapse).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.staff import Right


class NoticeKind(StrEnum):
    CARD = "card"  # the order's card shows its state; an edit, so it may be repeated
    ORDER = "order"  # a new message: the order came to `status`
    REFILL = "refill"  # a new message: what became of a refill
    CANCELLATION = "cancellation"  # a new message: a cancellation was refused or came too late
    OPERATOR_ORDER = "operator_order"  # to operators: an order ended
    UNCONFIRMED = "unconfirmed"  # to operators: an order needs a decision
    ALERT = "alert"  # to operators: something needs them; `kind` and details in data
    CLEARED = "cleared"  # to operators: an alert is over
    RIGHTS = "rights"  # what they may do as an operator has changed
    BROADCAST = "broadcast"  # to who started it: a broadcast is over, with its figures
    THREAD = "thread"  # to operators: what a question's person said, and its state; subject: ticket
    ANSWERS = "answers"  # to the person who asked: what operators answered; subject: ticket
    DIGEST = "digest"  # to operators: all that was collected for it, in one message
    ROOM_LOST = "room_lost"  # to owners: the bot was put out of the staff room


class NoticeStatus(StrEnum):
    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    DEAD = "dead"
    COLLECTED = "collected"
    DROPPED = "dropped"  # when its turn came, there was nothing to tell any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`data` are small facts the renderer needs besides the row `subject` points to (an order's or a refill's id).

    `version` counts how often a card was put: a newer state than the one being sent stays due.
    """

    id: int
    key: str
    kind: NoticeKind
    user_id: int
    subject: int | None
    data: Mapping[str, str]
    attempts: int
    version: int = 0


MAX_ATTEMPTS = 12


def send_again_after(attempts: int) -> timedelta:
    """Backoff for a notice that Telegram didn't take: 2 s, 4 s, 8 s … an hour at most."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), timedelta(hours=1))


class AlertKind(StrEnum):
    """What operators are told once until it clears. The subject is a panel's short name, where there is one."""

    LOW_BALANCE = "low_balance"
    NO_FUNDS = "no_funds"
    KEY_REFUSED = "key_refused"
    PANEL_DOWN = "panel_down"
    PANEL_REFUSES = "panel_refuses"
    PANEL_GONE = "panel_gone"  # orders are open at a panel that isn't in the settings
    ORDERS_WAIT = "orders_wait"
    CONTRADICTION = "contradiction"  # an answer came that contradicts an operator's decision
    SYNC_FAILED = "sync_failed"
    BUG = "bug"
    NOTICE_DEAD = "notice_dead"


WHOSE: Mapping[AlertKind, Right] = {
    AlertKind.LOW_BALANCE: Right.MONEY,
    AlertKind.NO_FUNDS: Right.MONEY,
    AlertKind.KEY_REFUSED: Right.MONEY,
    AlertKind.PANEL_DOWN: Right.ORDERS,
    AlertKind.PANEL_REFUSES: Right.ORDERS,
    AlertKind.PANEL_GONE: Right.OWNER,
    AlertKind.ORDERS_WAIT: Right.ORDERS,
    AlertKind.CONTRADICTION: Right.ORDERS,
    AlertKind.SYNC_FAILED: Right.CATALOGUE,
    AlertKind.BUG: Right.OWNER,
    AlertKind.NOTICE_DEAD: Right.OWNER,
}
"""Whoever has this right can do something about it; others aren't told."""


def alert_key(kind: AlertKind, subject: str, raised_at: datetime) -> str:
    """Of the notice of an alert that was raised then."""
    return f"{NoticeKind.ALERT}:{kind}:{subject}:{raised_at.timestamp():.6f}"


def cleared_key(kind: AlertKind, subject: str, raised_at: datetime) -> str:
    """Of the notice that this alert is over."""
    return f"{NoticeKind.CLEARED}:{kind}:{subject}:{raised_at.timestamp():.6f}"


def key_of_alert(cleared: str) -> str:
    """Of the alert that is over, by the key of the notice that says so."""
    return cleared.replace(NoticeKind.CLEARED, NoticeKind.ALERT, 1)

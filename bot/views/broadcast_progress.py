"""How a broadcast goes, and what came of it."""

from datetime import datetime

from bot.callbacks.broadcast import (
    AskStopBroadcast,
    Broadcasts,
    PauseBroadcast,
    ResumeBroadcast,
    ShowBroadcast,
    ShowBroadcastMessage,
    StopBroadcast,
)
from bot.domain.broadcast import (
    Broadcast,
    BroadcastStatus,
    Standing,
    StoppedBy,
    per_second,
    time_left,
)
from bot.views.broadcast import title
from bot.views.lang import Html, Lang
from bot.views.screen import Row, Screen, button, lines, paragraphs
from bot.views.text import clip

_BAR = 10
_S = BroadcastStatus


def progress(lang: Lang, shown: Standing, now: datetime, *, live: bool) -> Screen:
    """`live`: this message follows the broadcast, so what leads elsewhere opens a message of its own."""
    broadcast = shown.broadcast
    text = paragraphs(
        title(lang, broadcast),
        lines(_bar(lang, broadcast), *_figures(lang, broadcast)),
        _explanation(lang, shown, now),
    )
    rows: list[Row] = []
    if not broadcast.status.over:
        rows.append(_controls(lang, broadcast, live=live))
    rows.append(
        (
            button(lang.label("👁 The message"), ShowBroadcastMessage(broadcast.id), fresh=True),
            button(lang.label("‹ Broadcasts"), Broadcasts(), fresh=live),
        )
    )
    return Screen(text, tuple(rows))


def _controls(lang: Lang, broadcast: Broadcast, *, live: bool) -> Row:
    go_on = button(lang.label("⏸ Pause"), PauseBroadcast(broadcast.id))
    if broadcast.status is _S.PAUSED:
        go_on = button(lang.label("▶️ Resume"), ResumeBroadcast(broadcast.id))
    refresh = button("🔄", ShowBroadcast(broadcast.id))
    return (
        go_on,
        button(lang.label("⏹ Stop"), AskStopBroadcast(broadcast.id), fresh=live),
        refresh,
    )


def _bar(lang: Lang, broadcast: Broadcast) -> Html:
    filled = broadcast.tried * _BAR // max(broadcast.total, 1)
    bar = "▰" * filled + "▱" * (_BAR - filled)
    counts = lang.t(
        "{done} of {all}",
        done=lang.number(broadcast.tried),
        all=lang.number(broadcast.total),
    )
    return Html(f"{bar} {counts}")


def _figures(lang: Lang, broadcast: Broadcast) -> list[Html | None]:
    """What there is none of isn't told, but for what was sent."""
    left = lang.t("Left: {n}", n=lang.number(broadcast.left))
    return [
        lang.t("Sent: {n}", n=lang.number(broadcast.sent)),
        lang.t("Can't be reached: {n}", n=lang.number(broadcast.unreachable))
        if broadcast.unreachable
        else None,
        lang.t("Refused by Telegram: {n}", n=lang.number(broadcast.refused))
        if broadcast.refused
        else None,
        lang.t("Unknown, may have arrived: {n}", n=lang.number(broadcast.unknown))
        if broadcast.unknown
        else None,
        left if broadcast.left else None,
    ]


def _explanation(lang: Lang, shown: Standing, now: datetime) -> Html | None:
    broadcast = shown.broadcast
    match broadcast.status:
        case _S.WAITING if shown.ahead is not None:
            return lang.t("It goes out when broadcast #{id} is done or paused.", id=shown.ahead)
        case _S.WAITING:
            return lang.t("It begins in a moment.")
        case _S.RUNNING:
            return _pace(lang, broadcast, now)
        case _S.PAUSED:
            return lang.t("Nobody else gets it until you resume it.")
        case _:
            return _end(lang, broadcast)


def _pace(lang: Lang, broadcast: Broadcast, now: datetime) -> Html | None:
    speed, left = per_second(broadcast, now), time_left(broadcast, now)
    if speed is None or left is None:
        return None
    return lang.t(
        "{n} a second · about {time} left",
        n=lang.number(max(round(speed), 1)),
        time=lang.lasting(left),
    )


def _end(lang: Lang, broadcast: Broadcast) -> Html:
    return paragraphs(
        _why_stopped(lang, broadcast), _took(lang, broadcast), _doubt(lang, broadcast)
    )


def _why_stopped(lang: Lang, broadcast: Broadcast) -> Html | None:
    match broadcast.stopped_by:
        case StoppedBy.OPERATOR:
            return lang.t("It was stopped; whoever is left doesn't get it.")
        case StoppedBy.GONE:
            return lang.t(
                "It was stopped, for its message was deleted: nobody else can get it. "
                "Write a new one for whoever is left."
            )
        case StoppedBy.REFUSAL:
            return lang.t(
                "It was stopped, for Telegram let nobody have it. It says: “{reason}”",
                reason=clip(broadcast.reason, 300),
            )
        case None:
            return None


def _took(lang: Lang, broadcast: Broadcast) -> Html | None:
    if broadcast.started_at is None or broadcast.ended_at is None:
        return None
    return lang.t(
        "It took {span}, until {time}.",
        time=lang.moment(broadcast.ended_at),
        span=lang.lasting(broadcast.ended_at - broadcast.started_at),
    )


def _doubt(lang: Lang, broadcast: Broadcast) -> Html | None:
    if not broadcast.unknown:
        return None
    return lang.t(
        "“Unknown”: Telegram didn't say whether it arrived. They aren't sent it again, so that nobody gets it twice."
    )


def ask_stop(lang: Lang, broadcast: Broadcast) -> Screen:
    text = paragraphs(
        title(lang, broadcast),
        lang.n(
            "Stop it for good? {n} person who hasn't got it won't get it.",
            "Stop it for good? {n} people who haven't got it won't get it.",
            broadcast.left,
        ),
    )
    row = (
        button(lang.label("Yes, stop it"), StopBroadcast(broadcast.id)),
        button(lang.label("‹ Back"), ShowBroadcast(broadcast.id)),
    )
    return Screen(text, (row,))


def report(lang: Lang, broadcast: Broadcast) -> Screen:
    """A message of its own, for it is news that one is over."""
    text = paragraphs(
        title(lang, broadcast),
        lines(_bar(lang, broadcast), *_figures(lang, broadcast)),
        _end(lang, broadcast),
    )
    row = (
        button(lang.label("See it"), ShowBroadcast(broadcast.id), fresh=True),
        button(lang.label("Broadcasts"), Broadcasts(), fresh=True),
    )
    return Screen(text, (row,))

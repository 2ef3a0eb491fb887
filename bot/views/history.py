"""What was said in a question, shortened: for the person who asked and for operators, each in their own words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.domain.ticket import Entry, TicketStatus, What
from bot.views.lang import Html, Lang, mark
from bot.views.screen import lines
from bot.views.text import clip, esc

_SHOWN = 8
_LENGTH = 160

_STATES: Mapping[TicketStatus, tuple[str, str]] = {
    TicketStatus.OPEN: ("🕓", mark("waits for an answer")),
    TicketStatus.ANSWERED: ("💬", mark("answered")),
    TicketStatus.CLOSED: ("✔️", mark("closed")),
}

_KINDS: Mapping[What, str] = {
    What.PHOTO: mark("🖼 a picture"),
    What.VIDEO: mark("🎬 a video"),
    What.VOICE: mark("🎤 a voice message"),
    What.AUDIO: mark("🎵 a recording"),
    What.FILE: mark("📎 a file"),
    What.STICKER: mark("🙂 a sticker"),
    What.OTHER: mark("📌 something that isn't text"),
}


def state(lang: Lang, status: TicketStatus) -> Html:
    icon, text = _STATES[status]
    return Html(f"{icon} {lang.t(text)}")


def icon(status: TicketStatus) -> str:
    return _STATES[status][0]


def history(
    lang: Lang,
    entries: Sequence[Entry],
    now: datetime,
    who: Callable[[Entry], str],
    done: Callable[[Entry], Html],
) -> Html:
    """The last of it. `who` names the author of a message; `done` says what was done."""
    shown = entries[-_SHOWN:]
    left_out = len(entries) - len(shown)
    before = lang.n("{n} message before", "{n} messages before", left_out) if left_out else None
    return lines(
        Html(f"<i>{before}</i>") if before else None,
        *(_line(lang, entry, now, who, done) for entry in shown),
    )


def _line(
    lang: Lang,
    entry: Entry,
    now: datetime,
    who: Callable[[Entry], str],
    done: Callable[[Entry], Html],
) -> Html:
    when = esc(lang.when(entry.at, now))
    if entry.what.done:
        return Html(f"<i>{done(entry)} · {when}</i>")
    return Html(f"<b>{esc(who(entry))}</b> · {when}\n{excerpt(lang, entry)}")


def excerpt(lang: Lang, entry: Entry) -> Html:
    """A message in a line or two."""
    text = esc(clip(" ".join(entry.text.split()), _LENGTH))
    if entry.what is What.TEXT:
        return Html(text)
    return Html(" ".join(part for part in (lang.t(_KINDS[entry.what]), text) if part))

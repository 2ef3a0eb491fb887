"""The catalogue as operators see it: its state, and the ways to all that can be decided about it."""

from collections.abc import Mapping
from datetime import datetime

from bot.callbacks.browse import Platforms
from bot.callbacks.stand_ins import Backed
from bot.callbacks.stock import (
    BlockedWords,
    Changes,
    Decided,
    FindService,
    Seen,
    SyncNow,
    Types,
)
from bot.domain import overview
from bot.domain.change import ChangeKind
from bot.domain.overview import News
from bot.domain.service import Unorderable
from bot.views.changes import NAMES, in_lists, list_rows
from bot.views.fields import platform_name
from bot.views.lang import Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.screen import (
    Row,
    Screen,
    bold,
    button,
    lines,
    paragraphs,
    quoted,
)
from bot.views.text import clip, esc

_SHOWN_TYPES = 20
_SHOWN_PANELS = 3
_UNITS = 3900
"""Of a message, a little short of what Telegram takes."""

_WHY: Mapping[Unorderable, str] = {
    Unorderable.GONE: mark("not in the panel's list any more"),
    Unorderable.HIDDEN: mark("hidden by an operator"),
    Unorderable.BLOCKED: mark("a blocked word is in its name or category"),
    Unorderable.UNKNOWN_TYPE: mark("of a type that nobody knows"),
    Unorderable.HEADING: mark("a heading, not a service"),
    Unorderable.NO_RANGE: mark("its limits contradict each other"),
}


def catalogue(
    lang: Lang, state: overview.CatalogueState, now: datetime, *, news: Html | None = None
) -> Screen:
    """`news`: what a sync just brought."""
    total = sum(state.platforms.values())
    text = _as_far_as_it_fits(
        bold(lang.t("Services")),
        news,
        lines(*(_synced(lang, panel, at, now) for panel, at in state.synced.items())),
        _changed(lang, state.news, now),
        bold(lang.n("{n} can be ordered", "{n} can be ordered", total)),
        _unorderable(lang, state.unorderable),
        _platforms(lang, state.platforms),
        _types(lang, state.types),
    )
    return Screen(text, (*_news_rows(lang, state.news), *_rows(lang, state), cockpit_row(lang)))


def _rows(lang: Lang, state: overview.CatalogueState) -> tuple[Row, ...]:
    return (
        (
            button(lang.label("🔎 Find a service"), FindService()),
            button(lang.label("🔄 Sync now"), SyncNow()),
        ),
        (
            button(_counted(lang, lang.label("🙈 Hidden"), state.hidden), Decided(1)),
            button(_counted(lang, lang.label("📌 Pinned"), state.pinned), Decided(0)),
        ),
        (
            button(_counted(lang, lang.label("🚫 Blocked words"), state.words), BlockedWords()),
            button(_counted(lang, lang.label("🧩 Unknown types"), state.riddles), Types()),
        ),
        (
            button(lang.label("🔀 Stand-ins"), Backed()),
            button(lang.label("🛒 Browse"), Platforms()),
        ),
    )


def _counted(lang: Lang, label: str, count: int) -> str:
    return f"{label} · {lang.number(count)}" if count else label


def _news_rows(lang: Lang, news: News) -> tuple[Row, ...]:
    if news.counts:
        return (
            *list_rows(lang, Changes(), news.counts),
            (button(lang.label("✓ Mark as seen"), Seen(news.newest)),),
        )
    if news.earlier:
        return ((button(lang.label("🕘 Earlier changes"), Changes(every=1)),),)
    return ()


def _synced(lang: Lang, panel: str, at: datetime | None, now: datetime) -> Html:
    if at is None:
        return lang.t("{panel}: not synced yet", panel=panel)
    return lang.t("{panel}: synced {time}", panel=panel, time=lang.when(at, now))


def _changed(lang: Lang, news: News, now: datetime) -> Html | None:
    looked_at = news.looked_at
    if not news.counts:
        if looked_at is None:
            return None
        time = lang.when(looked_at, now)
        return lang.t("Nothing has changed since you looked, {time}.", time=time)
    head = lang.t("What has changed")
    if looked_at is not None:
        head = lang.t("Since you looked, {time}", time=lang.when(looked_at, now))
    panels = sorted({panel for panel, _ in news.counts})
    return lines(bold(head), *(_changed_at(lang, panel, news.counts) for panel in panels))


def _changed_at(lang: Lang, panel: str, counts: Mapping[tuple[str, ChangeKind], int]) -> Html:
    of_panel = {key: count for key, count in counts.items() if key[0] == panel}
    parts = [
        f"{lang.label(NAMES[kind])} {lang.number(count)}"
        for kind, count in in_lists(of_panel).items()
    ]
    return Html(f"{esc(panel)}: {esc(' · '.join(parts))}")


def _platforms(lang: Lang, counts: Mapping[str, int]) -> Html | None:
    if not counts:
        return None
    rows = "\n".join(
        f"{esc(platform_name(lang, key))}: {lang.number(count)}"
        for key, count in sorted(counts.items(), key=lambda item: -item[1])
    )
    return quoted(Html(f"{lang.t('By platform')}\n{rows}"))


def _types(lang: Lang, types: Mapping[str, int]) -> Html | None:
    if not types:
        return None
    ordered = sorted(types.items(), key=lambda item: -item[1])[:_SHOWN_TYPES]
    rows = "\n".join(
        f"{esc(clip(name, 40) or 'Default')}: {lang.number(count)}" for name, count in ordered
    )
    return quoted(Html(f"{lang.t('By type')}\n{rows}"))


def _unorderable(lang: Lang, counts: Mapping[tuple[str, Unorderable], int]) -> Html | None:
    """Each reason in a line; whose services they are, where there are several panels."""
    if not counts:
        return None
    several = len({panel for panel, _ in counts}) > 1
    rows = []
    for why in Unorderable:
        of_panels = {panel: count for (panel, what), count in counts.items() if what is why}
        if not of_panels:
            continue
        told = f"{lang.number(sum(of_panels.values()))} – {why_not(lang, why)}"
        whose = [f"{esc(panel)} {lang.number(count)}" for panel, count in sorted(of_panels.items())]
        if len(whose) > _SHOWN_PANELS:
            whose[_SHOWN_PANELS:] = ["…"]
        rows.append(f"{told} ({', '.join(whose)})" if several else told)
    return lines(bold(lang.t("Can't be ordered")), *rows)


def _as_far_as_it_fits(*parts: str | None) -> Html:
    """The least important last: it is left out where the others need the room."""
    told, room = [], _UNITS
    for part in filter(None, parts):
        room -= len(part.encode("utf-16-le", "surrogatepass")) // 2 + 2
        if room < 0:
            break
        told.append(part)
    return paragraphs(*told)


def why_not(lang: Lang, reason: Unorderable) -> Html:
    """Why a service can't be ordered, for operators."""
    return lang.t(_WHY[reason])


def synced_news(lang: Lang, panel: str, added: int, changed: int, gone: int) -> Html:
    if not (added or changed or gone):
        return lang.t("{panel}: nothing new.", panel=panel)
    return lang.t(
        "{panel}: {added} new, {changed} changed, {gone} gone.",
        panel=panel,
        added=lang.number(added),
        changed=lang.number(changed),
        gone=lang.number(gone),
    )


def sync_failed(lang: Lang, panel: str, reason: str) -> Html:
    return lang.t(
        "⚠️ {panel}: the list couldn't be read ({reason}). The services stay as they were.",
        panel=panel,
        reason=clip(reason, 200),
    )

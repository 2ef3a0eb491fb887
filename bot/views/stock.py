"""The catalogue as operators see it: its state, and what changed in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from bot.callbacks.browse import Platforms
from bot.callbacks.stock import (
    BlockedWords,
    CatalogueState,
    Changes,
    Decided,
    FindService,
    Seen,
    StockService,
    SyncNow,
    Types,
)
from bot.domain import overview
from bot.domain.change import LISTS, Change, ChangeKind, Noted, Offer, percent
from bot.domain.overview import News
from bot.domain.service import Listing, Unorderable
from bot.views.browse import facts, per
from bot.views.fields import platform_name
from bot.views.lang import Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.screen import (
    Row,
    Screen,
    bold,
    button,
    in_rows,
    lines,
    pager,
    paragraphs,
    quoted,
)
from bot.views.text import clip, esc

_SHOWN_TYPES = 20
_K = ChangeKind
_NAMES: Mapping[ChangeKind, str] = {
    _K.NEW: mark("🆕 New"),
    _K.GONE: mark("🗑 Gone"),
    _K.DEARER: mark("📈 Dearer"),
    _K.CHEAPER: mark("📉 Cheaper"),
    _K.LIMITS: mark("↔️ Limits"),
}
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
    text = paragraphs(
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


def back_row(lang: Lang) -> Row:
    """Under the screens beside this one."""
    return (button(lang.label("‹ Services"), CatalogueState()), *cockpit_row(lang))


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
        (button(lang.label("🛒 Browse"), Platforms()),),
    )


def _counted(lang: Lang, label: str, count: int) -> str:
    return f"{label} · {lang.number(count)}" if count else label


def _news_rows(lang: Lang, news: News) -> tuple[Row, ...]:
    if news.counts:
        return (
            *_list_rows(lang, Changes(), news.counts),
            (button(lang.label("✓ Mark as seen"), Seen(news.newest)),),
        )
    if news.earlier:
        return ((button(lang.label("🕘 Earlier changes"), Changes(every=1)),),)
    return ()


def _list_rows(
    lang: Lang, shown: Changes, counts: Mapping[tuple[str, ChangeKind], int]
) -> tuple[Row, ...]:
    """A button for each list that has something, but the one that is shown."""
    buttons = [
        button(f"{lang.label(_NAMES[kind])} · {lang.number(count)}", _of(shown, kind))
        for kind, count in _in_lists(counts).items()
        if kind.value != shown.kind
    ]
    return in_rows(buttons, 2)


def _of(shown: Changes, kind: ChangeKind) -> Changes:
    return Changes(kind.value, 0, shown.every, shown.panel)


def _in_lists(counts: Mapping[tuple[str, ChangeKind], int]) -> dict[ChangeKind, int]:
    totals = {
        kind: sum(count for (_, what), count in counts.items() if what in kinds)
        for kind, kinds in LISTS.items()
    }
    return {kind: count for kind, count in totals.items() if count}


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
        f"{lang.label(_NAMES[kind])} {lang.number(count)}"
        for kind, count in _in_lists(of_panel).items()
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
    if not counts:
        return None
    rows = "\n".join(
        f"{esc(panel)}: {lang.number(count)} – {why_not(lang, why)}"
        for (panel, why), count in sorted(counts.items())
    )
    return lines(bold(lang.t("Can't be ordered")), Html(rows))


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


def changes(
    lang: Lang,
    shown: Changes,
    found: Sequence[Noted],
    counts: Mapping[tuple[str, ChangeKind], int],
    now: datetime,
    *,
    pages: int,
    newest: int,
) -> Screen:
    """One page of the list `shown.kind`; `counts` are of all lists, by panel."""
    kind = ChangeKind(shown.kind)
    panels = sorted({panel for panel, what in counts if what in LISTS[kind]})
    head = bold(Html(esc(lang.label(_NAMES[kind]))))
    if shown.panel:
        head = Html(f"{head} · {esc(shown.panel)}")
    entries = [
        _entry(lang, number, noted, now, with_panel=len(panels) > 1)
        for number, noted in enumerate(found, 1)
    ]
    text = paragraphs(head, *(entries or [lang.t("Nothing in this list.")]))
    numbers = [
        button(str(number), StockService(noted.listing.key))
        for number, noted in enumerate(found, 1)
    ]
    return Screen(
        text,
        (
            *in_rows(numbers, 4),
            *pager(
                lang,
                shown.page,
                pages,
                lambda to: Changes(shown.kind, to, shown.every, shown.panel),
            ),
            *_panel_rows(lang, shown, panels),
            *_list_rows(lang, shown, counts),
            _seen_row(lang, shown, newest),
            back_row(lang),
        ),
    )


def _panel_rows(lang: Lang, shown: Changes, panels: Iterable[str]) -> tuple[Row, ...]:
    choices = list(panels)
    if len(choices) < 2:
        return ()
    labels = {"": lang.label("All panels"), **{panel: panel for panel in choices}}
    buttons = [
        button(("✓ " if panel == shown.panel else "") + label, _at(shown, panel))
        for panel, label in labels.items()
    ]
    return in_rows(buttons, 3)


def _at(shown: Changes, panel: str) -> Changes:
    return Changes(shown.kind, 0, shown.every, panel)


def _seen_row(lang: Lang, shown: Changes, newest: int) -> Row:
    if shown.every:
        return (button(lang.label("Only what I haven't seen"), Changes()),)
    return (
        button(lang.label("✓ Mark as seen"), Seen(newest)),
        button(lang.label("🕘 Earlier too"), Changes(shown.kind, 0, 1, shown.panel)),
    )


def _entry(lang: Lang, number: int, noted: Noted, now: datetime, *, with_panel: bool) -> Html:
    listing = noted.listing
    facts_ = [change_facts(lang, noted.change, listing), Html(esc(lang.when(noted.at, now)))]
    if with_panel:
        facts_.append(Html(esc(listing.panel)))
    name = esc(clip(listing.service.name, 110))
    return Html(f"<b>{number}.</b> {name}\n{' · '.join(facts_)}")


def change_facts(lang: Lang, change: Change, listing: Listing) -> Html:
    """What changed, in one line."""
    before, after = change.before, change.after
    match change.kind:
        case ChangeKind.NEW:
            return facts(lang, listing)
        case ChangeKind.BACK:
            return Html(f"{lang.t('back again')} · {facts(lang, listing)}")
        case ChangeKind.GONE:
            back = listing.unorderable is not Unorderable.GONE
            return lang.t("was gone, is back by now") if back else lang.t("gone")
        case ChangeKind.LIMITS:
            return Html(f"{_limits(lang, before)} → {_limits(lang, after)}")
        case ChangeKind.DEARER | ChangeKind.CHEAPER:
            return _price(lang, before, after, listing)


def _limits(lang: Lang, offer: Offer | None) -> Html:
    if offer is None:
        return Html("–")
    return lang.t("{min} – {max}", min=lang.number(offer.min), max=lang.number(offer.max))


def _price(lang: Lang, before: Offer | None, after: Offer | None, listing: Listing) -> Html:
    if before is None or after is None:
        return facts(lang, listing)
    old = esc(lang.money(before.rate, listing.currency))
    new = esc(per(lang, listing, lang.money(after.rate, listing.currency)))
    by = percent(before.rate, after.rate)
    change = "" if by is None else f" ({esc(_percent(lang, by))})"
    return Html(f"{old} → <b>{new}</b>{change}")


def _percent(lang: Lang, by: Decimal) -> str:
    sign = "+" if by > 0 else "−"
    whole = int(abs(by).to_integral_value())
    return f"{sign}{lang.number(whole) if whole else '<1'} %"

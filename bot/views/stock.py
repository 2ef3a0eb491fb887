"""The catalogue as operators see it."""

from collections.abc import Mapping
from datetime import datetime

from bot.callbacks.browse import Platforms
from bot.callbacks.stock import SyncNow
from bot.domain.overview import CatalogueState
from bot.domain.service import Unorderable
from bot.views.browse import why_unorderable
from bot.views.fields import platform_name
from bot.views.lang import Html, Lang
from bot.views.menu import cockpit_row
from bot.views.screen import Row, Screen, bold, button, lines, paragraphs, quoted
from bot.views.text import clip, esc

_SHOWN_TYPES = 20


def catalogue(
    lang: Lang, state: CatalogueState, now: datetime, *, news: Html | None = None
) -> Screen:
    """`news`: what a sync just brought."""
    total = sum(state.platforms.values())
    text = paragraphs(
        bold(lang.t("Services")),
        news,
        lines(*(_synced(lang, panel, at, now) for panel, at in state.synced.items())),
        lines(
            bold(lang.n("{n} can be ordered", "{n} can be ordered", total)),
            *(
                Html(f"{esc(platform_name(lang, key))}: {lang.number(count)}")
                for key, count in sorted(state.platforms.items(), key=lambda item: -item[1])
            ),
        ),
        _types(lang, state.types),
        _unorderable(lang, state.unorderable),
    )
    rows: tuple[Row, ...] = (
        (button(lang.label("🔄 Sync now"), SyncNow()), button(lang.label("Browse"), Platforms())),
        cockpit_row(lang),
    )
    return Screen(text, rows)


def _synced(lang: Lang, panel: str, at: datetime | None, now: datetime) -> Html:
    if at is None:
        return lang.t("{panel}: not synced yet", panel=panel)
    return lang.t("{panel}: synced {time}", panel=panel, time=lang.when(at, now))


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
        f"{esc(panel)}: {lang.number(count)} – {why_unorderable(lang, why)}"
        for (panel, why), count in sorted(counts.items())
    )
    return lines(bold(lang.t("Can't be ordered")), Html(rows))


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

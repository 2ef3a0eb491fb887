"""What changed in the catalogue, in lists: what came and went, prices and limits with what they were."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from bot.callbacks.stock import Changes, Seen, StockService
from bot.domain.change import LISTS, Change, ChangeKind, Noted, Offer, percent
from bot.domain.service import Listing, Unorderable
from bot.views.browse import facts, per
from bot.views.lang import Html, Lang, mark
from bot.views.menu import stock_row
from bot.views.screen import Row, Screen, bold, button, in_rows, pager, paragraphs
from bot.views.text import clip, esc

_K = ChangeKind
NAMES: Mapping[ChangeKind, str] = {
    _K.NEW: mark("🆕 New"),
    _K.GONE: mark("🗑 Gone"),
    _K.DEARER: mark("📈 Dearer"),
    _K.CHEAPER: mark("📉 Cheaper"),
    _K.LIMITS: mark("↔️ Limits"),
}


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
    head = bold(Html(esc(lang.label(NAMES[kind]))))
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
            *list_rows(lang, shown, counts),
            _seen_row(lang, shown, newest),
            stock_row(lang),
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


def list_rows(
    lang: Lang, shown: Changes, counts: Mapping[tuple[str, ChangeKind], int]
) -> tuple[Row, ...]:
    """A button for each list that has something, but the one that is shown."""
    buttons = [
        button(f"{lang.label(NAMES[kind])} · {lang.number(count)}", _of(shown, kind))
        for kind, count in in_lists(counts).items()
        if kind.value != shown.kind
    ]
    return in_rows(buttons, 2)


def _of(shown: Changes, kind: ChangeKind) -> Changes:
    return Changes(kind.value, 0, shown.every, shown.panel)


def in_lists(counts: Mapping[tuple[str, ChangeKind], int]) -> dict[ChangeKind, int]:
    """How many are in each list that has something."""
    totals = {
        kind: sum(count for (_, what), count in counts.items() if what in kinds)
        for kind, kinds in LISTS.items()
    }
    return {kind: count for kind, count in totals.items() if count}

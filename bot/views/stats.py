"""The shop's figures in a few lines, under their picture or without one."""

from decimal import Decimal

from telegram import InlineKeyboardButton

from bot.callbacks.stats import LeaveStats, Shade, Stats, StatsFile
from bot.domain.figures import STEPS, By, Figures, Period, Span, Sums, change
from bot.views import measures
from bot.views.lang import Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.screen import Row, Screen, bold, button, lines, paragraphs
from bot.views.text import esc

PERIODS = {
    Period.TODAY: mark("Today"),
    Period.WEEK: mark("7 days"),
    Period.MONTH: mark("30 days"),
    Period.YEAR: mark("12 months"),
}
WAYS = {
    By.HOUR: mark("Hours"),
    By.DAY: mark("Days"),
    By.WEEK: mark("Weeks"),
    By.MONTH: mark("Months"),
    By.SERVICE: mark("Services"),
    By.PANEL: mark("Panels"),
}
_SHORT = {
    Period.TODAY: mark("Today"),
    Period.WEEK: mark("7 d"),
    Period.MONTH: mark("30 d"),
    Period.YEAR: mark("12 mo"),
}
"""Four stand side by side on a phone."""

_GROWN_MUCH = 999
_CURRENCIES = 5
"""More aren't told one by one: a caption is short."""


def under_picture(lang: Lang, found: Figures, *, dark: bool, panels: bool) -> Screen:
    """Short, for the picture says the rest. `panels`: there are several, to be told apart."""
    told = lines(title(lang, found), *_counts(lang, found), _against(lang, found))
    leave = (button(lang.label("‹ Your shop"), LeaveStats()),)
    return Screen(told, (*_choices(lang, found, dark=dark, panels=panels), leave))


def without_picture(
    lang: Lang, found: Figures, incident: int, *, dark: bool, panels: bool
) -> Screen:
    said = lang.t("The picture couldn't be drawn (incident {number}).", number=incident)
    rows = (*_choices(lang, found, dark=dark, panels=panels), cockpit_row(lang))
    return Screen(paragraphs(text(lang, found), said), rows)


def title(lang: Lang, found: Figures) -> Html:
    days = measures.days(lang, found.window)
    return Html(f"{bold(lang.t(PERIODS[found.period]))} · {esc(days)} (UTC)")


def text(lang: Lang, found: Figures) -> Html:
    pace = found.total.pace
    return paragraphs(
        title(lang, found),
        lines(*_counts(lang, found)),
        lines(
            _took(lang, lang.t("Started in"), pace.start),
            _took(lang, lang.t("Done in"), pace.done),
        ),
        _against(lang, found),
    )


def _counts(lang: Lang, found: Figures) -> list[Html]:
    sums = found.total.sums
    grown = growth(lang, sums, found.before.sums)
    told = [_compared(lang.t("Orders"), lang.number(sums.orders), grown), *_spent(lang, found)]
    return [*told, _outcomes(lang, sums)] if sums.orders else told


def growth(lang: Lang, sums: Sums, earlier: Sums) -> str:
    """Of the number of orders, against the period before; empty where there was none."""
    return arrow(lang, change(sums.orders, earlier.orders))


def arrow(lang: Lang, hundredths: int | None) -> str:
    if hundredths is None:
        return ""
    if hundredths == 0:
        return f"± {measures.share(lang, 0)}"
    if hundredths > _GROWN_MUCH:
        return f"▲ ×{lang.number(1 + hundredths // 100)}"
    return f"{'▲' if hundredths > 0 else '▼'} {measures.share(lang, abs(hundredths))}"


def _compared(label: str, value: str, how: str) -> Html:
    return Html(f"{label}: <b>{esc(value)}</b> {how}".rstrip())


def _spent(lang: Lang, found: Figures) -> list[Html]:
    earlier = found.before.sums.spent
    told = []
    for currency in found.currencies[:_CURRENCIES]:
        amount = found.total.sums.spent[currency]
        grown = arrow(lang, change(amount, earlier.get(currency, Decimal(0))))
        told.append(_compared(lang.t("Spent"), measures.money(lang, amount, currency), grown))
    more = len(found.currencies) - len(told)
    if more:
        told.append(lang.n("…and in {n} more currency", "…and in {n} more currencies", more))
    return told


def _outcomes(lang: Lang, sums: Sums) -> Html:
    share = sums.done_share
    done = lang.number(sums.done)
    if share is not None:
        done = f"{done} ({measures.share(lang, share)})"
    told = [lang.t("Done: {count}", count=done)]
    others = (
        (sums.partial, mark("in part: {count}")),
        (sums.canceled, mark("canceled: {count}")),
        (sums.failed, mark("failed: {count}")),
        (sums.open, mark("on their way: {count}")),
    )
    told += [lang.t(words, count=lang.number(count)) for count, words in others if count]
    return Html(" · ".join(told))


def _took(lang: Lang, label: Html, span: Span | None) -> Html | None:
    if span is None:
        return None
    middle = Html(f"<b>{esc(measures.span(lang, span.median))}</b>")
    most = measures.span(lang, span.most)
    return Html(f"{label}: {middle}, {lang.t('nine of ten within {span}', span=most)}")


def _against(lang: Lang, found: Figures) -> Html | None:
    if not found.before.sums.orders:
        return None
    return lang.t("▲▼ against {days}", days=measures.days(lang, found.window_before))


def _choices(lang: Lang, found: Figures, *, dark: bool, panels: bool) -> tuple[Row, ...]:
    periods = tuple(
        _choice(lang.label(words), Stats(period, found.by), chosen=period is found.period)
        for period, words in _SHORT.items()
    )
    by_panel = (By.PANEL,) if panels or found.by is By.PANEL else ()
    ways = tuple(
        _choice(lang.label(WAYS[by]), Stats(found.period, by), chosen=by is found.by)
        for by in (*STEPS[found.period], By.SERVICE, *by_panel)
    )
    return periods, ways, _files(lang, found, dark=dark)


def _choice(label: str, action: Stats, *, chosen: bool) -> InlineKeyboardButton:
    return button(f"✓ {label}" if chosen else label, action)


def _files(lang: Lang, found: Figures, *, dark: bool) -> Row:
    period, by = found.period, found.by
    shade = lang.label("☀️ Light") if dark else lang.label("🌙 Dark")
    return (
        button(shade, Shade(int(not dark), period, by)),
        button("CSV", StatsFile("csv", period, by)),
        button("XLSX", StatsFile("xlsx", period, by)),
    )

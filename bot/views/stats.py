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
_CURRENCIES = 5
"""More aren't told one by one: a caption is short."""


def figures(lang: Lang, found: Figures, *, dark: bool, pictured: bool) -> Screen:
    """`pictured`: it stands under its picture, which way back leads past another message."""
    back = (button(lang.label("‹ Your shop"), LeaveStats()),) if pictured else cockpit_row(lang)
    rows = (_periods(lang, found), _ways(lang, found), _files(lang, found, dark=dark), back)
    return Screen(text(lang, found), rows)


def without_picture(lang: Lang, screen: Screen, incident: int) -> Screen:
    said = lang.t("The picture couldn't be drawn (incident {number}).", number=incident)
    return Screen(paragraphs(screen.text, said), screen.rows)


def text(lang: Lang, found: Figures) -> Html:
    sums, pace = found.total.sums, found.total.pace
    earlier = found.before.sums
    title = bold(lang.t(PERIODS[found.period]))
    when = Html(f"{title} · {esc(measures.days(lang, found.window))} (UTC)")
    return paragraphs(
        when,
        lines(
            _compared(lang.t("Orders"), lang.number(sums.orders), growth(lang, sums, earlier)),
            *_spent(lang, found),
            _outcomes(lang, sums) if sums.orders else None,
        ),
        lines(
            _took(lang, lang.t("Started in"), pace.start),
            _took(lang, lang.t("Done in"), pace.done),
        ),
        _against(lang, found),
    )


def growth(lang: Lang, sums: Sums, earlier: Sums) -> str:
    """Of the number of orders, against the period before; empty where there was none."""
    return arrow(lang, change(sums.orders, earlier.orders))


def arrow(lang: Lang, hundredths: int | None) -> str:
    if hundredths is None:
        return ""
    if hundredths == 0:
        return f"± {measures.share(lang, 0)}"
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


def _periods(lang: Lang, found: Figures) -> Row:
    return tuple(
        _choice(lang.label(words), Stats(period, found.by), chosen=period is found.period)
        for period, words in PERIODS.items()
    )


def _ways(lang: Lang, found: Figures) -> Row:
    return tuple(
        _choice(lang.label(WAYS[by]), Stats(found.period, by), chosen=by is found.by)
        for by in (*STEPS[found.period], By.SERVICE, By.PANEL)
    )


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


def file_caption(lang: Lang, found: Figures) -> Html:
    days = measures.days(lang, found.window)
    return Html(f"{bold(lang.t(PERIODS[found.period]))} · {esc(days)} (UTC)")

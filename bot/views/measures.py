"""Days, spans and shares as short as a chart wants them, in the reader's language. All times are UTC."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import (  # type: ignore[attr-defined] # its stubs lack the compact currencies
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
)
from babel.units import format_unit

from bot.domain.figures import By, Window
from bot.views.lang import Lang

_CENT = Decimal("0.01")
_COMPACT_FROM = 10_000
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


def days(lang: Lang, window: Window) -> str:
    """ "Oct 26 – Nov 24, 2030"."""
    last = window.until - _INSTANT
    return str(format_interval(window.since, last, "yMMMd", locale=_locale(lang.code)))


def part(lang: Lang, by: By, start: datetime) -> str:
    """When a part of a period began, fit for a table."""
    locale = _locale(lang.code)
    match by:
        case By.HOUR:
            return f"{start:%H:%M}"
        case By.MONTH:
            return str(format_skeleton("yMMMM", start, locale=locale))
    return str(format_date(start, "medium", locale=locale))


def under_column(lang: Lang, by: By, start: datetime, *, few: bool) -> str:
    """The same under a column of a chart; `few`: there is room for a word."""
    locale = _locale(lang.code)
    match by:
        case By.HOUR:
            return str(start.hour)
        case By.WEEK:
            return str(format_skeleton("MMMd", start, locale=locale))
        case By.MONTH:
            return str(format_date(start, "LLL", locale=locale))
    return str(format_date(start, "ccc" if few else "d", locale=locale))


def share(lang: Lang, hundredths: int) -> str:
    return str(format_percent(Decimal(hundredths) / 100, locale=_locale(lang.code)))


def span(lang: Lang, long: timedelta) -> str:
    """In its two largest units: "3 hr 5 min"."""
    if long < _MINUTE:
        return _unit(lang, long // timedelta(seconds=1), "second")
    if long < _HOUR:
        return _unit(lang, long // _MINUTE, "minute")
    if long < _DAY:
        return _two(lang, long, (_HOUR, "hour"), (_MINUTE, "minute"))
    return _two(lang, long, (_DAY, "day"), (_HOUR, "hour"))


def _two(
    lang: Lang, long: timedelta, large: tuple[timedelta, str], small: tuple[timedelta, str]
) -> str:
    wholes, rest = divmod(long, large[0])
    parts = rest // small[0]
    shown = _unit(lang, wholes, large[1])
    return f"{shown} {_unit(lang, parts, small[1])}" if parts else shown


def _unit(lang: Lang, count: int, unit: str) -> str:
    text = format_unit(count, f"duration-{unit}", length="short", locale=_locale(lang.code))
    return str(text).replace(" ", "\u00a0")


def money(lang: Lang, amount: Decimal, currency: str) -> str:
    """In whole cents, but for what is less than one unit."""
    if abs(amount) < 1:
        return lang.money(amount, currency)
    return lang.money(amount.quantize(_CENT), currency)


def megabytes(lang: Lang, count: int) -> str:
    """Of so many bytes, without the word."""
    megabytes = Decimal(count) / 10**6
    return str(format_decimal(megabytes, format="#,##0.#", locale=_locale(lang.code)))


def round_number(lang: Lang, number: int) -> str:
    """Of a round number: "500", "20K"."""
    locale = _locale(lang.code)
    if number < _COMPACT_FROM:
        return str(format_decimal(number, locale=locale))
    return str(format_compact_decimal(number, locale=locale, fraction_digits=1))


def round_money(lang: Lang, amount: Decimal, currency: str) -> str:
    """Of a round amount: "$0.50", "$500", "$20K"."""
    locale = _locale(lang.code)
    if amount >= _COMPACT_FROM:
        if not currency:
            return round_number(lang, int(amount))
        return str(format_compact_currency(amount, currency, locale=locale, fraction_digits=1))
    decimals = "" if amount == amount.to_integral_value() else ".00####"
    if not currency:
        return str(format_decimal(amount, format=f"#,##0{decimals}", locale=locale))
    pattern = locale.currency_formats["standard"].pattern.replace(".00", decimals)
    return str(
        format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False)
    )

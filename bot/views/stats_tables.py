"""The shop's figures as tables, for files: each cell is a value, and what becomes of it is for whoever writes the file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.figures import By, Figures, Row, Span, Sums, change
from bot.domain.typed import visible_word
from bot.views import measures
from bot.views.lang import Lang, mark
from bot.views.stats import PERIODS, WAYS
from bot.views.text import clip

_TEXT = 200


@dataclass(frozen=True, slots=True)
class Share:
    """So many of a hundred."""

    hundredths: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When a part of a period began; `by` tells how much of it matters."""

    start: datetime
    by: By


Cell = str | int | Decimal | Share | Moment | timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_COUNTS = {
    "orders": mark("Orders"),
    "done": mark("Done"),
    "partial": mark("In part"),
    "canceled": mark("Canceled"),
    "failed": mark("Failed"),
    "open": mark("On their way"),
}
_SPANS = (
    mark("Started in: half within"),
    mark("Started in: nine of ten within"),
    mark("Done in: half within"),
    mark("Done in: nine of ten within"),
)


def table(lang: Lang, found: Figures) -> Table:
    """A line for each part of the period."""
    return Table(
        title=lang.label(WAYS[found.by]),
        header=(*_keys(lang, found.by), *_header(lang, found.currencies)),
        rows=tuple((*_key(found.by, row), *_figures(row, found.currencies)) for row in found.rows),
    )


def _keys(lang: Lang, by: By) -> tuple[str, ...]:
    match by:
        case By.SERVICE:
            return lang.label("Panel"), lang.label("Id"), lang.label("Service")
        case By.PANEL:
            return (lang.label("Panel"),)
    return (lang.label("From (UTC)"),)


def _key(by: By, row: Row) -> tuple[Cell, ...]:
    if row.start is not None:
        return (Moment(row.start, by),)
    if row.service is not None:
        return row.panel, _text(row.service.service_id), _text(row.service.name)
    return (row.panel,)


def _text(words: str) -> str:
    return clip(visible_word(words), _TEXT)


def _header(lang: Lang, currencies: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *(lang.label(words) for words in _COUNTS.values()),
        lang.label("Done, share"),
        *(_spent(lang, currency) for currency in currencies),
        *(lang.label(words) for words in _SPANS),
    )


def _spent(lang: Lang, currency: str) -> str:
    if not currency:
        return lang.label("Spent")
    return lang.label("Spent, {currency}", currency=_text(currency))


def _figures(row: Row, currencies: tuple[str, ...]) -> tuple[Cell, ...]:
    sums = row.sums
    return (
        *(getattr(sums, name) for name in _COUNTS),
        _share(sums),
        *(sums.spent.get(currency, Decimal(0)) for currency in currencies),
        *_spans(row.pace.start),
        *_spans(row.pace.done),
    )


def _share(sums: Sums) -> Share | None:
    return None if sums.done_share is None else Share(sums.done_share)


def _spans(span: Span | None) -> tuple[Cell, Cell]:
    return (None, None) if span is None else (span.median, span.most)


def summary(lang: Lang, found: Figures) -> Table:
    """The whole period beside the one before."""
    header = _header(lang, found.currencies)
    now = _figures(found.total, found.currencies)
    earlier = _figures(found.before, found.currencies)
    return Table(
        title=lang.label("Summary"),
        header=(
            lang.label(PERIODS[found.period]),
            measures.days(lang, found.window),
            measures.days(lang, found.window_before),
            lang.label("Change"),
        ),
        rows=tuple(
            (name, here, there, _change(here, there))
            for name, here, there in zip(header, now, earlier, strict=True)
        ),
    )


def _change(now: Cell, earlier: Cell) -> Cell:
    if isinstance(now, int | Decimal) and isinstance(earlier, int | Decimal):
        grown = change(now, earlier)
        return None if grown is None else Share(grown)
    return None

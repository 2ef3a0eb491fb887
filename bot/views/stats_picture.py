"""The shop's figures as a picture: what each part of it says, and how tall its columns stand."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.domain.figures import By, Figures, Row, Span, Sums, change
from bot.domain.money import from_micros, to_micros
from bot.domain.picture import Bar, Columns, Mark, Picture, Tile
from bot.domain.typed import visible_word
from bot.views import measures
from bot.views.lang import Lang
from bot.views.stats import PERIODS, WAYS, arrow, growth

_CURRENCIES = 2
_BARS = 5
_FEW = 7
_FEW_ORDERS = 10
_NICE = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)


def picture(lang: Lang, found: Figures, *, dark: bool) -> Picture:
    compared = found.by in {By.SERVICE, By.PANEL}
    title = lang.label(PERIODS[found.period])
    some = bool(found.total.sums.orders)
    return Picture(
        dark=dark,
        title=f"{title} · {lang.label(WAYS[found.by]).lower()}" if compared else title,
        subtitle=f"{measures.days(lang, found.window)} · UTC",
        tiles=_tiles(lang, found),
        columns=() if compared or not some else _columns(lang, found),
        bars=_bars(lang, found) if compared else (),
        facts=_facts(lang, found),
        empty="" if some else lang.label("No orders in this time"),
    )


def _tiles(lang: Lang, found: Figures) -> tuple[Tile, ...]:
    sums, earlier = found.total.sums, found.before.sums
    grown = change(sums.orders, earlier.orders)
    return (
        Tile(
            label=lang.label("Orders"),
            value=lang.number(sums.orders),
            change=growth(lang, sums, earlier),
            good=None if not grown else grown > 0,
        ),
        _spent(lang, found),
        _done(lang, sums, earlier),
    )


def _spent(lang: Lang, found: Figures) -> Tile:
    label = lang.label("Spent")
    if not found.currencies:
        return Tile(label=label, value="–")
    first, *others = found.currencies
    spent, earlier = found.total.sums.spent, found.before.sums.spent
    more = " ".join(f"+ {measures.money(lang, spent[each], each)}" for each in others)
    grown = arrow(lang, change(spent[first], earlier.get(first, Decimal(0))))
    return Tile(label=label, value=measures.money(lang, spent[first], first), change=more or grown)


def _done(lang: Lang, sums: Sums, earlier: Sums) -> Tile:
    share, before = sums.done_share, earlier.done_share
    if share is None:
        return Tile(label=lang.label("Done"), value="–")
    points = share - before if before is not None else 0
    said = ""
    if points:
        said = f"{'▲' if points > 0 else '▼'} {lang.n('{n} point', '{n} points', abs(points))}"
    good = points > 0 if points else None
    return Tile(label=lang.label("Done"), value=measures.share(lang, share), change=said, good=good)


def _columns(lang: Lang, found: Figures) -> tuple[Columns, ...]:
    labels = tuple(
        measures.under_column(lang, found.by, row.start, few=len(found.rows) <= _FEW)
        for row in found.rows
        if row.start is not None
    )
    last = max(n for n, row in enumerate(found.rows) if row.start and row.start <= found.now)
    blank = Columns(title=lang.label("Orders"), heights=(), labels=labels, marks=(), open=last)
    spending = (
        _spending(lang, found, currency, blank) for currency in found.currencies[:_CURRENCIES]
    )
    counts = [row.sums.orders for row in found.rows]
    top, lines = _scale(max(counts))
    marks = tuple(Mark(at, measures.round_number(lang, top * at // 1000)) for at in lines)
    orders = replace(blank, heights=_heights(counts, top), marks=marks, second=True)
    return (*spending, orders)


def _spending(lang: Lang, found: Figures, currency: str, blank: Columns) -> Columns:
    micros = [to_micros(row.sums.spent.get(currency, Decimal(0))) for row in found.rows]
    top, lines = _scale(max(micros))
    title = lang.label("Spent")
    return replace(
        blank,
        title=f"{title}, {visible_word(currency)}" if len(found.currencies) > 1 else title,
        heights=_heights(micros, top),
        marks=tuple(Mark(at, _mark(lang, top * at // 1000, currency)) for at in lines),
    )


def _mark(lang: Lang, micros: int, currency: str) -> str:
    return measures.round_money(lang, from_micros(micros), currency)


def _scale(largest: int) -> tuple[int, tuple[int, ...]]:
    """A round number that isn't smaller, and where to mark it and its half, if that is round too."""
    if largest <= 0:
        return 1, ()
    unit = 10 ** max(len(str(largest)) - 2, 0)
    top = next(each * unit for each in _NICE if each * unit >= largest)
    if largest <= _FEW_ORDERS:
        top = largest + largest % 2
    return top, (500, 1000) if top % 2 == 0 else (1000,)


def _heights(figures: Sequence[int], top: int) -> tuple[int, ...]:
    """What there is at all is seen."""
    return tuple(max(1000 * each // top, 1 if each else 0) for each in figures)


def _bars(lang: Lang, found: Figures) -> tuple[Bar, ...]:
    shown, rest = found.rows[:_BARS], found.rows[_BARS:]
    if len(rest) == 1:
        shown, rest = found.rows, ()
    sizes = [_size(found, row) for row in shown]
    largest = max(sizes, default=0) or 1
    bars = [
        _bar(lang, row, length=1000 * size // largest)
        for row, size in zip(shown, sizes, strict=True)
    ]
    return (*bars, _others(lang, rest)) if rest else tuple(bars)


def _size(found: Figures, row: Row) -> int:
    """What was spent; orders where that is in several currencies."""
    if len(found.currencies) == 1:
        return to_micros(row.sums.spent.get(found.currencies[0], Decimal(0)))
    return row.sums.orders


def _bar(lang: Lang, row: Row, *, length: int) -> Bar:
    name = other = row.panel
    if row.service is not None:
        name, other = row.service.name, f"{row.panel} · {row.service.service_id}"
    return Bar(
        name=visible_word(name),
        other=visible_word(other),
        value=spent(lang, row.sums),
        note=_note(lang, row.sums),
        length=length,
    )


def _others(lang: Lang, rest: Sequence[Row]) -> Bar:
    name = lang.label("Others ({count})", count=lang.number(len(rest)))
    sums = sum((row.sums for row in rest), Sums())
    return Bar(name=name, other=name, value=spent(lang, sums), note=_note(lang, sums), length=None)


def _note(lang: Lang, sums: Sums) -> str:
    orders = lang.n("{n} order", "{n} orders", sums.orders)
    if sums.done_share is None:
        return orders
    return f"{orders} · {measures.share(lang, sums.done_share)}"


def spent(lang: Lang, sums: Sums) -> str:
    """In one line, the currencies side by side."""
    told = [
        measures.money(lang, amount, currency) for currency, amount in sorted(sums.spent.items())
    ]
    return " + ".join(told) or "–"


def _facts(lang: Lang, found: Figures) -> tuple[Tile, ...]:
    pace = found.total.pace
    if pace.start is None and pace.done is None:
        return ()
    return (
        _fact(lang, lang.label("Started in"), pace.start),
        _fact(lang, lang.label("Done in"), pace.done),
    )


def _fact(lang: Lang, label: str, span: Span | None) -> Tile:
    if span is None:
        return Tile(label=label, value="–")
    within = lang.label("nine of ten within {span}", span=measures.span(lang, span.most))
    return Tile(label=label, value=measures.span(lang, span.median), change=within)

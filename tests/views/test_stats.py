"""The shop's figures in every form: a text, a picture's words, files."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from bot.charts.drawing import draw
from bot.domain.figures import (
    STEPS,
    By,
    Figures,
    Pace,
    Period,
    Row,
    Sold,
    Span,
    Sums,
    steps,
)
from bot.views import stats, stats_files, stats_tables
from bot.views.lang import Lang, lang
from bot.views.stats_picture import picture
from tests.views.checks import check
from tests.views.worst import BIG, LONG

NOW = datetime(2030, 11, 24, 15, 20, tzinfo=UTC)
EN, RU = lang("en"), lang("ru")
CAPTION = 1024
PACE = Pace(
    Span(timedelta(minutes=3, seconds=10), timedelta(hours=1, minutes=5)),
    Span(timedelta(days=1, hours=2), timedelta(days=40)),
)
USD = "USD"
WAYS = [(period, by) for period in Period for by in (*STEPS[period], By.SERVICE, By.PANEL)]


def a_week(period: Period = Period.WEEK, by: By = By.DAY, *, sums: Sums | None = None) -> Figures:
    """The same in each part."""
    each = sums or Sums(
        done=8, partial=1, canceled=1, failed=0, open=2, spent={USD: Decimal("12.345678")}
    )
    rows = tuple(
        Row(start=start, sums=each, pace=PACE)
        for start in (() if by in {By.SERVICE, By.PANEL} else steps(period, by, NOW))
    )
    if by is By.PANEL:
        rows = (Row(panel="main", sums=each), Row(panel="spare", sums=each))
    if by is By.SERVICE:
        rows = tuple(
            Row(
                panel="main",
                service=Sold(key=number, panel="main", service_id=str(number), name=name),
                sums=each,
                pace=PACE,
            )
            for number, name in enumerate(("🔥 Likes", "粉丝", *"abcdefgh"))
        )
    total = sum((row.sums for row in rows), Sums())
    return Figures(
        period=period,
        by=by,
        now=NOW,
        total=Row(sums=total, pace=PACE),
        before=Row(sums=replace(total, done=total.done * 2, open=0)),
        rows=rows,
    )


def worst(by: By) -> Figures:
    figures = a_week(Period.YEAR, by)
    spent = {LONG[:16] + str(n): Decimal(BIG) for n in range(20)} | {"": Decimal("0.000001")}
    sums = Sums(done=BIG, partial=BIG, canceled=BIG, failed=BIG, open=BIG, spent=spent)
    service = Sold(key=BIG, panel="p" * 32, service_id=LONG, name=LONG)
    rows = tuple(
        replace(row, sums=sums, service=service if row.service else None) for row in figures.rows
    )
    return replace(
        figures,
        rows=rows * 20 if by in {By.SERVICE, By.PANEL} else rows,
        total=Row(sums=sums, pace=PACE),
        before=Row(sums=sums, pace=PACE),
    )


def empty(period: Period, by: By) -> Figures:
    rows = tuple(replace(row, sums=Sums(), pace=Pace()) for row in a_week(period, by).rows)
    if by in {By.SERVICE, By.PANEL}:
        rows = ()
    return Figures(period=period, by=by, now=NOW, total=Row(), before=Row(), rows=rows)


@pytest.mark.parametrize(("period", "by"), WAYS)
def test_every_caption(reader: Lang, period: Period, by: By) -> None:
    for figures in (a_week(period, by), worst(by), empty(period, by)):
        for panels in (True, False):
            screen = stats.under_picture(reader, figures, dark=True, panels=panels)
            check(screen)
            assert len(screen.text) <= CAPTION
            check(stats.without_picture(reader, figures, BIG, dark=False, panels=panels))


@pytest.mark.parametrize(("period", "by"), WAYS)
def test_every_picture(period: Period, by: By) -> None:
    for figures in (worst(by), empty(period, by)):
        drawn = draw(picture(RU, figures, dark=False))
        assert (drawn.width, drawn.height <= 1350) == (1080, True)


def test_what_a_period_came_to_in_words() -> None:
    text = stats.text(EN, a_week())
    assert "<b>7 days</b> · Nov 18\u2009–\u200924, 2030 (UTC)" in text
    assert "Orders: <b>84</b> ▼ 33%" in text
    assert "Spent: <b>$86.42</b> ± 0%" in text
    assert "Done: 56 (80%) · in part: 7 · canceled: 7 · on their way: 14" in text
    assert "failed" not in text
    assert "Started in: <b>3\u00a0min</b>, nine of ten within 1\u00a0hr 5\u00a0min" in text
    assert "Done in: <b>1\u00a0day 2\u00a0hr</b>, nine of ten within 40\u00a0days" in text
    assert "▲▼ against Nov 11\u2009–\u200917, 2030" in text


def test_much_more_than_before_is_told_in_times() -> None:
    figures = replace(a_week(), before=Row(sums=Sums(done=1, spent={USD: Decimal(80)})))
    text = stats.text(EN, figures)
    assert "Orders: <b>84</b> ▲ ×84" in text
    assert "Spent: <b>$86.42</b> ▲ 8%" in text


def test_currencies_are_told_side_by_side_and_never_added_up() -> None:
    spent = {USD: Decimal(5), "EUR": Decimal(7)}
    text = stats.text(EN, a_week(by=By.PANEL, sums=Sums(done=1, spent=spent)))
    assert "Spent: <b>€14.00</b>" in text
    assert "Spent: <b>$10.00</b>" in text
    shown = picture(EN, a_week(sums=Sums(done=1, spent=spent)), dark=False)
    assert [columns.title for columns in shown.columns] == ["Spent, EUR", "Spent, USD", "Orders"]
    bars = picture(EN, a_week(by=By.PANEL, sums=Sums(done=1, spent=spent)), dark=False).bars
    assert bars[0].value == "€7.00 + $5.00"


def test_a_picture_speaks_the_readers_language() -> None:
    shown = picture(RU, a_week(Period.YEAR, By.MONTH), dark=True)
    assert shown.subtitle.startswith("1 дек. 2029")
    assert shown.columns[0].labels[:2] == ("дек.", "янв.")
    assert [mark.text for mark in shown.columns[0].marks] == ["7,50\u00a0$", "15\u00a0$"]
    assert picture(RU, a_week(), dark=True).columns[0].labels == (
        *("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    )


def test_columns_stand_by_a_round_scale() -> None:
    rows = a_week().rows
    counts = (0, 1, 2, 30, 31, 40, 7)
    figures = replace(
        a_week(),
        rows=tuple(replace(r, sums=Sums(done=n)) for r, n in zip(rows, counts, strict=True)),
    )
    (orders,) = picture(EN, replace(figures, total=Row(sums=Sums(done=111))), dark=False).columns
    assert orders.heights == (0, 25, 50, 750, 775, 1000, 175)
    assert [(mark.at, mark.text) for mark in orders.marks] == [(500, "20"), (1000, "40")]
    assert orders.open == 6


def test_today_shows_the_whole_day_and_where_it_stands() -> None:
    shown = picture(EN, a_week(Period.TODAY, By.HOUR), dark=False).columns[0]
    assert (len(shown.heights), shown.open) == (24, 15)


def test_the_smaller_services_are_put_together() -> None:
    bars = picture(EN, a_week(by=By.SERVICE), dark=False).bars
    assert len(bars) == 6
    assert (bars[-1].name, bars[-1].note) == ("Others (5)", "60 orders · 80%")
    assert bars[-1].length is None, "they would dwarf all others"
    assert bars[1].other == "main · 1"


@pytest.mark.parametrize(("period", "by"), WAYS)
def test_tables_are_as_wide_as_their_header(reader: Lang, period: Period, by: By) -> None:
    for figures in (a_week(period, by), worst(by), empty(period, by)):
        table = stats_tables.table(reader, figures)
        assert all(len(row) == len(table.header) for row in table.rows)
        assert len(set(table.header)) == len(table.header)
        summary = stats_tables.summary(reader, figures)
        assert all(len(row) == 4 for row in summary.rows)
        assert stats_files.as_csv(table).startswith(b"\xef\xbb\xbf")
        assert stats_files.as_xlsx([summary, table]).startswith(b"PK")


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", '=HYPERLINK("x")']


def named(names: list[str]) -> Figures:
    row = a_week(by=By.SERVICE).rows[0]
    rows = tuple(
        replace(row, service=Sold(key=n, panel="main", service_id=name, name=name))
        for n, name in enumerate(names)
    )
    return replace(a_week(by=By.SERVICE), rows=rows)


def rows_of(table: stats_tables.Table) -> list[dict[str, str]]:
    text = stats_files.as_csv(table).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_csv_is_for_programs() -> None:
    first, *_ = rows_of(stats_tables.table(EN, a_week()))
    assert first == {
        "From (UTC)": "2030-11-18",
        "Orders": "12",
        "Done": "8",
        "In part": "1",
        "Canceled": "1",
        "Failed": "0",
        "On their way": "2",
        "Done, share": "0.8",
        "Spent, USD": "12.345678",
        "Started in: half within": "0:03:10",
        "Started in: nine of ten within": "1:05:00",
        "Done in: half within": "26:00:00",
        "Done in: nine of ten within": "960:00:00",
    }
    hours = rows_of(stats_tables.table(EN, a_week(Period.TODAY, By.HOUR)))
    assert hours[13]["From (UTC)"] == "2030-11-24 13:00"


def test_a_name_is_never_a_formula_in_a_csv() -> None:
    for row in rows_of(stats_tables.table(EN, named([*FORMULAS, "1-2", 'a,"b"\nc']))):
        assert not row["Service"].startswith(("=", "+", "-", "@", "\t", "＝"))
        assert not row["Id"].startswith(("=", "+", "-", "@", "\t", "＝"))
    plain, quoted = rows_of(stats_tables.table(EN, named(["1-2", 'a,"b"'])))
    assert (plain["Service"], quoted["Service"]) == ("1-2", 'a,"b"')


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """A workbook, read back."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            self.parts = {name: book.read(name).decode() for name in book.namelist()}
        strings = ET.fromstring(self.parts["xl/sharedStrings.xml"])  # noqa: S314 - ours
        self._strings = ["".join(each.itertext()) for each in strings]
        styles = ET.fromstring(self.parts["xl/styles.xml"])  # noqa: S314 - ours
        shown = {
            each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{SHEET}numFmt")
        }
        cells = styles.find(f"{SHEET}cellXfs")
        assert cells is not None
        self._formats = [shown.get(each.get("numFmtId"), each.get("numFmtId")) for each in cells]

    def rows(self, sheet: int) -> list[list[tuple[str, str | None]]]:
        """Each cell's value and, of a number, its format."""
        read = ET.fromstring(self.parts[f"xl/worksheets/sheet{sheet}.xml"])  # noqa: S314 - ours
        return [[self._cell(cell) for cell in row] for row in read.iter(f"{SHEET}row")]

    def _cell(self, cell: ET.Element) -> tuple[str, str | None]:
        assert cell.find(f"{SHEET}f") is None, "a formula"
        value = cell.findtext(f"{SHEET}v", "")
        if cell.get("t") == "s":
            return self._strings[int(value)], None
        return value, self._formats[int(cell.get("s", "0"))]


def test_a_workbook_has_real_numbers_dates_and_spans() -> None:
    found = a_week()
    tables = [stats_tables.summary(EN, found), stats_tables.table(EN, found)]
    book = Book(stats_files.as_xlsx(tables))
    header, first, *_ = book.rows(2)
    assert header[0] == ("From (UTC)", None)
    assert first[0] == ("47805", "yyyy-mm-dd")
    assert first[1] == ("12", "#,##0")
    assert first[7] == ("0.8", "0%")
    assert first[8] == ("12.345678", "#,##0.00####")
    assert first[11][1] == "[h]:mm:ss"
    assert round(Decimal(first[11][0]) * 24, 6) == 26
    assert 'state="frozen"' in book.parts["xl/worksheets/sheet2.xml"]
    summary = {row[0][0]: row[1:] for row in book.rows(1)}
    assert [cell[0] for cell in summary["Orders"]] == ["84", "126", "-0.33"]
    assert [cell[0] for cell in summary["7 days"]] == [
        "Nov 18\u2009–\u200924, 2030",
        "Nov 11\u2009–\u200917, 2030",
        "Change",
    ]


def test_a_name_is_never_a_formula_in_a_workbook() -> None:
    tables = [stats_tables.table(EN, named(FORMULAS))]
    rows = Book(stats_files.as_xlsx(tables)).rows(1)
    assert rows[1][2] == ("=1+1", None)
    assert len(rows) == len(FORMULAS) + 1

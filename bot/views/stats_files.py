"""Tables as files: CSV for programs, XLSX for people.

Names come from panels, and a spreadsheet takes a text that begins with a certain sign for a formula: here it stays a text.
"""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.domain.figures import By, Figures
from bot.views.stats_tables import Cell, Moment, Share, Table

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_DATES = {By.HOUR: "hh:mm", By.MONTH: "mmmm yyyy"}
_WIDEST, _NARROWEST = 60, 10


def table_name(found: Figures) -> str:
    return f"orders-{found.period}-by-{found.by}-{found.now:%Y-%m-%d}.csv"


def book_name(found: Figures) -> str:
    return f"orders-{found.period}-{found.now:%Y-%m-%d}.xlsx"


def as_csv(table: Table) -> bytes:
    """In UTF-8, with the mark by which Excel knows it. Spans are in hours, minutes and seconds, shares parts of one."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([_plain(title) for title in table.header])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return written.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
    return _number(cell)


def _number(cell: int | Decimal | Share | Moment | timedelta) -> str:
    match cell:
        case Share(hundredths):
            return f"{Decimal(hundredths) / 100:f}"
        case Moment(start, By.HOUR):
            return f"{start:%Y-%m-%d %H:%M}"
        case Moment(start):
            return f"{start:%Y-%m-%d}"
        case timedelta():
            minutes, seconds = divmod(cell // timedelta(seconds=1), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """A sheet each."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "remove_timezone": True}) as book:
        formats = _Formats(book)
        for table in tables:
            _sheet(book.add_worksheet(table.title), table, formats)
    return written.getvalue()


class _Formats:
    """How each kind of value is shown."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._known: dict[str, Format] = {}
        self.header = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        )

    def of(self, shown: str) -> Format:
        if shown not in self._known:
            self._known[shown] = self._book.add_format({"num_format": shown})
        return self._known[shown]


def _sheet(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(table.header):
        sheet.write_string(0, column, title, formats.header)
        sheet.set_column(column, column, _width(table, column))
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, formats)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.header) - 1)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    match cell:
        case None:
            return
        case str():
            sheet.write_string(row, column, cell)
        case Share(hundredths):
            sheet.write_number(row, column, Decimal(hundredths) / 100, formats.of("0%"))
        case Moment(start, by):
            shown = formats.of(_DATES.get(by, "yyyy-mm-dd"))
            sheet.write_datetime(row, column, start, shown)
        case timedelta():
            sheet.write_datetime(row, column, cell, formats.of("[h]:mm:ss"))
        case Decimal():
            sheet.write_number(row, column, cell, formats.of("#,##0.00####"))
        case int():
            sheet.write_number(row, column, cell, formats.of("#,##0"))


def _width(table: Table, column: int) -> int:
    """Titles are broken at blanks; texts are as wide as the longest, up to a point."""
    words = max((len(word) for word in table.header[column].split()), default=0)
    cells = (row[column] for row in table.rows)
    texts = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    return min(max(words, texts, _NARROWEST) + 2, _WIDEST)

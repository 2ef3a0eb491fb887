"""Lays a picture out, from the top down: a title, what is to be read at a glance, charts, and what else is worth knowing."""

from dataclasses import dataclass

from PIL import Image

from bot.charts.canvas import WIDTH, Canvas, drawable, fitting, width_of
from bot.charts.colours import DARK, LIGHT, Colours
from bot.domain.picture import Bar, Columns, Mark, Picture, Tile

_TALLEST = 1280
"""Telegram makes smaller what is taller, and letters blurred."""

_MARGIN = 28
_PADDING = 44
_LEFT = _MARGIN + _PADDING
_RIGHT = WIDTH - _LEFT
_INSIDE = _RIGHT - _LEFT
_GAP = 20

_HEAD = 178
_TILE = 186
_CHART_HEAD = 76
_CHART_FOOT = 58
_CHART_MOST, _CHART_LEAST = 230, 90
_BAR = 100
_EMPTY = 260
_FACT = 160

_AXIS, _LABEL, _NAME = 28, 30, 32
_VALUE_SIZES = (60, 52, 46, 40, 34)
_FACT_SIZE = 42
_NOTE_ROOM = 330
_SEPARATORS = " |·•-–—/,:;"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """`chart` is how tall a chart's columns may stand."""

    canvas: Canvas
    colours: Colours
    chart: float


def draw(picture: Picture) -> Image.Image:
    colours = DARK if picture.dark else LIGHT
    chart = _chart_height(picture)
    height = round(_fixed_height(picture) + len(picture.columns) * chart)
    sheet = _Sheet(Canvas(height, colours.ground), colours, chart)
    right, bottom = WIDTH - _MARGIN, height - _MARGIN
    sheet.canvas.box(_MARGIN, _MARGIN, right, bottom, colours.card, radius=44)
    y = _head(sheet, picture, _MARGIN)
    y = _tiles(sheet, picture.tiles, y)
    marks = [mark for columns in picture.columns for mark in columns.marks]
    for columns in picture.columns:
        y = _columns(sheet, columns, y, marks)
    y = _bars(sheet, picture.bars, y)
    y = _empty(sheet, picture.empty, y)
    _facts(sheet, picture.facts, y)
    return sheet.canvas.finished()


def _chart_height(picture: Picture) -> float:
    """What is left of a phone's screen, between too flat and too tall."""
    left = (_TALLEST - _fixed_height(picture)) / max(len(picture.columns), 1)
    return min(max(left, _CHART_LEAST), _CHART_MOST)


def _fixed_height(picture: Picture) -> int:
    height = 2 * _MARGIN + _HEAD + _PADDING
    height += _TILE + _GAP if picture.tiles else 0
    height += len(picture.columns) * (_CHART_HEAD + _CHART_FOOT)
    height += len(picture.bars) * _BAR + (_GAP if picture.bars else 0)
    height += _EMPTY if picture.empty else 0
    return height + (_FACT if picture.facts else 0)


def _head(sheet: _Sheet, picture: Picture, y: float) -> float:
    title = fitting(picture.title, _INSIDE, size=62, weight="bold")
    sheet.canvas.text(_LEFT, y + 94, title, sheet.colours.text, size=62, weight="bold")
    subtitle = fitting(picture.subtitle, _INSIDE, size=34)
    sheet.canvas.text(_LEFT, y + 146, subtitle, sheet.colours.quiet, size=34)
    return y + _HEAD


def _tiles(sheet: _Sheet, tiles: tuple[Tile, ...], y: float) -> float:
    if not tiles:
        return y
    width = (_INSIDE - _GAP * (len(tiles) - 1)) / len(tiles)
    for number, tile in enumerate(tiles):
        _tile(sheet, tile, _LEFT + number * (width + _GAP), y, width)
    return y + _TILE + _GAP


def _tile(sheet: _Sheet, tile: Tile, left: float, y: float, width: float) -> None:
    canvas, colours = sheet.canvas, sheet.colours
    canvas.box(left, y, left + width, y + _TILE, colours.tile, radius=28)
    left, room = left + 24, width - 48
    label = fitting(tile.label, room, size=_LABEL, weight="medium")
    canvas.text(left, y + 50, label, colours.quiet, size=_LABEL, weight="medium")
    fits = (s for s in _VALUE_SIZES if width_of(tile.value, size=s, weight="bold") <= room)
    size = next(fits, _VALUE_SIZES[-1])
    value = fitting(tile.value, room, size=size, weight="bold")
    canvas.text(left, y + 114, value, colours.text, size=size, weight="bold")
    change = fitting(tile.change, room, size=_LABEL, weight="medium")
    colour = {True: colours.good, False: colours.bad, None: colours.quiet}[tile.good]
    canvas.text(left, y + 160, change, colour, size=_LABEL, weight="medium")


def _columns(sheet: _Sheet, columns: Columns, y: float, marks: list[Mark]) -> float:
    """`marks` of all charts: one right edge for all, so that their columns stand above each other."""
    canvas, colours = sheet.canvas, sheet.colours
    title = fitting(columns.title, _INSIDE, size=34, weight="bold")
    canvas.text(_LEFT, y + 46, title, colours.text, size=34, weight="bold")
    bottom = y + _CHART_HEAD + sheet.chart
    room = max((width_of(mark.text, size=_AXIS) for mark in marks), default=0)
    right = _RIGHT - (room + 18 if room else 0)
    for mark in columns.marks:
        line = bottom - sheet.chart * mark.at / 1000
        canvas.box(_LEFT, line - 1, right, line + 1, colours.line)
        canvas.text(_RIGHT, line + 10, mark.text, colours.quiet, size=_AXIS, anchor="r")
    step = (right - _LEFT) / max(len(columns.heights), 1)
    for number, height in enumerate(columns.heights):
        if height:
            _column(sheet, columns, number, step, bottom)
    canvas.box(_LEFT, bottom - 1, right, bottom + 1, colours.line)
    for number, label in _spaced(columns, step):
        middle = _LEFT + step * (number + 0.5)
        canvas.text(middle, bottom + 42, label, colours.quiet, size=_AXIS, anchor="m")
    return bottom + _CHART_FOOT


def _column(sheet: _Sheet, columns: Columns, number: int, step: float, bottom: float) -> None:
    colours, unfinished = sheet.colours, number == columns.open
    colour = colours.main_pale if unfinished else colours.main
    if columns.second:
        colour = colours.second_pale if unfinished else colours.second
    tall = max(sheet.chart * columns.heights[number] / 1000, 4)
    middle, half = _LEFT + step * (number + 0.5), min(step * 0.68, 64) / 2
    sheet.canvas.box(
        middle - half,
        bottom - tall,
        middle + half,
        bottom,
        colour,
        radius=min(half, 12, tall),
        feet=False,
    )


def _spaced(columns: Columns, step: float) -> list[tuple[int, str]]:
    """As many labels as don't touch, at even distances; that of the one not over yet is among them."""
    widest = max((width_of(label, size=_AXIS) for label in columns.labels), default=0)
    every = max(1, -int(-(widest + 18) // step))
    anchor = len(columns.labels) - 1 if columns.open is None else columns.open
    return [(n, each) for n, each in enumerate(columns.labels) if (anchor - n) % every == 0]


def _bars(sheet: _Sheet, bars: tuple[Bar, ...], y: float) -> float:
    if not bars:
        return y
    y += _GAP
    for bar in bars:
        _bar(sheet, bar, y)
        y += _BAR
    return y


def _bar(sheet: _Sheet, bar: Bar, y: float) -> None:
    canvas, colours = sheet.canvas, sheet.colours
    value = fitting(bar.value, _INSIDE / 2, size=_NAME, weight="bold")
    canvas.text(_RIGHT, y + 34, value, colours.text, size=_NAME, weight="bold", anchor="r")
    name = drawable(bar.name).strip(_SEPARATORS) or bar.other
    room = _INSIDE - width_of(value, size=_NAME, weight="bold") - 32
    name = fitting(name, room, size=_NAME, weight="medium")
    canvas.text(_LEFT, y + 34, name, colours.text, size=_NAME, weight="medium")
    top, bottom, right = y + 56, y + 72, _RIGHT - _NOTE_ROOM - _GAP
    if bar.length is not None:
        canvas.box(_LEFT, top, right, bottom, colours.line, radius=8)
    if bar.length:
        end = max(_LEFT + (right - _LEFT) * bar.length / 1000, _LEFT + 16)
        canvas.box(_LEFT, top, end, bottom, colours.main, radius=8)
    note = fitting(bar.note, _NOTE_ROOM, size=_AXIS)
    canvas.text(_RIGHT, y + 74, note, colours.quiet, size=_AXIS, anchor="r")


def _empty(sheet: _Sheet, words: str, y: float) -> float:
    if not words:
        return y
    said = fitting(words, _INSIDE, size=34, weight="medium")
    middle, colour = y + _EMPTY / 2 + 12, sheet.colours.quiet
    sheet.canvas.text(WIDTH / 2, middle, said, colour, size=34, weight="medium", anchor="m")
    return y + _EMPTY


def _facts(sheet: _Sheet, facts: tuple[Tile, ...], y: float) -> None:
    canvas, colours = sheet.canvas, sheet.colours
    width = _INSIDE / max(len(facts), 1)
    for number, fact in enumerate(facts):
        left, room = _LEFT + number * width, width - _GAP
        label, change = (fitting(each, room, size=_LABEL) for each in (fact.label, fact.change))
        canvas.text(left, y + 46, label, colours.quiet, size=_LABEL)
        value = fitting(fact.value, room, size=_FACT_SIZE, weight="bold")
        canvas.text(left, y + 98, value, colours.text, size=_FACT_SIZE, weight="bold")
        canvas.text(left, y + 142, change, colours.quiet, size=_LABEL)

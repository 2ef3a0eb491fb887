"""What a picture of figures shows: every word and number as it is read, every length in thousandths.

Whoever makes one knows languages and money; whoever draws it (`bot.charts`, a process of its own) knows only this.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A figure to be read at a glance. `good`: whether the change is; None: neither."""

    label: str
    value: str
    change: str = ""
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across a chart, `at` thousandths of its height."""

    at: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Figures through time: `heights` in thousandths of the chart's, `labels` under them (as many; "" for none).

    `open`: the number of the one that isn't over yet. `second`: in the second colour.
    """

    title: str
    heights: tuple[int, ...]
    labels: tuple[str, ...]
    marks: tuple[Mark, ...]
    open: int | None = None
    second: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One of several to compare. `other` is shown where nothing of `name` can be drawn; `length` in thousandths.

    None: what doesn't compare, such as all the rest.
    """

    name: str
    other: str
    value: str
    note: str
    length: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`empty`: what is said where there is nothing to draw."""

    dark: bool
    title: str
    subtitle: str
    tiles: tuple[Tile, ...]
    columns: tuple[Columns, ...] = ()
    bars: tuple[Bar, ...] = ()
    facts: tuple[Tile, ...] = ()
    empty: str = ""

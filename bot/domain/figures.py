"""What a shop's orders come to: how many, what became of them, what they took, and how long they took; always in UTC days.

A period's orders are those made in it, whatever happens to them later. Money is never added up across currencies.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum


class Period(StrEnum):
    TODAY = "today"
    WEEK = "week"  # seven days, today's included
    MONTH = "month"  # thirty days, today's included
    YEAR = "year"  # twelve months, this one included


class By(StrEnum):
    """What the orders of a period are told apart by."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"  # from Monday on
    MONTH = "month"
    SERVICE = "service"
    PANEL = "panel"


STEPS: Mapping[Period, tuple[By, ...]] = {
    Period.TODAY: (By.HOUR,),
    Period.WEEK: (By.DAY,),
    Period.MONTH: (By.DAY, By.WEEK),
    Period.YEAR: (By.MONTH, By.WEEK),
}
"""How a period can be cut, the usual way first."""

_DAYS = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30}
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` on, up to and without `until`."""

    since: datetime
    until: datetime


def window(period: Period, now: datetime) -> Window:
    """Up to this moment."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if period is Period.YEAR:
        return Window(_months(midnight.replace(day=1), -11), now + _INSTANT)
    return Window(midnight - timedelta(days=_DAYS[period] - 1), now + _INSTANT)


def before(period: Period, now: datetime) -> Window:
    """The period before, up to the same moment of it, so that the two compare."""
    earlier = _months(now, -12) if period is Period.YEAR else now - timedelta(days=_DAYS[period])
    return window(period, earlier)


def steps(period: Period, by: By, now: datetime) -> tuple[datetime, ...]:
    """Where its parts begin; the first and the last may be cut short. Of today these are all hours, also those to come."""
    whole = window(period, now)
    if by is By.HOUR:
        return tuple(whole.since + timedelta(hours=hour) for hour in range(24))
    found = [whole.since]
    while (following := _next(found[-1], by)) < whole.until:
        found.append(following)
    return tuple(found)


def _next(moment: datetime, by: By) -> datetime:
    match by:
        case By.DAY:
            return moment + timedelta(days=1)
        case By.WEEK:
            return moment + timedelta(days=7 - moment.weekday())
        case By.MONTH:
            return _months(moment.replace(day=1), 1)
    raise ValueError(f"{by} is no part of a period")


def _months(moment: datetime, by: int) -> datetime:
    """The same day of another month, or its last one."""
    months = moment.year * 12 + moment.month - 1 + by
    year, month = divmod(months, 12)
    for day in range(moment.day, 0, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """`partial`: delivered in part; `failed`: refused, or failed at the panel; `open`: not ended; `spent` is by currency."""

    done: int = 0
    partial: int = 0
    canceled: int = 0
    failed: int = 0
    open: int = 0
    spent: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def orders(self) -> int:
        return self.ended + self.open

    @property
    def ended(self) -> int:
        return self.done + self.partial + self.canceled + self.failed

    @property
    def done_share(self) -> int | None:
        """Of a hundred that ended, how many were done whole; None if none has ended."""
        return _rounded(100 * self.done, self.ended) if self.ended else None

    def __add__(self, other: "Sums") -> "Sums":
        spent = dict(self.spent)
        for currency, amount in other.spent.items():
            spent[currency] = spent.get(currency, Decimal(0)) + amount
        return Sums(
            done=self.done + other.done,
            partial=self.partial + other.partial,
            canceled=self.canceled + other.canceled,
            failed=self.failed + other.failed,
            open=self.open + other.open,
            spent=spent,
        )


@dataclass(frozen=True, slots=True)
class Span:
    """How long something took: half of the orders no longer than `median`, nine of ten no longer than `most`."""

    median: timedelta
    most: timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """From confirming an order until the panel was seen to have begun, and until it was done; None: of none it is known."""

    start: Span | None = None
    done: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A service that orders were for; `key` is ours."""

    key: int
    panel: str
    service_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part of a period, told apart by what is given of these."""

    start: datetime | None = None
    panel: str = ""
    service: Sold | None = None
    sums: Sums = field(default_factory=Sums)
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`rows` in the order of time, or the largest first. `now` is when they were read."""

    period: Period
    by: By
    now: datetime
    total: Row
    before: Row
    rows: tuple[Row, ...]

    @property
    def window(self) -> Window:
        return window(self.period, self.now)

    @property
    def window_before(self) -> Window:
        return before(self.period, self.now)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The one that most orders took something of comes first."""
        return tuple(sorted(self.total.sums.spent, key=lambda each: (-self._orders_in(each), each)))

    def _orders_in(self, currency: str) -> int:
        return sum(row.sums.orders for row in self.rows if row.sums.spent.get(currency))


def change(now: Decimal | int, earlier: Decimal | int) -> int | None:
    """By how many of a hundred it grew; None if there was nothing to grow from."""
    if not earlier:
        return None
    return _rounded(100 * (Decimal(now) - Decimal(earlier)), Decimal(earlier))


def _rounded(part: Decimal | int, whole: Decimal | int) -> int:
    return int((Decimal(part) / Decimal(whole)).to_integral_value())

"""When a month's orders are made: by the hour of the day, the day of the week, and more of them every week."""

from datetime import datetime, timedelta
from random import Random

from bot.demo.history.cast import DAYS

_HOURS = (4, 3, 2, 2, 2, 3, 5, 8, 11, 14, 16, 17, 17, 16, 16, 17, 18, 21, 24, 25, 22, 17, 11, 7)
"""UTC: people at breakfast, at lunch, and most of them in the evening."""

_WEEKDAYS = (100, 103, 105, 101, 112, 90, 82)
_GROWTH = 0.7
"""How much more is ordered at the end than at the beginning."""

_HOUR = timedelta(hours=1)


def moments(dice: Random, now: datetime, count: int) -> list[datetime]:
    """So many, the earliest first, all of them past."""
    first = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    hours = [first + _HOUR * number for number in range((now - first) // _HOUR)]
    moods = [dice.uniform(0.86, 1.14) for _ in range(DAYS)]
    weights = [_weight(hour, (hour - first).days, moods) for hour in hours]
    chosen = dice.choices(hours, weights, k=count)
    return sorted(hour + _HOUR * dice.random() for hour in chosen)


def _weight(hour: datetime, day: int, moods: list[float]) -> float:
    grown = 1 + _GROWTH * day / DAYS
    return _HOURS[hour.hour] * _WEEKDAYS[hour.weekday()] * grown * moods[day]

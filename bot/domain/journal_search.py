"""What is looked for in the log: by whom, to what, when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.journal import Kind

DAYS = ("0", "1", "7", "30")
"""Handy times: today, yesterday, the last seven days, the last thirty."""

_DAY_FIRST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIRST_YEAR, _LAST_YEAR = 2000, 2999
_YESTERDAY = 1
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class LogWanted:
    """`when` is one of DAYS, or a day as 2030-12-31; `number` goes with a kind. Empty: all."""

    actor_id: int = 0
    kind: str = ""
    number: int = 0
    when: str = ""

    def words(self) -> dict[str, str]:
        """For the books; `log_wanted` reads it again."""
        kept = {
            "actor": str(self.actor_id or ""),
            "kind": self.kind,
            "number": str(self.number or ""),
            "when": self.when,
        }
        return {name: word for name, word in kept.items() if word}

    def narrowed(self, what: str, word: str) -> "LogWanted":
        """With one thing changed, or left out; as it is for anything else: a button may be forged."""
        match what:
            case "who" if not word or re.fullmatch(r"[0-9]{1,18}", word):
                return replace(self, actor_id=int(word or 0))
            case "what" if word in {"", *Kind}:
                return replace(self, kind=word, number=0)
            case "when" if not word or word in DAYS or read_day(word):
                return replace(self, when=word)
            case _:
                return self

    def span(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """From when, and up to when. A day is one of UTC."""
        if not self.when:
            return None, None
        day = read_day(self.when)
        if day is not None:
            begin = _midnight(day)
            return begin, begin + timedelta(days=1)
        back = int(self.when)
        begin = _midnight(now.date() - timedelta(days=back))
        return begin, begin + timedelta(days=1) if back == _YESTERDAY else None


def log_wanted(words: Mapping[str, str]) -> LogWanted:
    return LogWanted(
        actor_id=int(words.get("actor", "0")),
        kind=words.get("kind", ""),
        number=int(words.get("number", "0")),
        when=words.get("when", ""),
    )


def parse(text: str, kinds: Mapping[str, str]) -> tuple[LogWanted, tuple[str, ...]]:
    """What is plain, and the parts of somebody's name. `kinds` are the reader's own words for the kinds, case folded."""
    found, names = LogWanted(), []
    for word in text[:500].split()[:_MOST_WORDS]:
        folded = word.casefold()
        if day := read_day(word):
            found = replace(found, when=day.isoformat())
        elif order := re.fullmatch(r"#?([0-9]{1,9})", word):
            found = replace(found, kind=Kind.ORDER.value, number=int(order[1]))
        elif folded in kinds or folded in set(Kind):
            found = replace(found, kind=kinds.get(folded, folded), number=0)
        else:
            names.append(word)
    return found, tuple(names)


def read_day(word: str) -> date | None:
    """31.12.2030, 31/12/2030 or 2030-12-31."""
    if found := _DAY_FIRST.fullmatch(word):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(word):
        year, month, day = map(int, found.groups())
    else:
        return None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

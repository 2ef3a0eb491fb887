"""How well a panel answered lately: every exchange of the last hour, or the last few thousand of them.

An exchange is answered when something came back that a program can have written: not a web page, a redirect, an error of the
server or a plea to come back later. What the answer says, a yes or a no, is none of its concern.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.panel.errors import Cause
from bot.panel.http import Loss, Reply

WINDOW = 60 * 60.0
"""Seconds."""

_KEPT = 4000
_NO_ANSWER = frozenset({b"", b">"})
"""How what is empty ends, and what is a web page; some panels put a warning in HTML before their answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`median` and `most` (95 of 100 took no longer) are seconds of answered exchanges, None if there was none.

    `answering`: whether the last exchange was answered; None: none in the last hour.
    """

    exchanges: int
    failures: int
    median: float | None
    most: float | None
    answering: bool | None


@dataclass(frozen=True, slots=True)
class _Exchange:
    at: float
    seconds: float
    answered: bool


class Meter:
    """`clock` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._exchanges: deque[_Exchange] = deque(maxlen=_KEPT)

    def note(self, began: float, outcome: Reply | Loss) -> None:
        """An exchange that began then has ended now. One that was held back here says nothing about the panel."""
        if isinstance(outcome, Loss) and outcome.cause is Cause.GUARD:
            return
        now = self._clock()
        self._exchanges.append(_Exchange(now, now - began, _is_answered(outcome)))

    def now(self) -> Health:
        since = self._clock() - WINDOW
        while self._exchanges and self._exchanges[0].at < since:
            self._exchanges.popleft()
        took = sorted(each.seconds for each in self._exchanges if each.answered)
        return Health(
            exchanges=len(self._exchanges),
            failures=len(self._exchanges) - len(took),
            median=_within(took, 50),
            most=_within(took, 95),
            answering=self._exchanges[-1].answered if self._exchanges else None,
        )


def _is_answered(outcome: Reply | Loss) -> bool:
    if isinstance(outcome, Loss):
        return False
    if 300 <= outcome.status < 400 or outcome.status == 429 or outcome.status >= 500:
        return False
    return outcome.body.rstrip()[-1:] not in _NO_ANSWER


def _within(took: list[float], hundredths: int) -> float | None:
    """So many of a hundred took no longer."""
    return took[-(-len(took) * hundredths // 100) - 1] if took else None

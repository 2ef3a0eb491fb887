"""Asks a panel once for something about an order (a refill, a cancellation), and says what came of it.

Surely not sent, or a no that will pass, may be asked again later; a request that may have arrived never is.
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

import structlog

from bot.panel import PanelError, PanelRejected, PanelUnavailable, PanelUndetermined, Refusal

T = TypeVar("T")
_log = structlog.get_logger(__name__)


class Fate(Enum):
    TAKEN = auto()
    LATER = auto()
    REFUSED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Generic[T]):
    """`answer` to what was taken; `reason` is the panel's own sentence, where it is for the person who asked."""

    fate: Fate
    answer: T | None = None
    reason: str = ""
    trouble: PanelError | None = None


async def once(request: Awaitable[T]) -> Asked[T]:
    try:
        return Asked(fate=Fate.TAKEN, answer=await request)
    except PanelUnavailable as error:
        return Asked(fate=Fate.LATER, trouble=error)
    except PanelRejected as error:
        if error.kind is Refusal.PASSING:
            return Asked(fate=Fate.LATER, trouble=error)
        reason = error.text if error.kind is Refusal.USER else ""
        return Asked(fate=Fate.REFUSED, reason=reason, trouble=error)
    except PanelUndetermined as error:
        _log.error("What was asked of a panel may have arrived", error=str(error))
        return Asked(fate=Fate.UNKNOWN)

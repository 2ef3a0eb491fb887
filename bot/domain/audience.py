"""Who is to get a broadcast."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.errors import Problem, ShopError
from bot.domain.language import Languages
from bot.domain.platform import PLATFORMS


class Ordered(StrEnum):
    """What somebody must have ordered."""

    WHATEVER = "whatever"  # no matter
    ANYTHING = "anything"
    NOTHING = "nothing"
    PLATFORM = "platform"
    SERVICE = "service"


ACTIVE_DAYS = (7, 30, 90)
"""How lately people may be asked to have been here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """All of it must hold. Who is blocked, can't be reached or wasn't let in never belongs to it.

    `language` is what the bot speaks to them. `what`: the key of a platform, or a service's number or words of its name.
    """

    active_days: int | None = None
    language: str | None = None
    ordered: Ordered = Ordered.WHATEVER
    what: str = ""
    operators: bool = False


class Part(StrEnum):
    """What of an audience a button changes, and to what."""

    ACTIVE = "active"  # days, or 0
    LANGUAGE = "language"  # its code, or ""
    ORDERED = "ordered"  # whatever, anything or nothing
    PLATFORM = "platform"  # its key
    OPERATORS = "operators"  # 1 or 0


def changed(audience: Audience, part: str, value: str, languages: Languages) -> Audience:
    """ShopError BUTTON_UNKNOWN for what no button of ours says."""
    match part:
        case Part.ACTIVE if value == "0" or value in {str(days) for days in ACTIVE_DAYS}:
            return replace(audience, active_days=int(value) or None)
        case Part.LANGUAGE if not value or value in languages.spoken:
            return replace(audience, language=value or None)
        case Part.ORDERED if value in {Ordered.WHATEVER, Ordered.ANYTHING, Ordered.NOTHING}:
            return replace(audience, ordered=Ordered(value), what="")
        case Part.PLATFORM if value in PLATFORMS:
            return replace(audience, ordered=Ordered.PLATFORM, what=value)
        case Part.OPERATORS if value in {"0", "1"}:
            return replace(audience, operators=value == "1")
    raise ShopError(Problem.BUTTON_UNKNOWN)

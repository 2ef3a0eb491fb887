"""All that the books know about an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.card import OrderCard
from bot.domain.evidence import Attempt
from bot.domain.journal import Entry
from bot.domain.order import Order
from bot.domain.refill import Cancellation, Refill
from bot.domain.stand_in import Handover
from bot.domain.user import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """`attempt`: the last one to place it. `followed`: its panel is in the settings. `handovers`: where it was before."""

    card: OrderCard
    owner: User | None
    attempt: Attempt | None
    followed: bool
    handovers: Sequence[Handover] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The latest first; `actors` are those who did what the entries tell."""

    order: Order
    attempts: Sequence[Attempt]
    refills: Sequence[Refill]
    cancellations: Sequence[Cancellation]
    entries: Sequence[Entry]
    actors: Mapping[int, User]

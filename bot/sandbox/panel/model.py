"""What a panel deals in: services, orders, refills, and the movements of the money.

Times are panel seconds: real seconds times the panel's speed, counted from its start.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

FINAL = frozenset({"Completed", "Partial", "Canceled", "Refunded", "Fail", "Expired"})


class Refused(Exception):  # noqa: N818 - a panel's answer, not a fault of the program
    """The panel says no, in its own words."""


class Fate(StrEnum):
    """How an order ends when nobody asks to cancel it; only subscriptions expire."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    CANCEL = "cancel"
    FAIL = "fail"
    STALL = "stall"
    REFUND = "refund"
    EXPIRE = "expire"


class RefillFate(StrEnum):
    """How a refill ends."""

    COMPLETE = "complete"
    REJECT = "reject"
    CANCEL = "cancel"
    STALL = "stall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One line of the catalogue; `rate` is for 1000, or for the package as a whole.

    `one_per_link`: a second order for a link that is still being served is refused.
    """

    id: int
    name: str
    rate: Decimal
    min: int
    max: int
    type: str | None = "Default"
    category: str | None = None
    dripfeed: bool = False
    refill: bool = False
    cancel: bool = False
    desc: str | None = None
    average_time: int | None = None
    one_per_link: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a status request tells; `charge` is what the order costs as things stand."""

    status: str
    remains: int | str
    start_count: int | str
    charge: Decimal

    @property
    def final(self) -> bool:
        """Whether the panel will change nothing about it any more."""
        return self.status in FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The life an order will have: `units` are delivered evenly from `pending` to `duration`.

    Units are what was ordered, or runs of a drip-feed, or posts of a subscription.
    """

    kind: str  # "plain", "dripfeed" or "subscription"
    units: int
    charge: Decimal
    start_count: int
    pending: float
    duration: float
    fate: Fate
    endless: bool = False  # a subscription that neither counts posts nor expires
    each: tuple[int, int] = (1, 1)  # least and most for a run or a post


@dataclass(slots=True, kw_only=True)
class Order:
    """An order as the panel knows it: the truth a checker compares with.

    `charge` is what was taken for it when it was placed; `state.charge` what it costs now.
    A run of a drip-feed is `prepaid`: its parent was charged.
    """

    id: str
    number: int
    service: Service
    fields: dict[str, str]
    created: float
    charge: Decimal
    plan: Plan
    state: State
    parent: str | None = None
    prepaid: bool = False
    children: list[str] = field(default_factory=list)
    cancel_requested: float | None = None
    ended: float | None = None
    pinned: bool = False

    @property
    def status(self) -> str:
        """The status word, as the documentation spells it."""
        return self.state.status

    @property
    def remains(self) -> int | str:
        """How much is still to come."""
        return self.state.remains


@dataclass(slots=True, kw_only=True)
class Refill:
    """A refill request; `status` is as of the last look at the panel."""

    id: str
    order: str
    created: float
    fate: RefillFate
    status: str = "Pending"
    pinned: bool = False

    @property
    def open(self) -> bool:
        """Whether it is still being worked on."""
        return self.status in {"Pending", "In progress"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One change of the account's balance."""

    order: str
    amount: Decimal
    why: str  # "placed", "post", "refund" or "charge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request as it arrived; `time` is the panel's clock, `path` where it was sent."""

    method: str
    path: str
    action: str
    fields: dict[str, str]
    time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a panel keeps in mind. Its times count from its start, so they hold by any clock."""

    now: float
    balance: Decimal
    orders: list[Order]
    movements: list[Movement]
    refills: list[Refill]
    request_ids: dict[str, str]  # to the id of the order
    next_order: int
    next_refill: int

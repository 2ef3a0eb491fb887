"""The life of orders and refills, as pure functions of the time that has passed.

Pending, then in progress while the units are delivered evenly, then the end its fate has in store:

    pending -> in progress -> completed | partial | refunded
    pending -> canceled            (fate, or a request honoured before anything was delivered)
    in progress -> fail | partial  (fate, or a request honoured later)

A cancel request is honoured CANCEL_DELAY after it was made, unless the order is over by then.
A run or a post that has begun is brought to its end all the same.
Times are panel seconds. At speed 1 every order is over within LONGEST: drip-feed intervals and
the days between a subscription's posts are shortened until the whole fits.
"""

from decimal import Decimal

from bot.sandbox.panel.model import Fate, Plan, RefillFate, State

LONGEST = 240.0
CANCEL_DELAY = 15.0
REFILL_STARTS, REFILL_ENDS = 15.0, 60.0
POSTS_WITHOUT_LIMIT = 5

_STOPS_AT = {Fate.PARTIAL: 0.6, Fate.CANCEL: 0.0, Fate.FAIL: 0.2, Fate.STALL: 0.4, Fate.EXPIRE: 0.5}
_ENDS_AS = {
    Fate.COMPLETE: "Completed",
    Fate.PARTIAL: "Partial",
    Fate.CANCEL: "Canceled",
    Fate.FAIL: "Fail",
    Fate.REFUND: "Refunded",
    Fate.EXPIRE: "Expired",
}
_GOING_WORDS = {"subscription": ("Active", "Active")}


def times(number: int) -> tuple[float, float]:
    """How long the order with this number pends, and when it is over; at most LONGEST."""
    duration = 90.0 + number * 37 % 151
    return 10.0 + number * 7 % 11, duration


def progress(plan: Plan, elapsed: float) -> float:
    """The delivered share, 0 to 1, if no fate interferes."""
    if elapsed >= plan.duration:
        return 1.0
    if elapsed <= plan.pending:
        return 0.0
    return (elapsed - plan.pending) / (plan.duration - plan.pending)


def ends_at(plan: Plan) -> float:
    """When the fate strikes, if nobody cancels; until then the charge stays what it was."""
    return plan.pending + _STOPS_AT.get(plan.fate, 1.0) * (plan.duration - plan.pending)


def state_at(plan: Plan, elapsed: float, cancel_requested: float | None = None) -> State:
    """The state `elapsed` after placing; `cancel_requested` is counted from placing too."""
    if cancel_requested is not None:
        honoured = cancel_requested + CANCEL_DELAY
        at_cancel = _by_fate(plan, min(elapsed, honoured))
        if elapsed >= honoured and not at_cancel.final:
            kept = delivered_at if plan.kind == "plain" else units_begun
            return _ended(plan, "Canceled", kept(plan, honoured))
    return _by_fate(plan, elapsed)


def delivered_at(plan: Plan, elapsed: float) -> int:
    """Whole units delivered, as far as the fate lets it come."""
    share = min(progress(plan, elapsed), _STOPS_AT.get(plan.fate, 1.0))
    return int(plan.units * share)


def unit_due(plan: Plan, index: int) -> float:
    """When the unit (a run, a post) of this index begins; 0 is the first."""
    return plan.pending + index * (plan.duration - plan.pending) / plan.units


def units_begun(plan: Plan, elapsed: float) -> int:
    """How many runs or posts have begun; none that the fate wouldn't let end."""
    allowed = int(plan.units * _STOPS_AT.get(plan.fate, 1.0))
    return sum(1 for index in range(allowed) if unit_due(plan, index) <= elapsed)


def refill_status_at(fate: RefillFate, elapsed: float) -> str:
    """The status word of a refill requested `elapsed` ago."""
    if elapsed < REFILL_STARTS:
        return "Pending"
    if elapsed < REFILL_ENDS or fate is RefillFate.STALL:
        return "In progress"
    ends = {RefillFate.REJECT: "Rejected", RefillFate.CANCEL: "Canceled"}
    return ends.get(fate, "Completed")


def _by_fate(plan: Plan, elapsed: float) -> State:
    waiting, running = _GOING_WORDS.get(plan.kind, ("Pending", "In progress"))
    delivered = delivered_at(plan, elapsed)
    if elapsed < plan.pending:
        return _going(plan, waiting, 0)
    stop = _STOPS_AT.get(plan.fate, 1.0)
    if plan.fate is Fate.STALL or plan.endless or progress(plan, elapsed) < stop:
        return _going(plan, running, delivered)
    return _ended(plan, _ENDS_AS[plan.fate], delivered)


def _going(plan: Plan, status: str, delivered: int) -> State:
    return State(
        status=status,
        remains=plan.units - delivered,
        start_count=0 if status == "Pending" else plan.start_count,
        charge=plan.charge,
    )


def _ended(plan: Plan, status: str, delivered: int) -> State:
    """What was delivered is charged; something delivered of a canceled order makes it partial."""
    if plan.kind == "subscription":  # each post was charged for itself
        return _final(plan, status, delivered, plan.charge)
    if status in {"Canceled", "Partial"}:
        status = "Partial" if delivered else "Canceled"
    if status in {"Fail", "Refunded"}:
        return _final(plan, status, 0, Decimal(0))
    return _final(plan, status, delivered, plan.charge * delivered / plan.units)


def _final(plan: Plan, status: str, delivered: int, charge: Decimal) -> State:
    return State(
        status=status,
        remains=plan.units - delivered,
        start_count=plan.start_count,
        charge=charge,
    )

"""Both panels' own books: the same orders as they have them, and the money that went.

Whatever is over stays as it is written here; what goes on is given a plan by which the panel itself brings it to its end.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import accumulate

from bot.demo.history.lives import Going, Life
from bot.demo.history.market import CHATTERS
from bot.demo.history.sketches import Sketch
from bot.domain.form import Answers, Field
from bot.domain.order import OrderStatus
from bot.domain.service import ServiceType
from bot.sandbox.panel import Order, Panel, Service
from bot.sandbox.panel.book import ORDER_STEP
from bot.sandbox.panel.core import DEMO_SPEED, FIRST_REFILL
from bot.sandbox.panel.model import Fate, Memory, Movement, Plan, Refill, RefillFate, State
from bot.sandbox.panel.orders import state_at

_WORDS = {
    OrderStatus.COMPLETED: "Completed",
    OrderStatus.PARTIAL: "Partial",
    OrderStatus.CANCELED: "Canceled",
    OrderStatus.FAILED: "Fail",
    OrderStatus.EXPIRED: "Expired",
}
_NOTHING = Decimal(0)
_PENDING = 10.0
"""Panel seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Money that was put in: it lasted until then, and `least` is the least that was on the account meanwhile."""

    until: datetime
    least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An order at its panel, and what the account had just before it was placed."""

    order: Order
    had: Decimal


class Account:
    """One panel's. `age`: for how long it has been there, in panel seconds."""

    def __init__(self, panel: Panel, now: datetime, age: float, first_order: int) -> None:
        self._panel, self._now, self._age, self._first = panel, now, age, first_order
        self._refills: list[Refill] = []
        self._movements: list[Movement] = []
        self._balance = _NOTHING
        self.entries: dict[int, Entry] = {}

    def time(self, moment: datetime) -> float:
        """As the panel counts it."""
        return self._age - (self._now - moment).total_seconds() * self._panel.speed

    def enter(self, sketches: Sequence[tuple[int, Sketch]], deposits: Sequence[Deposit]) -> None:
        """All orders that the panel took, by their numbers in our books; the account is moved accordingly."""
        placed = sorted(sketches, key=lambda each: each[1].life.sent)
        orders = {
            number: self._order(place, sketch) for place, (number, sketch) in enumerate(placed)
        }
        moves = sorted(_moves(placed, orders), key=lambda move: move[0])
        balance = _Balance(moves, deposits)
        self.entries = {
            number: Entry(order=orders[number], had=balance.before(sketch.life.sent))
            for number, sketch in placed
        }
        self._movements = [movement for _, movement in moves]
        self._balance = balance.before(self._now)

    def refill(self, order_id: str, at: datetime, fate: RefillFate) -> Refill:
        """The panel takes a request for one."""
        refill = Refill(
            id=self._panel.dialect.spell_id(FIRST_REFILL + len(self._refills)),
            order=order_id,
            created=self.time(at),
            fate=fate,
        )
        self._refills.append(refill)
        return refill

    def memory(self) -> Memory:
        orders = [entry.order for entry in self.entries.values()]
        return Memory(
            now=self._age,
            balance=self._balance,
            orders=orders,
            movements=self._movements,
            refills=self._refills,
            request_ids={},
            next_order=self._first + len(orders) * ORDER_STEP,
            next_refill=FIRST_REFILL + len(self._refills),
        )

    def _order(self, place: int, sketch: Sketch) -> Order:
        life, quote = sketch.life, sketch.quote
        kind, units = _kind_and_units(sketch)
        charge = _NOTHING if kind == "subscription" else quote.cost or _NOTHING
        plan = Plan(
            kind=kind,
            units=units,
            charge=charge,
            start_count=180 + place * 137 % 9000,
            pending=_PENDING,
            duration=_PENDING,
            fate=Fate.COMPLETE,
            each=_each(sketch),
        )
        created, ended = self.time(life.sent), None
        if isinstance(life, Going):
            plan, elapsed = _under_way(plan, life)
            created, state = self._age - elapsed, state_at(plan, elapsed)
        else:
            state = _final(plan, life)
            ended = self.time(life.ended or life.sent)
            plan = replace(plan, duration=ended - created)
        return Order(
            id=self._panel.dialect.spell_id(self._first + place * ORDER_STEP),
            number=place + 1,
            service=self._service(sketch),
            fields=_fields(sketch.placed_at.service.id, sketch.answers),
            created=created,
            charge=charge,
            plan=plan,
            state=state,
            ended=ended,
        )

    def _service(self, sketch: Sketch) -> Service:
        asked = sketch.placed_at.service
        service = self._panel.services.get(int(asked.id), CHATTERS)
        return replace(service, rate=asked.rate)


def _kind_and_units(sketch: Sketch) -> tuple[str, int]:
    answers = sketch.answers
    if sketch.placed_at.service.type is ServiceType.SUBSCRIPTIONS:
        return "subscription", _number(answers, Field.POSTS)
    if Field.RUNS in answers:
        return "dripfeed", _number(answers, Field.RUNS)
    return "plain", sketch.quote.units or 1


def _each(sketch: Sketch) -> tuple[int, int]:
    """Of a subscription's posts, or a drip-feed's runs."""
    answers = sketch.answers
    if Field.MAX in answers:
        return _number(answers, Field.MIN), _number(answers, Field.MAX)
    quantity = _number(answers, Field.QUANTITY)
    return quantity, quantity


def _number(answers: Answers, field: Field) -> int:
    value = answers.get(field)
    return value if isinstance(value, int) else 1


def _under_way(plan: Plan, life: Going) -> tuple[Plan, float]:
    """By which it ends when it should, and how far it is."""
    left = life.left.total_seconds() * DEMO_SPEED
    work = left / (1 - life.share) if life.begun else left
    plan = replace(plan, duration=_PENDING + work, fate=life.fate)
    return plan, _PENDING + work * life.share if life.begun else 0.0


def _final(plan: Plan, life: Life) -> State:
    delivered = plan.units if life.delivered is None else life.delivered
    return State(
        status=_WORDS[life.status],
        remains=plan.units - delivered,
        start_count=plan.start_count,
        charge=plan.charge * delivered / plan.units,
    )


def _moves(
    placed: Sequence[tuple[int, Sketch]], orders: dict[int, Order]
) -> list[tuple[datetime, Movement]]:
    """What each order took and gave back, and when. A subscription's posts are paid one by one, here all at its end."""
    found = []
    for number, sketch in placed:
        order, life = orders[number], sketch.life
        if order.charge:
            found.append((life.sent, Movement(order=order.id, amount=-order.charge, why="placed")))
        if isinstance(life, Going) or life.ended is None:
            continue
        back = order.charge - order.state.charge
        posts = sketch.quote.cost if order.plan.kind == "subscription" else None
        if back:
            found.append((life.ended, Movement(order=order.id, amount=back, why="refund")))
        if posts:
            found.append((life.ended, Movement(order=order.id, amount=-posts, why="post")))
    return found


class _Balance:
    """What the account has at any moment. `moves` and `deposits` are in the order of time."""

    def __init__(
        self, moves: Sequence[tuple[datetime, Movement]], deposits: Sequence[Deposit]
    ) -> None:
        self._times = [at for at, _ in moves]
        self._moved = list(accumulate((move.amount for _, move in moves), initial=_NOTHING))
        self._deposits = deposits
        self._put_in = list(self._enough())

    def before(self, moment: datetime) -> Decimal:
        lasting = bisect_left([each.until for each in self._deposits], moment)
        put_in = self._put_in[min(lasting, len(self._put_in) - 1)]
        return put_in + self._moved[bisect_left(self._times, moment)]

    def _enough(self) -> Iterator[Decimal]:
        """All that was put in by the time that each deposit lasted."""
        begin = 0
        for deposit in self._deposits:
            end = bisect_left(self._times, deposit.until)
            yield deposit.least - min(self._moved[begin : end + 1])
            begin = end


def _fields(service_id: str, answers: Answers) -> dict[str, str]:
    """As they came over the wire."""
    told = {"service": service_id}
    for field, value in answers.items():
        told[field.value] = "\n".join(value) if isinstance(value, tuple) else str(value)
    return told

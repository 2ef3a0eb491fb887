"""The panel itself: its catalogue, and one account's orders, refills and money.

Nothing runs in the background: whoever looks, first lets everything happen that was due by then.
So a hand-moved clock is as good as a real one.

`speed` is panel seconds in a real second. At 1 an order takes 90 to 240 s, at DEMO_SPEED 9 to
24 s, drip-feeds and subscriptions included.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.sandbox.panel import forms, orders
from bot.sandbox.panel.book import Book
from bot.sandbox.panel.catalogue import CATALOGUE
from bot.sandbox.panel.dialects import Dialect
from bot.sandbox.panel.faults import Faults
from bot.sandbox.panel.model import (
    Fate,
    Memory,
    Movement,
    Order,
    Received,
    Refill,
    RefillFate,
    Refused,
    Service,
    State,
)

DEMO_SPEED = 10.0
FIRST_ORDER, FIRST_REFILL = 23501, 901
OPEN_REQUEST = "There is already an open request for this order."
TOO_EARLY = "The order was completed or refill was requested less than 24 hours ago"


def _today() -> date:
    return datetime.now(UTC).date()


class Panel:
    """One simulated panel with one account; see the module's docstring for `speed`.

    `mishaps`: some orders, by their number, end partial or canceled and some refills rejected,
    where no fate was chosen; otherwise all complete. `refill_wait`: panel seconds after an order's
    completion, or its last refill request, before which a refill is refused. `clock` counts
    seconds from any moment; `today` is what a subscription's expiry must not precede.
    """

    def __init__(
        self,
        *,
        key: str = "sandbox-panel-key",
        balance: Decimal = Decimal(100),
        currency: str = "USD",
        services: Iterable[Service] = CATALOGUE,
        dialect: Dialect | None = None,
        speed: float = 1.0,
        mishaps: bool = False,
        refill_wait: float = 0.0,
        first_order: int = FIRST_ORDER,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = _today,
    ) -> None:
        self.key, self.currency, self.mishaps = key, currency, mishaps
        self.speed, self.refill_wait = speed, refill_wait
        self.faults = Faults()
        self._clock, self._started, self._today = clock, clock(), today
        self._first = (balance, first_order, tuple(services), dialect or Dialect())
        self.reset()

    def reset(self) -> None:
        """Back to the first day: no orders, requests, fates or faults; the first catalogue."""
        deposit, first_order, services, self.dialect = self._first
        self.services = {service.id: service for service in services}
        self.received: list[Received] = []
        self.faults.clear()
        self._book = Book(
            deposit=deposit,
            first_order=first_order,
            spell_id=self._spell_id,
            now=lambda: self.now,
        )
        self._refills: dict[str, Refill] = {}
        self._first_refill = FIRST_REFILL
        self._by_request_id: dict[str, Order] = {}
        self._fates: dict[int, Fate] = {}
        self._refill_fates: dict[str | int, RefillFate] = {}

    # What a checker reads

    @property
    def now(self) -> float:
        """Panel seconds since the start."""
        return (self._clock() - self._started) * self.speed

    @property
    def orders(self) -> dict[str, Order]:
        """Every order by its id, runs and posts included, as things stand now."""
        return self._book.look_at_all()

    def order(self, order_id: int | str) -> Order | None:
        """One order, as it stands now."""
        return self._book.look(str(order_id))

    @property
    def refills(self) -> dict[str, Refill]:
        """Every refill by its id, as things stand now."""
        for refill in self._refills.values():
            if not refill.pinned:
                refill.status = orders.refill_status_at(refill.fate, self.now - refill.created)
        return self._refills

    @property
    def balance(self) -> Decimal:
        """What the account has left now."""
        self._book.settle()
        return self._book.balance

    @property
    def movements(self) -> list[Movement]:
        """Every change of the balance since the deposit, up to now."""
        self._book.settle()
        return self._book.movements

    # What outlives it

    def memory(self) -> Memory:
        """What it has in mind now; what a test decides isn't in it."""
        return Memory(
            orders=list(self.orders.values()),
            now=self.now,
            balance=self.balance,
            movements=self.movements,
            refills=list(self.refills.values()),
            request_ids={word: order.id for word, order in self._by_request_id.items()},
            next_order=self._book.next_order,
            next_refill=self._next_refill,
        )

    def go_on(self, memory: Memory) -> None:
        """From that moment, as if no time had passed since."""
        self._started = self._clock() - memory.now / self.speed
        self._book.go_on(memory.orders, memory.movements, memory.next_order)
        self._book.balance = memory.balance
        self._refills = {refill.id: refill for refill in memory.refills}
        self._first_refill = memory.next_refill - len(memory.refills)
        orders = self._book.orders
        self._by_request_id = {word: orders[number] for word, number in memory.request_ids.items()}

    # What a test decides

    def fate(self, target: int | str, fate: Fate | str) -> None:
        """Choose how an order ends (`target` is its id), or every later one of a service."""
        chosen, order = Fate(fate), self.order(target)
        if order is None:
            self._fates[self._service_id(target)] = chosen
            return
        order.plan = replace(order.plan, fate=chosen)

    def refill_fate(self, target: int | str, fate: RefillFate | str) -> None:
        """Choose how later refills end: of an order (`target` is its id), or of a service."""
        known = str(target) in self._book.orders
        self._refill_fates[str(target) if known else self._service_id(target)] = RefillFate(fate)

    def set_status(
        self,
        order_id: int | str,
        status: str,
        *,
        remains: int | str | None = None,
        start_count: int | str | None = None,
        charge: Decimal | None = None,
    ) -> Order:
        """Give an order this state for good, any word allowed; a lower charge is paid back.

        What isn't given follows from the status, where that is one of the documented words.
        """
        order = self.orders[str(order_id)]
        units, state = order.plan.units, order.state
        if remains is None:
            remains = {"Completed": 0, "Canceled": units, "Refunded": units, "Fail": units}.get(
                status, state.remains
            )
        if charge is None:
            charge = _charge_of(order, status, remains)
        count = state.start_count if start_count is None else start_count
        order.pinned = True
        self._book.become(
            order, State(status=status, remains=remains, start_count=count, charge=charge)
        )
        return order

    def set_refill_status(self, refill_id: int | str, status: str) -> None:
        """Give a refill this status for good."""
        refill = self.refills[str(refill_id)]
        refill.status, refill.pinned = status, True

    def set_balance(self, balance: Decimal) -> None:
        """Deposit or withdraw, so that this is left."""
        self._book.balance += balance - self.balance

    def change_service(self, service_id: int, **changes: Any) -> Service:
        """Change fields of a service in the catalogue: `rate`, `min`, `name`, …"""
        self.services[service_id] = replace(self.services[service_id], **changes)
        return self.services[service_id]

    def remove_service(self, service_id: int) -> None:
        """Take a service out of the catalogue; its orders go on."""
        del self.services[service_id]

    # What a customer asks

    def note(self, *, method: str, path: str, fields: Mapping[str, str]) -> None:
        """Keep a request for whoever checks."""
        self.received.append(
            Received(
                method=method,
                path=path,
                action=fields.get("action", ""),
                fields=dict(fields),
                time=self.now,
            )
        )

    def add(self, fields: Mapping[str, str]) -> Order:
        """Place an order and charge it; raises Refused."""
        request_id = fields.get("request_id", "") if self.dialect.request_ids else ""
        if request_id in self._by_request_id:
            return self._by_request_id[request_id]
        number = fields.get("service", "")
        service = self.services.get(int(number)) if number.isdecimal() else None
        if service is None:
            raise Refused("Incorrect service ID")
        ticket = forms.read(service, fields, self._today())
        if service.one_per_link:
            self._refuse_second(service, fields.get("link", ""))
        if ticket.charge > self.balance:
            raise Refused("Not enough funds on balance")
        order = self._book.place(service, dict(fields), ticket, self._fate_of(service))
        if request_id:
            self._by_request_id[request_id] = order
        return order

    def refill(self, order_id: str) -> Refill:
        """Request a refill; raises Refused."""
        order = self.order(order_id)
        if order is None:
            raise Refused("Incorrect order ID")
        if not order.service.refill:
            raise Refused("Refill is disabled for this service")
        if order.status not in {"Completed", "Partial"}:
            raise Refused("The order is not completed")
        earlier = [refill for refill in self.refills.values() if refill.order == order_id]
        if any(refill.open for refill in earlier):
            raise Refused(OPEN_REQUEST)
        latest = max([order.ended or 0.0, *(refill.created for refill in earlier)])
        if self.now - latest < self.refill_wait:
            raise Refused(TOO_EARLY)
        number = len(self._refills) + 1
        refill = Refill(
            id=self.dialect.spell_id(self._next_refill),
            order=order_id,
            created=self.now,
            fate=self._refill_fate_of(order, number),
        )
        self._refills[refill.id] = refill
        return refill

    def cancel(self, order_id: str) -> Order:
        """Request a cancellation, which is honoured later or never; raises Refused."""
        order = self.cancelable(order_id)
        order.cancel_requested = self.now
        return order

    def cancelable(self, order_id: str) -> Order:
        """The order, if a cancellation of it can be requested; raises Refused."""
        order = self.order(order_id)
        if order is None:
            raise Refused("Incorrect order ID")
        if not order.service.cancel or order.state.final:
            raise Refused("This order has already started and cannot be cancelled.")
        if order.cancel_requested is not None:
            raise Refused(OPEN_REQUEST)
        return order

    @property
    def _next_refill(self) -> int:
        return self._first_refill + len(self._refills)

    def _spell_id(self, number: int) -> str:
        return self.dialect.spell_id(number)

    def _service_id(self, target: int | str) -> int:
        if int(target) not in self.services:
            raise ValueError(f"{target} is neither an order nor a service of this panel")
        return int(target)

    def _refuse_second(self, service: Service, link: str) -> None:
        self._book.settle()
        for order in self._book.open.values():
            if order.service.id == service.id and order.fields.get("link") == link:
                named = f" (#{order.id})" if self.dialect.duplicate_names_order else ""
                raise Refused(
                    "You have active order with this link. "
                    f"Please wait until order being completed.{named}"
                )

    def _fate_of(self, service: Service) -> Fate:
        number = len(self._book.orders) + 1
        if service.id in self._fates:
            return self._fates[service.id]
        if self.mishaps and number % 7 == 4:
            return Fate.PARTIAL
        if self.mishaps and number % 11 == 6:
            return Fate.CANCEL
        return Fate.COMPLETE

    def _refill_fate_of(self, order: Order, number: int) -> RefillFate:
        usual = RefillFate.REJECT if self.mishaps and number % 4 == 3 else RefillFate.COMPLETE
        of_service = self._refill_fates.get(order.service.id, usual)
        return self._refill_fates.get(order.id, of_service)


def _charge_of(order: Order, status: str, remains: int | str) -> Decimal:
    if status in {"Canceled", "Refunded", "Fail"}:
        return Decimal(0)
    if status == "Partial" and isinstance(remains, int):
        return order.charge * (order.plan.units - remains) / order.plan.units
    return order.state.charge

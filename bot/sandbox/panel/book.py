"""The order book of one account: orders, the runs and posts they beget, and the money.

The balance is at all times the deposit plus the movements. `settle` lets everything happen that
was due by now; whoever reads settles first, so nothing has to run in the background.
"""

from collections.abc import Callable
from decimal import Decimal

from bot.sandbox.panel import orders
from bot.sandbox.panel.forms import Ticket
from bot.sandbox.panel.model import Fate, Movement, Order, Plan, Service, State

ORDER_STEP = 7  # the ids between belong to other customers


class Book:
    """Orders by id; `spell_id` turns a running number into the id that customers see."""

    def __init__(
        self,
        *,
        deposit: Decimal,
        first_order: int,
        spell_id: Callable[[int], str],
        now: Callable[[], float],
    ) -> None:
        self.balance = deposit  # as of the last settle()
        self.orders: dict[str, Order] = {}
        self.open: dict[str, Order] = {}
        self.movements: list[Movement] = []
        self._first_order, self._spell_id, self._now = first_order, spell_id, now

    @property
    def next_order(self) -> int:
        """The running number that the next order's id is made of."""
        return self._first_order + len(self.orders) * ORDER_STEP

    def go_on(self, orders: list[Order], movements: list[Movement], next_order: int) -> None:
        """From there; what the deposit was is in the balance."""
        self.orders = {order.id: order for order in orders}
        self.open = {order.id: order for order in orders if not order.state.final}
        self.movements = movements
        self._first_order = next_order - len(orders) * ORDER_STEP

    def settle(self) -> None:
        """Let runs and posts begin and orders end, with all their money, up to now.

        What a simple order's status shows on its way costs nothing and is left to `look`.
        """
        now, waiting = self._now(), list(self.open.values())
        for order in waiting:  # grows by the runs and posts that begin
            simple = order.plan.kind == "plain" and order.cancel_requested is None
            if order.pinned or (simple and now < order.created + orders.ends_at(order.plan)):
                continue
            waiting += self._begin_units(order, now)
            self._advance(order, now)

    def look(self, order_id: str) -> Order | None:
        """One order as it stands now."""
        self.settle()
        order = self.open.get(order_id)
        if order and not order.pinned:
            self._advance(order, self._now())
        return self.orders.get(order_id)

    def look_at_all(self) -> dict[str, Order]:
        """Every order as it stands now."""
        self.settle()
        for order in list(self.open.values()):
            if not order.pinned:
                self._advance(order, self._now())
        return self.orders

    def place(self, service: Service, fields: dict[str, str], ticket: Ticket, fate: Fate) -> Order:
        """Keep and charge a customer's order."""
        number = len(self.orders) + 1
        pending, duration = orders.times(number)
        endless = ticket.is_subscription and ticket.posts is None and not ticket.expires
        if ticket.expires and ticket.posts is None and fate is Fate.COMPLETE:
            fate = Fate.EXPIRE
        kind, units = _kind_and_units(ticket)
        plan = Plan(
            kind=kind,
            units=units,
            charge=ticket.charge,
            start_count=_start_count(number),
            pending=pending,
            duration=duration,
            fate=fate,
            endless=endless,
            each=(ticket.least or ticket.quantity, ticket.quantity),
        )
        order = self._keep(service, fields, plan, created=self._now())
        self._move(order, -order.charge, "placed")
        return order

    def become(self, order: Order, state: State) -> None:
        """Give an order its state; what it costs less than before is paid back."""
        back = order.state.charge - state.charge
        if not order.prepaid:
            self._move(order, back, "refund" if back > 0 else "charge")
        order.state = state
        if state.final and order.id in self.open:
            order.ended = min(self._now(), order.created + order.plan.duration)
            del self.open[order.id]

    def _advance(self, order: Order, now: float) -> None:
        asked = order.cancel_requested
        asked = None if asked is None else asked - order.created
        self.become(order, orders.state_at(order.plan, now - order.created, asked))

    def _keep(
        self, service: Service, fields: dict[str, str], plan: Plan, *, created: float
    ) -> Order:
        number = len(self.orders) + 1
        order = Order(
            id=self._spell_id(self._first_order + (number - 1) * ORDER_STEP),
            number=number,
            service=service,
            fields=fields,
            created=created,
            charge=plan.charge,
            plan=plan,
            state=orders.state_at(plan, 0.0),
        )
        self.orders[order.id] = self.open[order.id] = order
        return order

    def _begin_units(self, order: Order, now: float) -> list[Order]:
        """The runs or posts of this order that have begun since the last look."""
        if order.plan.kind == "plain":
            return []
        until = now
        if order.cancel_requested is not None:
            until = min(now, order.cancel_requested + orders.CANCEL_DELAY)
        begun = orders.units_begun(order.plan, until - order.created)
        fresh: list[Order] = []
        for index in range(len(order.children), begun):
            child = self._begin_unit(order, index)
            if child is None:
                break
            fresh.append(child)
        return fresh

    def _begin_unit(self, parent: Order, index: int) -> Order | None:
        """A run or a post becomes an order; None where the money doesn't reach for a post."""
        plan, number = parent.plan, len(self.orders) + 1
        least, most = plan.each
        quantity = least + index * 13 % (most - least + 1)
        link = parent.fields.get("link", f"{parent.fields.get('username')}/post/{index + 1}")
        if plan.kind == "dripfeed":
            charge = plan.charge / plan.units
            pending, duration = 0.0, (plan.duration - plan.pending) / plan.units
        else:
            charge = parent.service.rate * quantity / 1000
            pending, duration = orders.times(number)
            if charge > self.balance:
                return None
        child = self._keep(
            parent.service,
            {"service": str(parent.service.id), "link": link, "quantity": str(quantity)},
            Plan(
                kind="plain",
                units=quantity,
                charge=charge,
                start_count=_start_count(number),
                pending=pending,
                duration=duration,
                fate=Fate.COMPLETE,
            ),
            created=parent.created + orders.unit_due(plan, index),
        )
        child.parent, child.prepaid = parent.id, plan.kind == "dripfeed"
        parent.children.append(child.id)
        if not child.prepaid:
            self._move(child, -charge, "post")
        return child

    def _move(self, order: Order, amount: Decimal, why: str) -> None:
        if amount:
            self.balance += amount
            self.movements.append(Movement(order=order.id, amount=amount, why=why))


def _kind_and_units(ticket: Ticket) -> tuple[str, int]:
    if ticket.is_subscription:
        posts = ticket.posts or orders.POSTS_WITHOUT_LIMIT
        return "subscription", ticket.old_posts + posts
    if ticket.runs > 1:
        return "dripfeed", ticket.runs
    return "plain", ticket.quantity


def _start_count(number: int) -> int:
    return 1000 + number * 137 % 9000

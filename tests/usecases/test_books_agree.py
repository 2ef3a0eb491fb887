"""Whatever happens in whatever order, the books agree with what the panels really did.

Hypothesis plays customers, an honest operator, two panels with faults, of which the second stands in for the first, a bot
that is killed, and the clock. After every step: each confirmed order is at one panel at most, and once there; none is that
we don't know of, the costs agree, nothing is told twice. In the end every order has come to an end that was told once, or
waits for the operator.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.errors import ShopError
from bot.domain.order import Order, OrderStatus
from bot.sandbox.panel import Order as PanelOrder
from bot.sandbox.panel import faults
from bot.usecases import balances, cancelling, deciding, refilling, standing_in
from storage import open_storage
from storage.tables import metadata
from storage.tables.orders import orders
from tests.usecases.shop import CUSTOMER, OPERATOR, Shop, open_shop

T = TypeVar("T")

LIKES, FOLLOWERS, FREE = "1010", "1002", "1012"
SAY_ANYTHING = {"answer", "answer_after", "odd_id", "json_string"}
"""Faults that need something to say."""

SMALLEST = {LIKES: 10, FOLLOWERS: 50, FREE: 10}
PANELS = MAIN, SPARE = ("main", "spare")
NOT_SOLD = {"error": "Incorrect service ID"}
RICH, POOR = Decimal(100), Decimal("0.01")

ADD_FAULTS = sorted(
    faults.KINDS - {"hang", "hang_after", "latency", "slow_drip", "huge"} - SAY_ANYTHING
)
READ_FAULTS = ("html", "reset_before", "empty", "unknown_error", "wrong_key")
NEVER_SENT = frozenset({OrderStatus.QUEUED, OrderStatus.REJECTED})
UNSURE = frozenset({OrderStatus.SUBMITTING, OrderStatus.UNCONFIRMED})

index = st.integers(min_value=0, max_value=50)
panels = st.sampled_from(PANELS)


class World(RuleBasedStateMachine):
    """One shop after another, in the same books, which are emptied each time."""

    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.drafts: dict[int, int] = {}

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize()
    def open(self) -> None:
        async def opening() -> Shop:
            storage = await self.stack.enter_async_context(open_storage(self.url, migrate=False))
            async with storage._engine.begin() as connection:
                for table in reversed(metadata.sorted_tables):
                    await connection.execute(table.delete())
            services = frozenset(SMALLEST)
            return await self.stack.enter_async_context(
                open_shop(storage, panels=PANELS, services=services)
            )

        self.shop = self.run(opening())
        self.run(self._choose_stand_ins())

    async def _choose_stand_ins(self) -> None:
        """One is cheaper than what it stands in for, which shows in what the orders cost."""
        self.shop.truths[SPARE].change_service(int(LIKES), rate=Decimal("0.07"))
        for panel in PANELS:
            await balances.read(self.shop.desk, panel)
            await self.shop.sync(panel)
        for service in SMALLEST:
            key, stand_in = [(await self.shop.listing(service, panel)).key for panel in PANELS]
            await standing_in.add(self.shop.desk, OPERATOR, key, stand_in)

    # People

    @rule(service=st.sampled_from(sorted(SMALLEST)), times=st.integers(1, 4))
    def order(self, service: str, times: int) -> None:
        form = self.run(self.shop.draft(service=service, quantity=SMALLEST[service] * times))
        self.drafts[form.draft.id] = self.run(self.shop.confirm(form)).id
        self.last_form = form

    @precondition(lambda self: self.drafts)
    @rule()
    def tap_confirm_again(self) -> None:
        again = self.run(self.shop.confirm(self.last_form))
        assert again.id == self.drafts[self.last_form.draft.id]

    @precondition(lambda self: self.drafts)
    @rule(which=index)
    def ask_to_cancel(self, which: int) -> None:
        self._try(cancelling.ask(self.shop.desk, CUSTOMER, self._pick(which)))

    @precondition(lambda self: self.drafts)
    @rule(which=index)
    def ask_for_a_refill(self, which: int) -> None:
        self._try(refilling.ask(self.shop.desk, CUSTOMER, self._pick(which)))

    @rule(which=index)
    def an_honest_operator_decides(self, which: int) -> None:
        unsure = [o for o in self._orders() if o.status is OrderStatus.UNCONFIRMED]
        if not unsure:
            return
        order = unsure[which % len(unsure)]
        at_panel = self._at_panel().get(order.link)
        if at_panel is None:
            self._try(deciding.not_placed(self.shop.desk, OPERATOR, order.id))
        else:
            self._try(deciding.it_is(self.shop.desk, OPERATOR, order.id, at_panel[0].id))

    # The panels

    @rule(service=st.sampled_from(sorted(SMALLEST)), kind=st.sampled_from(ADD_FAULTS), at=panels)
    def an_order_goes_wrong(self, service: str, kind: str, at: str) -> None:
        """Aimed: a fault that strikes nothing shows nothing."""
        if kind == "duplicate_id" and not self._first_is_known(at):
            return
        self.order(service, 1)
        self._goes_to(at)
        self.shop.truths[at].faults.add("add", kind)
        for panel in PANELS:
            self.run(self.shop.lanes(panel))

    @rule(
        action=st.sampled_from(["balance", "status", "refill", "cancel", "refill_status"]),
        kind=st.sampled_from(READ_FAULTS),
        times=st.integers(1, 4),
        at=panels,
    )
    def others_go_wrong(self, action: str, kind: str, times: int, at: str) -> None:
        self.shop.truths[at].faults.add(action, kind, times=times)

    @rule(
        which=index,
        word=st.sampled_from(["Completed", "Partial", "Canceled", "Fail", "Odd"]),
        at=panels,
    )
    def the_panel_decides(self, which: int, word: str, at: str) -> None:
        truth = self.shop.truths[at]
        open_orders = [o for o in truth.orders.values() if not o.state.final]
        if open_orders:
            truth.set_status(open_orders[which % len(open_orders)].id, word)

    @rule(balance=st.sampled_from([RICH, POOR]), at=panels)
    def the_balance_changes(self, balance: Decimal, at: str) -> None:
        self.shop.truths[at].set_balance(balance)

    # What goes on by itself

    @rule(at=panels)
    def the_lane_works(self, at: str) -> None:
        self.run(self.shop.lanes(at))

    @rule(at=panels)
    def orders_are_checked(self, at: str) -> None:
        self.run(self.shop.polls(at))

    @rule()
    def notices_go_out(self) -> None:
        self.run(self.shop.tell())

    @rule(minutes=st.sampled_from([0.5, 2, 12, 300]))
    def time_goes_by(self, minutes: float) -> None:
        self.shop.clock.move(minutes=minutes)

    @rule(
        action=st.sampled_from(["add", "add", "balance", "status", "refill", "cancel"]),
        kind=st.sampled_from(["hang", "hang_after"]),
        at=panels,
    )
    def the_bot_is_killed(self, action: str, kind: str, at: str) -> None:
        self.order(LIKES, 1)
        for truth in self.shop.truths.values():
            truth.faults.waiting.clear()
        self._goes_to(at)
        self.run(self._kill(action, kind, at))

    def _goes_to(self, panel: str) -> None:
        """The next order that is sent is taken over by the stand-in, if it is to be at the second panel."""
        if panel == SPARE:
            self.shop.truths[MAIN].faults.add("add", "answer", value=NOT_SOLD)

    async def _kill(self, action: str, kind: str, at: str) -> None:
        """While it waits for an answer to `action`, if it comes to that."""
        faults = self.shop.truths[at].faults
        fault = faults.add(action, kind)
        working = asyncio.create_task(self.shop.live())
        hanging = asyncio.create_task(fault.began.wait())
        await asyncio.wait({working, hanging}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        hanging.cancel()
        await asyncio.gather(working, hanging, return_exceptions=True)
        faults.clear()
        await self.shop.restart()

    # What must hold

    @invariant()
    def the_books_agree(self) -> None:
        ours, theirs = {order.link: order for order in self._orders()}, self._at_panel()
        assert len(ours) == len(self.drafts)
        for link, at_panel in theirs.items():
            assert len(at_panel) == 1, f"ordered twice: {link}"
            order = ours[link]
            assert order.status not in NEVER_SENT, f"{order.status}, but the panel has it"
            if order.status in UNSURE:
                continue
            assert order.panel_order_id == at_panel[0].id
            assert at_panel[0].id in self.shop.truths[order.panel].orders
            assert order.cost == at_panel[0].charge
        for link, order in ours.items():
            if order.panel_order_id is not None:
                assert link in theirs

    @invariant()
    def nothing_is_told_twice(self) -> None:
        told = Counter(self.shop.news())
        assert not [news for news, times in told.items() if times > 1]

    def teardown(self) -> None:
        try:
            if hasattr(self, "shop"):
                self.run(self._to_the_end())
        finally:
            self.run(self.stack.aclose())
            self.runner.close()

    async def _to_the_end(self) -> None:
        for truth in self.shop.truths.values():
            truth.faults.clear()
            truth.set_balance(RICH)
            for order in truth.orders.values():
                if order.status == "Odd":
                    truth.set_status(order.id, "Completed")
        for _ in range(6):
            await self.shop.live(hours=7)
        told = Counter(self.shop.news())
        for row in await self.shop.rows(orders):
            status = OrderStatus(row["status"])
            assert status.final or status is OrderStatus.UNCONFIRMED
            assert told[row["id"], status.value] == 1

    def _orders(self) -> list[Order]:
        async def reading() -> list[Order]:
            return [await self.shop.get(row["id"]) for row in await self.shop.rows(orders)]

        return self.run(reading())

    def _at_panel(self) -> dict[str, list[PanelOrder]]:
        found: dict[str, list[PanelOrder]] = {}
        for truth in self.shop.truths.values():
            for order in truth.orders.values():
                found.setdefault(order.fields["link"], []).append(order)
        return found

    def _first_is_known(self, at: str) -> bool:
        """Whether `duplicate_id` gives an id that the bot has: another one is as good as new to it."""
        first = next(iter(self.shop.truths[at].orders), None)
        return any(order.panel_order_id == first for order in self._orders())

    def _pick(self, which: int) -> int:
        known = sorted(self.drafts.values())
        return known[which % len(known)]

    def _try(self, act: Coroutine[Any, Any, object]) -> None:
        try:
            self.run(act)
        except ShopError:
            return


@pytest.mark.timeout(300)
def test_the_books_agree_with_the_panel(storage_url: str) -> None:
    class Here(World):
        url = storage_url

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=20 if storage_url.startswith("sqlite") else 8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""A whole shop for tests: the real desk, the real panel client, and the sandbox panel whose truth is checked.

`Shop` does what people and jobs do; what it shows is what people see (notices, answers) and what the panel saw.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import Table, event, select

from bot.domain.evidence import Attempt
from bot.domain.form import Field
from bot.domain.notice import Notice, NoticeKind
from bot.domain.order import Order, OrderStatus
from bot.domain.service import Listing
from bot.domain.user import User
from bot.panel import Account, Panel
from bot.sandbox import panel as sandbox
from bot.sandbox.panel.catalogue import CATALOGUE
from bot.sandbox.panel.faults import Fault
from bot.usecases import access, cancelling, catalogue, drafting, ordering, refilling, submitting
from bot.usecases.delivery import Outcome, Sent, deliver
from bot.usecases.desk import Desk, Wake
from bot.usecases.staffing import name_owners
from bot.usecases.tracking import poll
from storage import Storage
from storage.snapshot import Synced
from storage.tables.catalogue import services as services_table
from storage.tables.notices import alerts
from tests.usecases.typed import Typed

OPERATOR, SECOND_OPERATOR = 1, 2
CUSTOMER, STRANGER = 1001, 1002
LIKES = "1010"
NOWHERE = "http://127.0.0.1:9/api/v2"
"""Where nobody listens."""

_NEVER_ANSWERED = frozenset({"hang", "hang_after", "latency", "slow_drip"})


@dataclass
class Clock:
    """The time of the desk and of the panels, moved by hand."""

    now: datetime = field(default_factory=lambda: datetime(2030, 6, 15, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def today(self) -> date:
        return self.now.date()

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


async def take(_: Notice) -> Outcome:
    """A Telegram that takes everything."""
    return Sent()


@dataclass
class Shop:
    """`truth`: the panel `main` as it really is; `truths`: all of them. `mail`: what Telegram took, in order."""

    desk: Desk
    clock: Clock
    truths: dict[str, sandbox.Panel]
    mail: list[Notice] = field(default_factory=list)
    _updates: Iterator[int] = field(default_factory=lambda: count(1))
    _links: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def truth(self) -> sandbox.Panel:
        return self.truths["main"]

    @property
    def storage(self) -> Storage:
        return self.desk.storage

    # People

    async def meet(self, user_id: int, *, member: bool = True) -> User:
        user = await access.meet(self.desk, User(id=user_id, first_name=f"User {user_id}"))
        if member:
            async with self.storage.transaction() as tx:
                user = await tx.users.set_member(user_id) or user
        return user

    async def listing(self, service_id: str = LIKES, panel: str = "main") -> Listing:
        row = next(
            row
            for row in await self.rows(services_table)
            if (row["panel"], row["service_id"]) == (panel, service_id)
        )
        async with self.storage.transaction() as tx:
            found = await tx.catalogue.get(row["key"])
        assert found is not None
        return found

    async def answer(
        self, draft_id: int, field: Field, text: str, *, user_id: int = CUSTOMER
    ) -> drafting.Form:
        return await drafting.answer(
            self.desk, user_id, draft_id, text, field=field, update_id=next(self._updates)
        )

    async def fill(self, typed: Typed, *, user_id: int = CUSTOMER) -> drafting.Form:
        """A form of this service with all its answers given, up to the confirm screen."""
        listing = await self.listing(typed.service)
        form = await drafting.start(self.desk, user_id, listing.key)
        for wanted in typed.wants:
            form = await drafting.want(self.desk, user_id, form.draft.id, wanted)
        while (awaited := form.awaiting) is not None:
            form = await self.answer(
                form.draft.id, awaited, typed.answers[awaited], user_id=user_id
            )
        return form

    async def draft(
        self,
        *,
        service: str = LIKES,
        link: str | None = None,
        quantity: int = 1000,
        user_id: int = CUSTOMER,
        panel: str = "main",
    ) -> drafting.Form:
        """A complete form of a plain service; a new link each time, if none is given."""
        listing = await self.listing(service, panel)
        form = await drafting.start(self.desk, user_id, listing.key)
        link = link or f"https://instagram.com/p/{next(self._links)}"
        await self.answer(form.draft.id, Field.LINK, link, user_id=user_id)
        return await self.answer(form.draft.id, Field.QUANTITY, str(quantity), user_id=user_id)

    async def confirm(self, form: drafting.Form, *, user_id: int = CUSTOMER) -> Order:
        order = await ordering.confirm(
            self.desk, user_id, form.draft.id, message_id=form.draft.message_id
        )
        assert isinstance(order, Order)
        return order

    async def order(self, **wanted: Any) -> Order:
        """Confirmed, not sent yet."""
        user_id = wanted.get("user_id", CUSTOMER)
        return await self.confirm(await self.draft(**wanted), user_id=user_id)

    async def placed(self, **wanted: Any) -> Order:
        """Confirmed and sent."""
        order = await self.order(**wanted)
        await self.lanes()
        fresh = await self.get(order.id)
        assert fresh.status is OrderStatus.PENDING
        return fresh

    # What goes wrong

    def fault(self, action: str, **fault: Any) -> Fault:
        """The next such request goes wrong. For one that is never answered, the desk's patience is short."""
        if fault["kind"] in _NEVER_ANSWERED:
            panel = self.desk.panels["main"]
            panel._account = replace(panel._account, timeout=2)
        return self.truth.faults.add(action, **fault)

    # What goes on by itself

    async def lanes(self, panel: str = "main") -> None:
        """A lane's work, until nothing is due."""
        while await submitting.submit_next(self.desk, panel):
            pass
        while await refilling.submit_next(self.desk, panel):
            pass
        while await cancelling.submit_next(self.desk, panel):
            pass

    async def polls(self, panel: str = "main") -> None:
        while await poll(self.desk, panel):
            pass
        while await refilling.poll(self.desk, panel):
            pass

    async def restart(self) -> None:
        """What a new run of the bot does before anything else; the earlier run is dead."""
        self.desk = replace(self.desk, epoch=self.desk.epoch + 1)
        await submitting.recover(self.desk)
        await refilling.recover(self.desk)
        await cancelling.recover(self.desk)

    async def sync(self, panel: str = "main") -> Synced | catalogue.SyncFailed:
        return await catalogue.sync(self.desk, panel)

    async def live(self, **by: float) -> None:
        """Time goes by, and everything that was due is done: lanes, polls and notices."""
        self.clock.move(**by)
        for panel in self.desk.panels:
            await self.lanes(panel)
            await self.polls(panel)
        await self.tell()

    async def tell(self, telegram: Callable[[Notice], Awaitable[Outcome]] = take) -> list[Notice]:
        """Deliver what is due; the notices that were taken now."""
        before = len(self.mail)

        async def told(notice: Notice) -> Outcome:
            outcome = await telegram(notice)
            if isinstance(outcome, Sent):
                self.mail.append(notice)
            return outcome

        while await deliver(self.desk, told):
            pass
        return self.mail[before:]

    # What can be seen

    async def get(self, order: Order | int) -> Order:
        order_id = order if isinstance(order, int) else order.id
        async with self.storage.transaction() as tx:
            found = await tx.orders.get(order_id)
        assert found is not None
        return found

    async def status(self, order: Order | int) -> OrderStatus:
        return (await self.get(order)).status

    async def attempt(self, order: Order) -> Attempt:
        async with self.storage.transaction() as tx:
            found = await tx.attempts.last(order.id)
        assert found is not None
        return found

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        async with self.storage._engine.connect() as connection:
            found = await connection.execute(select(table))
            return [dict(row) for row in found.mappings()]

    async def alerts_up(self) -> set[tuple[str, str]]:
        return {(row["kind"], row["subject"]) for row in await self.rows(alerts)}

    def told(self, user_id: int, kind: NoticeKind) -> list[Notice]:
        """What this person was told so far."""
        return [n for n in self.mail if n.user_id == user_id and n.kind is kind]

    def news(self, user_id: int = CUSTOMER) -> list[tuple[int | None, str]]:
        """The messages about orders this person got: order and state."""
        return [(n.subject, n.data["status"]) for n in self.told(user_id, NoticeKind.ORDER)]

    def alerts(self, operator: int = OPERATOR) -> list[tuple[str, str]]:
        """The alerts this operator got: kind and subject."""
        return [(n.data["kind"], n.data["subject"]) for n in self.told(operator, NoticeKind.ALERT)]

    def cleared(self, operator: int = OPERATOR) -> list[tuple[str, str]]:
        told = self.told(operator, NoticeKind.CLEARED)
        return [(n.data["kind"], n.data["subject"]) for n in told]

    def adds(self, panel: str = "main") -> list[dict[str, str]]:
        """The fields of every `add` that reached the panel."""
        return [r.fields for r in self.truths[panel].received if r.action == "add"]

    def asked(self, action: str, panel: str = "main") -> list[dict[str, str]]:
        return [r.fields for r in self.truths[panel].received if r.action == action]

    @contextmanager
    def when_written(self, table: str, then: Callable[[], object]) -> Iterator[None]:
        """`then` is called right before something is first inserted into the table."""
        waiting = [then]

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if waiting and statement.startswith(f"INSERT INTO {table} "):
                waiting.pop()()

        engine = self.storage._engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", note)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The SQL that is executed inside the block."""
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        engine = self.storage._engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)


@asynccontextmanager
async def open_shop(
    storage: Storage,
    *,
    panels: tuple[str, ...] = ("main",),
    balance: Decimal = Decimal(100),
    dialect: sandbox.Dialect | None = None,
    services: frozenset[str] | None = None,
    clock: Clock | None = None,
    **desk: Any,
) -> AsyncIterator[Shop]:
    """A shop whose catalogue was synced and whose people have been here before.

    `services`: what the panels sell (None: the sandbox's whole catalogue); `desk`: more fields of the Desk.
    """
    clock = clock or Clock()
    async with AsyncExitStack() as stack:
        truths, clients = {}, {}
        for number, name in enumerate(panels):
            truth = sandbox.Panel(
                clock=clock.seconds,
                today=clock.today,
                balance=balance,
                dialect=dialect,
                services=[s for s in CATALOGUE if services is None or str(s.id) in services],
                first_order=23501 + 1_000_000 * number,
            )
            url = await stack.enter_async_context(sandbox.serve(truth))
            account = Account(
                name=name,
                url=url,
                key=truth.key,
                requests_per_second=100_000,
                requests_per_minute=6_000_000,
            )
            truths[name] = truth
            clients[name] = await stack.enter_async_context(Panel(account))
        async with storage.transaction() as tx:
            await tx.panels.register(panels)
        shop = Shop(
            desk=Desk(
                storage=storage,
                panels=clients,
                clock=clock,
                epoch=1,
                started_at=clock(),
                wake=Wake(lanes={name: asyncio.Event() for name in panels}),
                **desk,
            ),
            clock=clock,
            truths=truths,
        )
        for name in panels:
            await shop.sync(name)
        await name_owners(shop.desk, {OPERATOR, SECOND_OPERATOR})
        for user_id in (OPERATOR, SECOND_OPERATOR, CUSTOMER, STRANGER):
            await shop.meet(user_id, member=user_id == CUSTOMER)
        yield shop

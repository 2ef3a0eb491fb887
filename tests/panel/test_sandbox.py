"""The client against the simulated panel: every dialect it has, every fault it can do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest

from bot.domain.form import Answers, Field
from bot.domain.order import OrderStatus, Report
from bot.domain.refill import RefillStatus
from bot.domain.service import ServiceType, parse_type
from bot.panel import (
    Added,
    Capability,
    Panel,
    PanelError,
    PanelRejected,
    PanelUnavailable,
    PanelUndetermined,
    Reason,
)
from bot.panel.wire.text import line
from bot.sandbox.panel import DIALECTS, Dialect, serve
from bot.sandbox.panel import Panel as Sandbox
from bot.sandbox.panel.faults import IT_HAPPENED, KINDS, NOTHING_HAPPENED
from tests.panel.conftest import account

FOLLOWERS = "1002"  # refill and cancel, one order per link
UNKNOWN_ID = "99999999"


@asynccontextmanager
async def opened(
    dialect: Dialect | None = None, **options: object
) -> AsyncIterator[tuple[Sandbox, Panel]]:
    sandbox = Sandbox(dialect=dialect, clock=lambda: 0.0)
    async with (
        serve(sandbox) as url,
        Panel(account(url, **{"key": sandbox.key, **options})) as panel,
    ):
        yield sandbox, panel


async def place(
    panel: Panel, link: str = "https://instagram.com/a", service: str = FOLLOWERS
) -> str:
    answers: Answers = {Field.LINK: link, Field.QUANTITY: 100}
    return (await panel.add(service, ServiceType.DEFAULT, answers)).order_id


@pytest.fixture(params=DIALECTS)
async def dialect(request: pytest.FixtureRequest) -> Dialect:
    return DIALECTS[request.param]


async def test_catalogue_and_balance_in_every_dialect(dialect: Dialect) -> None:
    async with opened(dialect) as (sandbox, panel):
        sandbox.set_balance(Decimal("1234.56"))
        catalogue = await panel.services()
        balance = await panel.balance()
    assert catalogue.skipped == ()
    assert balance.amount == Decimal("1234.56")
    expected_currency = dialect.currency or dialect.balance in {"sign", "letters"}
    assert balance.currency == ("USD" if expected_currency else "")
    for service, truth in zip(catalogue.services, sandbox.services.values(), strict=True):
        assert (service.id, service.rate) == (str(truth.id), truth.rate)
        assert (service.min, service.max) == (truth.min, truth.max)
        assert service.name == line(truth.name)
        told = truth.type and dialect.type_word(truth.type)
        assert service.type is parse_type(told)
        flags = dialect.flags != "missing"
        assert service.refill == (truth.refill and flags)
        assert service.cancel == (truth.cancel and flags)
        assert service.dripfeed == (truth.dripfeed and dialect.extras)
        assert bool(service.description) == bool(truth.desc and dialect.extras)
        assert "&lt;" not in service.description
        assert "<br>" not in service.description


async def test_an_empty_catalogue_in_every_dialect(dialect: Dialect) -> None:
    async with opened(dialect) as (sandbox, panel):
        sandbox.services.clear()
        catalogue = await panel.services()
    assert (catalogue.services, catalogue.whole) == ((), False)


async def test_orders_and_statuses_in_every_dialect(dialect: Dialect) -> None:
    async with opened(dialect) as (sandbox, panel):
        ids = [await place(panel, f"https://instagram.com/{number}") for number in range(3)]
        drip: Answers = {
            Field.LINK: "x.com/a",
            Field.QUANTITY: 100,
            Field.RUNS: 2,
            Field.INTERVAL: 5,
        }
        parent = await panel.add(FOLLOWERS, ServiceType.DEFAULT, drip)
        sandbox.set_status(ids[1], "Partial", remains=40, start_count=7)
        sandbox.set_status(ids[2], "Canceled")
        found = await panel.statuses([*ids, parent.order_id, UNKNOWN_ID])
        single = await panel.status(ids[1])
        with pytest.raises(PanelRejected) as caught:
            await panel.status(UNKNOWN_ID)
        orders = sandbox.orders
    assert set(ids) <= set(orders)
    assert caught.value.reason is Reason.BAD_ORDER
    reports = [found[order_id] for order_id in ids]
    assert all(isinstance(report, Report) for report in reports)
    statuses = [report.status for report in reports if isinstance(report, Report)]
    assert statuses == [OrderStatus.PENDING, OrderStatus.PARTIAL, OrderStatus.CANCELED]
    assert found[ids[1]] == single
    assert (single.remains, single.start_count) == (40, 7)
    assert single.charge == orders[ids[1]].state.charge
    children = found[parent.order_id]
    assert isinstance(children, Report)
    assert set(children.children) == set(orders[parent.order_id].children)
    if UNKNOWN_ID in found:
        assert isinstance(found[UNKNOWN_ID], PanelRejected)
    assert (Capability.MULTI_STATUS in panel.lacking) is False


async def test_a_missing_batch_is_learnt_in_every_dialect(dialect: Dialect) -> None:
    async with opened(dialect) as (_, panel):
        ids = [await place(panel, f"https://instagram.com/{number}") for number in range(2)]
        found = await panel.statuses(ids)
    assert set(found) == set(ids)
    assert (Capability.MULTI_STATUS in panel.lacking) == (dialect.statuses == "absent")


async def test_every_status_word_in_every_dialect(dialect: Dialect) -> None:
    async with opened(dialect) as (sandbox, panel):
        order_id = await place(panel)
        for word in ("Pending", "In progress", "Processing", "Completed", "Fail", "Refunded"):
            sandbox.set_status(order_id, word)
            report = await panel.status(order_id)
            assert report.status is not None
            if word in {"Completed", "Fail", "Refunded"}:
                assert report.status.final
            else:
                assert report.status.at_panel


async def test_refusals_of_add_in_every_dialect(dialect: Dialect) -> None:
    async with opened(dialect) as (sandbox, panel):
        first = await place(panel)
        with pytest.raises(PanelRejected) as duplicate:
            await place(panel)
        answers: Answers = {Field.LINK: "https://x.com/b", Field.QUANTITY: 1}
        with pytest.raises(PanelRejected) as few:
            await panel.add(FOLLOWERS, ServiceType.DEFAULT, answers)
        with pytest.raises(PanelRejected) as unknown:
            await place(panel, service="424242")
        sandbox.set_balance(Decimal(0))
        poor = await attempt(panel)
        sandbox.key = "another key than ours"
        locked = await attempt(panel)
    reasons = [caught.value.reason for caught in (duplicate, few, unknown)]
    assert reasons == [Reason.DUPLICATE, Reason.QUANTITY, Reason.BAD_SERVICE]
    if (
        dialect.error == "msg"
    ):  # no word that it is an error, and what such a refusal leads to is another `add`
        assert isinstance(poor, PanelUndetermined)
        assert isinstance(locked, PanelUndetermined)
    else:
        assert isinstance(poor, PanelRejected)
        assert isinstance(locked, PanelRejected)
        assert (poor.reason, locked.reason) == (Reason.NO_FUNDS, Reason.BAD_KEY)
    named = first if dialect.duplicate_names_order else None
    assert duplicate.value.order_id == named
    assert len(sandbox.orders) == 1


async def test_refills_in_every_dialect(dialect: Dialect) -> None:
    async with opened(dialect) as (sandbox, panel):
        ids = [await place(panel, f"https://instagram.com/{number}") for number in range(3)]
        for done in ids[:2]:
            sandbox.set_status(done, "Completed")
        if "refill" in dialect.lacks:
            for _ in range(2):
                with pytest.raises(PanelRejected) as absent:
                    await panel.refill(ids[0])
                assert absent.value.reason is Reason.NO_SUCH_ACTION
            assert panel.lacking == {Capability.REFILL}
            return
        first = await panel.refill(ids[0])
        many = await panel.refills(ids)
        second = many[ids[1]]
        assert isinstance(second, str)
        assert {first, second} == set(sandbox.refills)
        refused = [many[ids[0]], many[ids[2]]]
        assert [outcome.reason for outcome in refused if isinstance(outcome, PanelRejected)] == [
            *(Reason.ALREADY_REQUESTED, Reason.NOT_COMPLETED),
        ]
        sandbox.set_refill_status(first, "Rejected")
        assert (await panel.refill_status(first)).status is RefillStatus.REJECTED
        found = await panel.refill_statuses([first, second, UNKNOWN_ID])
        report = found[first]
        assert not isinstance(report, PanelError)
        assert report.status is RefillStatus.REJECTED
        assert isinstance(found[UNKNOWN_ID], PanelRejected)


async def test_cancellations_in_every_dialect(dialect: Dialect) -> None:
    async with opened(dialect) as (sandbox, panel):
        ids = [await place(panel, f"https://instagram.com/{number}") for number in range(3)]
        sandbox.set_status(ids[1], "Completed")
        outcomes = await panel.cancel([*ids, UNKNOWN_ID])
        asked = {
            order.id for order in sandbox.orders.values() if order.cancel_requested is not None
        }
    if "cancel" in dialect.lacks:
        assert panel.lacking == {Capability.CANCEL}
        assert all(isinstance(outcome, PanelRejected) for outcome in outcomes.values())
        return
    assert asked == {ids[0], ids[2]}
    assert [outcomes[order_id] is None for order_id in ids] == [True, False, True]
    late, unknown = outcomes[ids[1]], outcomes[UNKNOWN_ID]
    assert isinstance(late, PanelRejected)
    assert late.reason is Reason.NOT_CANCELABLE
    assert isinstance(unknown, PanelRejected)
    assert unknown.reason is Reason.BAD_ORDER


async def test_a_request_id_makes_add_idempotent_where_the_panel_takes_one() -> None:
    async with opened(Dialect(request_ids=True), request_id=True) as (sandbox, panel):
        answers: Answers = {Field.LINK: "https://instagram.com/a", Field.QUANTITY: 100}
        twice = [
            await panel.add(FOLLOWERS, ServiceType.DEFAULT, answers, request_id="r-1")
            for _ in range(2)
        ]
    assert twice[0].order_id == twice[1].order_id
    assert len(sandbox.orders) == 1


DEFINITE = {
    "wrong_key": Reason.BAD_KEY,
    "no_funds": Reason.NO_FUNDS,
    "rate_limit_429": Reason.RATE_LIMIT,
    "rate_limit_200": Reason.RATE_LIMIT,
    "maintenance": Reason.MAINTENANCE,
    "json_string": Reason.NO_SUCH_ACTION,
    "unknown_error": Reason.UNKNOWN,
    "unknown_error_moved": Reason.UNKNOWN,
}
HARMLESS = {"latency", "slow_drip", "duplicate_id"}


async def attempt(panel: Panel) -> Added | PanelError:
    answers: Answers = {Field.LINK: "https://instagram.com/z", Field.QUANTITY: 100}
    try:
        return await panel.add(FOLLOWERS, ServiceType.DEFAULT, answers)
    except PanelError as error:
        return error


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_add_under_every_fault_is_sent_once_and_never_believed_wrongly(kind: str) -> None:
    async with opened(timeout=0.5 if kind.startswith("hang") else 10) as (sandbox, panel):
        await place(panel)
        sandbox.faults.add("add", kind, seconds=0.01)
        outcome = await attempt(panel)
        adds = [request for request in sandbox.received if request.action == "add"]
        happened = len(sandbox.orders) == 2
    assert len(adds) == 2
    assert sandbox.faults.struck == {kind: 1}
    assert happened == (kind in IT_HAPPENED)
    if kind in HARMLESS:
        assert isinstance(outcome, Added)
    elif kind in DEFINITE:
        assert isinstance(outcome, PanelRejected)
        assert outcome.reason is DEFINITE[kind]
    else:
        assert isinstance(outcome, PanelUndetermined)
    if happened and isinstance(outcome, PanelRejected):
        assert outcome.reason is Reason.UNKNOWN  # so that the caller looks at the balance
    if not happened:
        assert kind in NOTHING_HAPPENED
        assert not isinstance(outcome, Added)


@pytest.mark.parametrize("kind", sorted(KINDS - {"answer", "answer_after", "odd_id"}))
async def test_a_status_under_every_fault_is_read_or_comes_later(kind: str) -> None:
    async with opened(timeout=0.3 if kind.startswith("hang") else 10) as (sandbox, panel):
        order_id = await place(panel)
        sandbox.faults.add("status", kind, seconds=0.01)
        outcome = await ask_status(panel, order_id)
    if isinstance(outcome, PanelRejected):
        assert kind in DEFINITE | {"null": None, "error_and_order": None}
    elif isinstance(outcome, PanelUnavailable):
        assert kind in {"huge", "duplicate_id"}
    else:
        assert isinstance(outcome, Report)
        assert outcome.status is OrderStatus.PENDING


async def ask_status(panel: Panel, order_id: str) -> Report | PanelError:
    try:
        return await panel.status(order_id)
    except PanelError as error:
        return error


async def test_a_panel_that_hangs_lets_others_be_asked() -> None:
    async with opened(timeout=20) as (slow, first), opened() as (_, second):
        hang = slow.faults.add("add", "hang")
        waiting = asyncio.create_task(attempt(first))
        await hang.began.wait()
        assert await place(second)
        assert not waiting.done()
        slow.faults.release()
        assert isinstance(await waiting, PanelUndetermined)

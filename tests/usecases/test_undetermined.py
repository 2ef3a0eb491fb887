"""Every way in which `add` can go wrong, against what the panel really did.

However it ends, the panel gets one `add`; an order that may have been placed is never sent again, whatever runs afterwards.
"""

import asyncio
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from bot.domain.notice import NoticeKind
from bot.domain.order import OrderStatus
from bot.domain.service import ServiceType
from bot.panel import Panel
from bot.usecases import submitting
from storage import Storage
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, Shop, open_shop
from tests.usecases.typed import BY_TYPE

_MAYBE: dict[str, dict[str, Any]] = {
    "no answer": {"kind": "hang"},
    "no answer after the effect": {"kind": "hang_after"},
    "the effect comes after we gave up": {"kind": "latency", "seconds": 600},
    "reset": {"kind": "reset_before"},
    "reset after the effect": {"kind": "reset_after"},
    "500": {"kind": "status_500_before"},
    "500 after the effect": {"kind": "status_500_after"},
    "502 after the effect": {"kind": "status_500_after", "status": 502},
    "a web page": {"kind": "html"},
    "a web page after the effect": {"kind": "html_after"},
    "a web page at 403": {"kind": "html", "status": 403},
    "empty": {"kind": "empty"},
    "empty after the effect": {"kind": "empty_after"},
    "empty at 500": {"kind": "empty_after", "status": 500},
    "null": {"kind": "null"},
    "truncated": {"kind": "truncated"},
    "cut off": {"kind": "cut_off"},
    "dripping": {"kind": "slow_drip", "seconds": 600},
    "huge": {"kind": "huge"},
    "redirected": {"kind": "redirect_307"},
    "an error and an order": {"kind": "error_and_order"},
    "no id": {"kind": "odd_id", "value": None},
    "an empty id": {"kind": "odd_id", "value": ""},
    "a list for an id": {"kind": "odd_id", "value": [1]},
    "true for an id": {"kind": "odd_id", "value": True},
    "a sentence that is no answer": {"kind": "json_string", "value": "Our robots are asleep"},
    "nothing said": {"kind": "answer_after", "value": {}},
    "another answer": {"kind": "answer_after", "value": {"balance": "3"}},
    "a list": {"kind": "answer_after", "value": []},
    "an unknown error that cost money": {"kind": "unknown_error_moved"},
    "an unknown error at 500": {"kind": "unknown_error_moved", "status": 500},
}


@pytest.mark.parametrize("fault", _MAYBE.values(), ids=_MAYBE)
async def test_an_untrustworthy_answer_leaves_the_order_unconfirmed_for_good(
    shop: Shop, fault: dict[str, Any]
) -> None:
    order = await shop.order(quantity=1000)
    shop.fault("add", **fault)
    await shop.lanes()
    assert await shop.status(order) is OrderStatus.UNCONFIRMED
    await shop.live()
    shop.truth.faults.release()
    await shop.restart()
    for _ in range(3):
        await shop.live(hours=1)
    assert len(shop.adds()) == 1
    assert len(shop.truth.orders) <= 1
    assert await shop.status(order) is OrderStatus.UNCONFIRMED
    assert shop.news() == [(order.id, "unconfirmed")]
    for operator in (OPERATOR, SECOND_OPERATOR):
        told = shop.told(operator, NoticeKind.UNCONFIRMED)
        assert [notice.subject for notice in told] == [order.id]
    assert shop.alerts() == []


@pytest.mark.parametrize("fault", _MAYBE.values(), ids=_MAYBE)
async def test_the_evidence_is_kept(shop: Shop, fault: dict[str, Any]) -> None:
    order = await shop.order(quantity=1000)
    struck = shop.fault("add", **fault)
    await shop.lanes()
    attempt = await shop.attempt(order)
    assert attempt.started_at == attempt.ended_at == shop.clock.now
    assert attempt.outcome.startswith("main: ")
    assert attempt.balance_before == Decimal(100)
    if fault["kind"] == "latency":  # the panel may be slower than our second look
        assert attempt.balance_after in {Decimal(100), shop.truth.balance}
    else:
        assert attempt.balance_after == shop.truth.balance
    assert shop.truth.key not in attempt.answer
    assert struck.began.is_set()


async def test_the_answer_itself_is_evidence(shop: Shop) -> None:
    order = await shop.order()
    shop.truth.faults.add("add", "error_and_order", value="Something odd")
    await shop.lanes()
    attempt = await shop.attempt(order)
    (placed,) = shop.truth.orders
    assert attempt.hinted_order_id == placed
    assert "Something odd" in attempt.answer
    assert attempt.http_status == 200


async def test_the_answer_is_kept_though_the_bot_dies_while_reading_the_balance(
    shop: Shop,
) -> None:
    """A panel that is in trouble is slow to tell the balance too."""
    order = await shop.order()
    shop.truth.faults.add("add", "error_and_order", value="Something odd")
    shop.truth.faults.add("balance", "answer", value={"balance": "100", "currency": "USD"})
    hanging = shop.truth.faults.add("balance", "hang")
    sending = asyncio.create_task(shop.lanes())
    await hanging.began.wait()
    await _die(sending)
    await shop.restart()
    attempt = await shop.attempt(order)
    assert "Something odd" in attempt.answer
    assert attempt.hinted_order_id is not None
    assert await shop.status(order) is OrderStatus.UNCONFIRMED


async def test_the_id_of_another_order_is_no_answer(shop: Shop) -> None:
    first = await shop.placed()
    second = await shop.order()
    shop.truth.faults.add("add", "duplicate_id")
    await shop.live(seconds=1)
    assert await shop.status(second) is OrderStatus.UNCONFIRMED
    assert (await shop.get(second)).panel_order_id is None
    attempt = await shop.attempt(second)
    assert attempt.outcome == f"answered the id of another order, {first.panel_order_id}"
    assert attempt.hinted_order_id is None
    assert await shop.status(first) is OrderStatus.PENDING
    assert shop.news() == [(second.id, "unconfirmed")]


async def test_an_unknown_refusal_is_a_refusal_if_the_balance_did_not_move(shop: Shop) -> None:
    order = await shop.order()
    shop.truth.faults.add("add", "unknown_error", value="Our robots are asleep")
    await shop.live()
    attempt = await shop.attempt(order)
    assert await shop.status(order) is OrderStatus.REJECTED
    assert attempt.balance_before == attempt.balance_after == Decimal(100)
    assert shop.alerts() == [("panel_refuses", "main")]
    alert = shop.told(OPERATOR, NoticeKind.ALERT)[0]
    assert alert.data["reason"] == "Our robots are asleep", "operators see it as it came"
    assert (await shop.get(order)).reason == "", "the customer doesn't"
    await shop.live(hours=1)
    assert len(shop.adds()) == 1


async def test_an_unknown_refusal_whose_balance_cannot_be_read_is_unconfirmed(shop: Shop) -> None:
    order = await shop.order()
    shop.truth.faults.add("add", "unknown_error")
    mute = partial(shop.truth.faults.add, "balance", "html", times=None)
    with shop.when_written("attempts", mute):
        await shop.live()
    assert await shop.status(order) is OrderStatus.UNCONFIRMED
    attempt = await shop.attempt(order)
    assert (attempt.balance_before, attempt.balance_after) == (Decimal(100), None)


async def test_what_costs_nothing_when_placed_proves_nothing_by_the_balance(shop: Shop) -> None:
    subscription = await shop.confirm(await shop.fill(BY_TYPE[ServiceType.SUBSCRIPTIONS]))
    shop.truth.faults.add("add", "unknown_error_moved")
    await shop.live()
    assert await shop.status(subscription) is OrderStatus.UNCONFIRMED
    free = await shop.order(service="1012", quantity=10)
    shop.truth.faults.add("add", "unknown_error_moved")
    await shop.live()
    assert await shop.status(free) is OrderStatus.UNCONFIRMED


async def _die(task: "asyncio.Task[Any]") -> None:
    """As kill -9 would end it: nothing more is written."""
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("kind", ["hang", "hang_after"])
async def test_death_during_add_leaves_it_unconfirmed(storage: Storage, kind: str) -> None:
    async with open_shop(storage) as shop:
        order = await shop.order()
        fault = shop.truth.faults.add("add", kind)
        sending = asyncio.create_task(shop.lanes())
        await fault.began.wait()
        await _die(sending)
        assert await shop.status(order) is OrderStatus.SUBMITTING
        shop.truth.faults.release()
        await shop.restart()
        for _ in range(2):
            await shop.live(hours=1)
        assert await shop.status(order) is OrderStatus.UNCONFIRMED
        assert (await shop.attempt(order)).outcome == "the bot stopped while sending"
        assert len(shop.adds()) == 1
        assert shop.news() == [(order.id, "unconfirmed")]


async def test_death_before_add_leaves_it_unconfirmed_and_unsent(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the attempt's row and the first byte: nobody can know that nothing left."""
    order = await shop.order()
    began = asyncio.Event()

    async def never(*_: object, **__: object) -> None:
        began.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr(Panel, "add", never)
        sending = asyncio.create_task(shop.lanes())
        await began.wait()
        await _die(sending)
    await shop.restart()
    await shop.live(hours=1)
    assert await shop.status(order) is OrderStatus.UNCONFIRMED
    assert shop.adds() == []


async def test_death_before_the_attempt_was_written_sends_it_after_the_restart(shop: Shop) -> None:
    order = await shop.order()
    hanging = shop.truth.faults.add("balance", "hang")
    sending = asyncio.create_task(shop.lanes())
    await hanging.began.wait()
    await _die(sending)
    await shop.restart()
    await shop.live()
    assert await shop.status(order) is OrderStatus.PENDING
    assert len(shop.adds()) == 1


async def test_death_after_add_before_it_is_written_down(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await shop.order()
    real, placed = Panel.add, asyncio.Event()

    async def add(*given: Any, **named: Any) -> None:
        await real(*given, **named)
        placed.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr(Panel, "add", add)
        sending = asyncio.create_task(shop.lanes())
        await placed.wait()
        await _die(sending)
    await shop.restart()
    await shop.live(hours=1)
    assert await shop.status(order) is OrderStatus.UNCONFIRMED
    assert len(shop.adds()) == len(shop.truth.orders) == 1


async def test_an_order_that_this_run_is_sending_is_not_recovered(shop: Shop) -> None:
    order = await shop.order()
    fault = shop.truth.faults.add("add", "latency", seconds=600)
    sending = asyncio.create_task(shop.lanes())
    await fault.began.wait()
    assert await submitting.recover(shop.desk) == 0
    shop.truth.faults.release()
    await sending
    assert await shop.status(order) is OrderStatus.PENDING


async def test_an_answer_that_comes_after_another_run_took_over_is_a_hint(shop: Shop) -> None:
    order = await shop.order()
    fault = shop.truth.faults.add("add", "latency", seconds=600)
    sending = asyncio.create_task(shop.lanes())
    await fault.began.wait()
    await shop.restart()
    shop.truth.faults.release()
    await sending
    assert await shop.status(order) is OrderStatus.UNCONFIRMED, "only an operator decides now"
    attempt = await shop.attempt(order)
    assert attempt.outcome == "placed, told too late"
    assert attempt.hinted_order_id in shop.truth.orders


async def test_a_bug_on_the_way_is_unconfirmed_and_raised(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await shop.order()

    async def add(*_: object, **__: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(Panel, "add", add)
    with pytest.raises(KeyError):
        await submitting.submit_next(shop.desk, "main")
    assert await shop.status(order) is OrderStatus.UNCONFIRMED
    assert (await shop.attempt(order)).outcome == "an error inside the bot"
    await shop.live(hours=1)
    assert shop.news() == [(order.id, "unconfirmed")]


async def test_a_bug_after_the_answer_is_unconfirmed_and_raised(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await shop.order()

    async def note_flowing(*_: object, **__: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr("bot.usecases.balances.note_flowing", note_flowing)
    with pytest.raises(KeyError):
        await submitting.submit_next(shop.desk, "main")
    assert await shop.status(order) is OrderStatus.UNCONFIRMED
    await shop.live(hours=1)
    assert len(shop.adds()) == 1
    assert shop.news(CUSTOMER) == [(order.id, "unconfirmed")]


async def test_a_slow_but_whole_answer_is_an_answer(shop: Shop) -> None:
    order = await shop.order()
    shop.truth.faults.add("add", "slow_drip", seconds=0.1)
    await shop.lanes()
    assert await shop.status(order) is OrderStatus.PENDING


async def test_a_duplicate_refusal_names_the_earlier_order(storage: Storage) -> None:
    async with open_shop(storage) as shop:
        text = "You have active order with this link. (#100011)"
        order = await shop.order()
        shop.truth.faults.add("add", "answer", value={"error": text})
        await shop.live()
        assert await shop.status(order) is OrderStatus.REJECTED
        assert (await shop.get(order)).reason == text
        assert (await shop.attempt(order)).hinted_order_id == "100011"

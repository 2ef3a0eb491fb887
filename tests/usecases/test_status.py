"""What operators see of how things are, and what is kept of a bug."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.staff import Right
from bot.domain.status import Queue, Waiting
from bot.panel import Capability
from bot.usecases import incidents, status
from storage.incidents import _KEPT
from tests.usecases.shop import CUSTOMER, OPERATOR, STRANGER, Shop

SECRET = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


async def test_a_quiet_shop(shop: Shop) -> None:
    found = await status.status(shop.desk, OPERATOR)
    assert all(queue == Waiting() for queue in found.queues.values())
    assert set(found.queues) == set(Queue)
    assert found.books.engine in {"SQLite", "PostgreSQL"}
    assert found.books.version[0].isdigit()
    assert found.books.step.isdigit()
    assert found.books.size > 0
    assert found.running.since == shop.clock.now
    assert found.running.telegram.startswith("22.")
    assert found.running.lag >= timedelta(0)
    assert found.incidents == ()


async def test_what_waits_and_since_when(shop: Shop) -> None:
    began = shop.clock.now
    shop.fault("balance", kind="status_500_before", times=100)
    await shop.order()
    shop.clock.move(minutes=3)
    await shop.order()
    found = await status.status(shop.desk, OPERATOR)
    assert found.queues[Queue.TO_SEND] == Waiting(2, began)


async def test_an_order_to_decide_one_to_look_at_and_what_is_to_be_told(shop: Shop) -> None:
    await shop.placed()
    shop.fault("add", kind="reset_after")
    await shop.order()
    await shop.lanes()
    sent = shop.clock.now
    shop.clock.move(hours=1)
    queues = (await status.status(shop.desk, OPERATOR)).queues
    assert queues[Queue.TO_DECIDE] == Waiting(1, sent)
    assert queues[Queue.TO_CHECK] == Waiting(1, sent + shop.desk.pace.first_check)
    assert queues[Queue.TO_TELL].count > 0
    assert queues[Queue.TO_TELL].since == sent
    await shop.live()
    queues = (await status.status(shop.desk, OPERATOR)).queues
    assert queues[Queue.TO_CHECK] == queues[Queue.TO_TELL] == Waiting()


async def test_refills_and_cancellations_wait_too(shop: Shop) -> None:
    order = await shop.placed()
    async with shop.storage.transaction() as tx:
        now = shop.clock()
        await tx.refills.open(order_id=order.id, user_id=CUSTOMER, panel="main", now=now)
        await tx.cancellations.open(order_id=order.id, user_id=CUSTOMER, panel="main", now=now)
    queues = (await status.status(shop.desk, OPERATOR)).queues
    assert queues[Queue.REFILLS] == queues[Queue.CANCELLATIONS] == Waiting(1, now)


async def test_panels_that_answer_that_do_not_and_that_were_not_asked(two_panels: Shop) -> None:
    shop = two_panels
    await shop.desk.panels["main"].balance()
    shop.truths["spare"].faults.add("balance", kind="html", times=100)
    await shop.order(panel="spare")
    await shop.lanes("spare")
    shop.desk.panels["spare"]._lacks.learn(Capability.CANCEL)
    main, spare = (await status.status(shop.desk, OPERATOR)).panels
    assert (main.name, main.answering, main.failures) == ("main", True, 0)
    assert main.exchanges >= 2
    assert main.median is not None
    assert main.synced_at == shop.clock.now
    assert (main.balance, main.balance_at) == (None, None)
    assert (spare.answering, spare.lacking) == (False, ("cancel",))
    assert spare.failures > 0


async def test_the_balance_and_its_age(shop: Shop) -> None:
    await shop.placed()
    read_at = shop.clock.now
    shop.clock.move(minutes=5)
    (main,) = (await status.status(shop.desk, OPERATOR)).panels
    assert (main.balance, main.currency, main.balance_at) == (Decimal(100), "USD", read_at)


@pytest.mark.parametrize("user_id", [CUSTOMER, STRANGER])
async def test_customers_see_nothing_of_it(shop: Shop, user_id: int) -> None:
    for ask in (status.status(shop.desk, user_id), status.incident(shop.desk, user_id, 1)):
        with pytest.raises(ShopError) as refused:
            await ask
        assert refused.value.problem is Problem.NOT_ALLOWED


async def test_operators_see_how_things_are_and_owners_what_went_wrong(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(CUSTOMER, {Right.ORDERS}, shop.clock(), by=OPERATOR)
    number = await report(shop, ValueError("no"))
    assert (await status.status(shop.desk, CUSTOMER)).incidents == ()
    assert [each.number for each in (await status.status(shop.desk, OPERATOR)).incidents] == [
        number
    ]
    with pytest.raises(ShopError) as refused:
        await status.incident(shop.desk, CUSTOMER, number)
    assert refused.value.problem is Problem.NO_RIGHT


def fail(error: Exception) -> None:
    raise error


def fail_elsewhere(error: Exception) -> None:
    raise error


async def report(shop: Shop, error: Exception, where: object = fail) -> int:
    try:
        (fail if where is fail else fail_elsewhere)(error)
    except Exception as raised:  # noqa: BLE001 - as whatever catches bugs does
        return await incidents.report(shop.desk, raised)
    raise AssertionError("it fails")


async def test_the_same_place_is_told_once_and_counted(shop: Shop) -> None:
    first = shop.clock.now
    for _ in range(3):
        await report(shop, ValueError("no"))
        shop.clock.move(minutes=1)
    other = await report(shop, KeyError("x"), fail_elsewhere)
    latest = (await status.status(shop.desk, OPERATOR)).incidents
    assert [(each.number, each.times) for each in latest] == [(other, 1), (3, 3)]
    found = await status.incident(shop.desk, OPERATOR, 2)
    assert (found.number, found.times, found.first) == (2, 3, first)
    assert found.place == "test_status.py:fail"
    assert found.error == "ValueError: no"


async def test_what_is_kept_of_a_bug_holds_no_secrets_and_no_values(shop: Shop) -> None:
    said = f"POST https://api/bot{SECRET}/x via http://me:pass@proxy failed\n[parameters: ('Ann',)]"
    try:
        try:
            fail(RuntimeError("Ann"))
        except RuntimeError as cause:
            raise ValueError(said + "x" * 1000) from cause
    except ValueError as error:
        number = await incidents.report(shop.desk, error)
    kept = await status.incident(shop.desk, OPERATOR, number)
    assert kept.error == "ValueError: POST https://api/bot[hidden]/x via http://proxy failed"
    for secret in (SECRET, "pass", "Ann", "/work", "/root"):
        assert secret not in f"{kept.error} {kept.trace} {kept.place}"
    assert "tests/usecases/test_status.py:" in kept.trace
    assert "because of RuntimeError" in kept.trace
    assert kept.trace.endswith(" fail")


async def test_a_long_error_is_cut_and_an_empty_one_named(shop: Shop) -> None:
    long = await status.incident(shop.desk, OPERATOR, await report(shop, ValueError("x" * 5000)))
    bare = await status.incident(shop.desk, OPERATOR, await report(shop, ValueError()))
    assert len(long.error) <= 300
    assert bare.error == "ValueError"


async def test_only_the_newest_are_kept(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        for number in (1, 2, _KEPT + 1):
            await tx.incidents.add(number, shop.clock(), place="x", error="e", trace="")
        assert await tx.incidents.get(1) is None
        kept = await tx.incidents.get(2)
    assert kept is not None
    assert kept.times == 2
    with pytest.raises(ShopError) as unknown:
        await status.incident(shop.desk, OPERATOR, 1)
    assert unknown.value.problem is Problem.NOT_FOUND

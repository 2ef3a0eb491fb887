"""What operators do to others' orders, one or many: it goes the way of the queues, and is written down."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.many import MOST, Deed, Done, Unable
from bot.domain.notice import NoticeKind
from bot.domain.order import Order, OrderStatus
from bot.domain.page import Place
from bot.domain.refill import CancellationStatus, RefillStatus
from bot.domain.staff import Right
from bot.panel import Capability
from bot.usecases import acting, cancelling, dossiers, finding, refilling
from storage.journal import JournalFilter
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, STRANGER, Shop

REFILLABLE = "1002"
NO_CANCEL = "1004"
S = OrderStatus
UPDATES = iter(range(10**6, 10**7))


async def deeds(shop: Shop, order: Order) -> list[tuple[int, Act]]:
    about = JournalFilter(kind=Kind.ORDER, number=order.id)
    async with shop.storage.reading() as tx:
        found = await tx.journal.page(about, Place(), size=9)
    return [(entry.actor_id, entry.act) for entry in found.items]


async def cancel(shop: Shop, order: Order, update_id: int | None = None) -> Order:
    return await acting.cancel(shop.desk, OPERATOR, order.id, update_id=update_id or next(UPDATES))


async def refill(shop: Shop, order: Order) -> None:
    await acting.refill(shop.desk, OPERATOR, order.id, update_id=next(UPDATES))


async def done(shop: Shop, order: Order) -> Order:
    """Delivered by its panel."""
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    await shop.live(minutes=2)
    return await shop.get(order)


# One order


async def test_an_order_that_was_not_sent_is_taken_back_and_its_owner_told(shop: Shop) -> None:
    order = await shop.order()
    taken = await cancel(shop, order)
    assert taken.status is S.CANCELED
    await shop.live()
    assert shop.adds() == []
    assert shop.news() == [(order.id, "canceled")]
    assert await deeds(shop, order) == [(OPERATOR, Act.ORDER_TAKEN_BACK)]


async def test_a_panel_is_asked_to_cancel_and_the_owners_card_follows(shop: Shop) -> None:
    order = await shop.placed()
    await shop.tell()
    await cancel(shop, order)
    await shop.live()
    assert [f["orders"] for f in shop.asked("cancel")] == [order.panel_order_id]
    assert await deeds(shop, order) == [(OPERATOR, Act.ORDER_CANCEL_ASKED)]
    cards = [notice.user_id for notice in shop.mail if notice.kind is NoticeKind.CARD]
    assert set(cards) == {CUSTOMER}
    for _ in range(3):
        await shop.live(minutes=1)
    assert shop.news() == [(order.id, "canceled")]


async def test_whoever_asked_hears_that_it_was_in_vain(shop: Shop) -> None:
    order = await shop.placed()
    refused = [{"order": order.panel_order_id, "cancel": {"error": "It has already started."}}]
    shop.truth.faults.add("cancel", "answer", value=refused)
    await cancel(shop, order)
    await shop.live()
    assert len(shop.told(OPERATOR, NoticeKind.CANCELLATION)) == 1
    assert shop.told(CUSTOMER, NoticeKind.CANCELLATION) == []
    delivered = await done(shop, await shop.placed(service=REFILLABLE))
    shop.truth.refill_wait = 86_400
    await refill(shop, delivered)
    await shop.live()
    assert len(shop.told(OPERATOR, NoticeKind.REFILL)) == 1
    assert shop.told(CUSTOMER, NoticeKind.REFILL) == []


async def test_a_tap_that_comes_twice_is_one_deed(shop: Shop) -> None:
    order = await shop.placed()
    for _ in range(2):
        await cancel(shop, order, update_id=77)
    await shop.live()
    assert len(shop.asked("cancel")) == 1
    assert await deeds(shop, order) == [(OPERATOR, Act.ORDER_CANCEL_ASKED)]


async def test_a_refill_is_asked_for_once_whoever_asks(shop: Shop) -> None:
    order = await done(shop, await shop.placed(service=REFILLABLE))
    await refill(shop, order)
    for ask in (
        refilling.ask(shop.desk, CUSTOMER, order.id),
        acting.refill(shop.desk, SECOND_OPERATOR, order.id, update_id=next(UPDATES)),
    ):
        with pytest.raises(ShopError) as refused:
            await ask
        assert refused.value.problem is Problem.ALREADY_ASKED
    await shop.live()
    assert len(shop.asked("refill")) == 1
    assert await deeds(shop, order) == [(OPERATOR, Act.ORDER_REFILL_ASKED)]


async def test_what_cannot_be_done_is_said_and_not_written_down(shop: Shop) -> None:
    order = await shop.placed(service=NO_CANCEL, quantity=100)
    with pytest.raises(ShopError) as refused:
        await cancel(shop, order)
    assert refused.value.problem is Problem.NOT_CANCELABLE
    with pytest.raises(ShopError) as refused:
        await refill(shop, order)
    assert refused.value.problem is Problem.NOT_REFILLABLE
    assert await deeds(shop, order) == []
    with pytest.raises(ShopError) as refused:
        await cancel(shop, replace(order, id=10**9))
    assert refused.value.problem is Problem.NOT_FOUND


async def test_the_history_tells_what_was_sent_asked_and_decided(shop: Shop) -> None:
    order = await shop.placed()
    await cancelling.ask(shop.desk, CUSTOMER, order.id)
    refused = [{"order": order.panel_order_id, "cancel": {"error": "It has already started."}}]
    shop.truth.faults.add("cancel", "answer", value=refused)
    await shop.live()
    await cancel(shop, order)
    found = await dossiers.history(shop.desk, OPERATOR, order.id)
    assert [attempt.outcome for attempt in found.attempts] == ["placed"]
    assert [request.status for request in found.cancellations] == [
        CancellationStatus.QUEUED,
        CancellationStatus.REFUSED,
    ]
    assert [request.user_id for request in found.cancellations] == [OPERATOR, CUSTOMER]
    assert [entry.act for entry in found.entries] == [Act.ORDER_CANCEL_ASKED]
    assert set(found.actors) == {OPERATOR}
    shown = await dossiers.dossier(shop.desk, OPERATOR, order.id)
    assert shown.owner is not None
    assert shown.owner.id == CUSTOMER
    assert shown.followed


# Many orders


async def chosen(shop: Shop, *orders: Order, by: int = OPERATOR) -> int:
    """A list in which these are ticked; nothing is, if none are given."""
    search = await finding.open_list(shop.desk, by)
    for order in orders:
        await finding.tick(shop.desk, by, search.id, order.id)
    return search.id


async def carry_out(shop: Shop, search_id: int, deed: Deed, by: int = OPERATOR) -> Done:
    did = await acting.carry_out(shop.desk, by, search_id, deed, update_id=next(UPDATES))
    assert did is not None
    return did


@pytest.fixture
async def mixed(shop: Shop) -> Sequence[Order]:
    """At the panel; at it and not to be canceled; done; asked about already; not sent."""
    running = await shop.placed()
    stubborn = await shop.placed(service=NO_CANCEL, quantity=100)
    ended = await done(shop, await shop.placed(service=REFILLABLE))
    asked = await shop.placed()
    await cancelling.ask(shop.desk, CUSTOMER, asked.id)
    queued = await shop.order()
    return running, stubborn, ended, asked, queued


async def test_the_plan_says_exactly_what_would_be_done_and_why_not_the_rest(
    shop: Shop, mixed: Sequence[Order]
) -> None:
    running, _, ended, _, queued = mixed
    search_id = await chosen(shop)
    plan = await acting.plan(shop.desk, OPERATOR, search_id, Deed.CANCEL)
    assert sorted(plan.able) == [running.id, queued.id]
    assert plan.unsent == 1
    assert plan.unable == {Unable.ENDED: 1, Unable.NOT_OFFERED: 1, Unable.ASKED: 1}
    refills = await acting.plan(shop.desk, OPERATOR, search_id, Deed.REFILL)
    assert list(refills.able) == [ended.id]
    refreshed = await acting.plan(shop.desk, OPERATOR, search_id, Deed.REFRESH)
    assert refreshed.unable == {Unable.ENDED: 1, Unable.NOT_SENT: 1}


async def test_many_are_canceled_through_the_queues_and_the_rest_told_apart(
    shop: Shop, mixed: Sequence[Order]
) -> None:
    running, _, _, asked, queued = mixed
    search_id = await chosen(shop)
    await acting.plan(shop.desk, OPERATOR, search_id, Deed.CANCEL)
    did = await carry_out(shop, search_id, Deed.CANCEL)
    assert (did.asked, did.taken_back) == (1, 1)
    assert did.unable == {Unable.ENDED: 1, Unable.NOT_OFFERED: 1, Unable.ASKED: 1}
    assert shop.asked("cancel") == []
    await shop.live()
    sent = {f["orders"] for f in shop.asked("cancel")}
    assert sent == {running.panel_order_id, asked.panel_order_id}
    assert await shop.status(queued) is S.CANCELED
    assert await deeds(shop, running) == [(OPERATOR, Act.ORDER_CANCEL_ASKED)]
    assert await deeds(shop, queued) == [(OPERATOR, Act.ORDER_TAKEN_BACK)]


async def test_what_has_come_of_many_is_told_together_and_nobody_is_told_of_each(
    shop: Shop,
) -> None:
    orders = [await done(shop, await shop.placed(service=REFILLABLE)) for _ in range(3)]
    search_id = await chosen(shop, *orders)
    await acting.plan(shop.desk, OPERATOR, search_id, Deed.REFILL)
    await carry_out(shop, search_id, Deed.REFILL)
    shop.truth.refill_wait = 86_400
    await shop.live()
    tally = await acting.tally(shop.desk, OPERATOR, search_id, Deed.REFILL)
    assert tally.states == {RefillStatus.REFUSED: 3}
    ((reason, count),) = tally.reasons.items()
    assert reason.endswith("less than 24 hours ago")
    assert count == 3
    for reader in (OPERATOR, CUSTOMER):
        assert shop.told(reader, NoticeKind.REFILL) == []


async def test_ticked_ones_alone_are_meant_if_any_are(shop: Shop) -> None:
    first, second = await shop.placed(), await shop.placed()
    search_id = await chosen(shop, first)
    plan = await acting.plan(shop.desk, OPERATOR, search_id, Deed.CANCEL)
    assert list(plan.able) == [first.id]
    await carry_out(shop, search_id, Deed.CANCEL)
    await shop.live()
    assert [f["orders"] for f in shop.asked("cancel")] == [first.panel_order_id]
    assert await deeds(shop, second) == []


async def test_what_came_after_the_question_is_not_in_the_answer(shop: Shop) -> None:
    search_id = await chosen(shop)
    asked = await shop.placed()
    await acting.plan(shop.desk, OPERATOR, search_id, Deed.CANCEL)
    late = await shop.placed()
    await carry_out(shop, search_id, Deed.CANCEL)
    await shop.live()
    assert [f["orders"] for f in shop.asked("cancel")] == [asked.panel_order_id]
    assert await deeds(shop, late) == []


async def test_two_operators_tick_each_in_a_list_of_their_own(shop: Shop) -> None:
    first, second = await shop.placed(), await shop.placed()
    mine = await chosen(shop, first)
    theirs = await chosen(shop, second, first, by=SECOND_OPERATOR)
    for operator, search_id in ((OPERATOR, mine), (SECOND_OPERATOR, theirs)):
        await acting.plan(shop.desk, operator, search_id, Deed.CANCEL)
    assert (await carry_out(shop, mine, Deed.CANCEL)).asked == 1
    other = await carry_out(shop, theirs, Deed.CANCEL, by=SECOND_OPERATOR)
    assert other.asked == 1
    assert other.unable == {Unable.ASKED: 1}
    with pytest.raises(ShopError) as refused:
        await acting.plan(shop.desk, SECOND_OPERATOR, mine, Deed.CANCEL)
    assert refused.value.problem is Problem.LIST_GONE


async def test_a_yes_that_comes_twice_is_carried_out_once(shop: Shop) -> None:
    await shop.placed()
    search_id = await chosen(shop)
    await acting.plan(shop.desk, OPERATOR, search_id, Deed.CANCEL)
    for expected in (True, False):
        did = await acting.carry_out(shop.desk, OPERATOR, search_id, Deed.CANCEL, update_id=5)
        assert (did is not None) == expected
    tally = await acting.tally(shop.desk, OPERATOR, search_id, Deed.CANCEL)
    assert tally.states == {CancellationStatus.QUEUED: 1}


async def test_refreshing_many_makes_them_due_at_once(shop: Shop) -> None:
    orders = [await shop.placed() for _ in range(3)]
    await shop.polls()
    before = len(shop.asked("status"))
    search_id = await chosen(shop)
    await acting.plan(shop.desk, OPERATOR, search_id, Deed.REFRESH)
    did = await carry_out(shop, search_id, Deed.REFRESH)
    assert did.asked == 3
    await shop.polls()
    (asked,) = shop.asked("status")[before:]
    assert asked["orders"].split(",") == [order.panel_order_id for order in orders]
    assert [await deeds(shop, order) for order in orders] == [[], [], []]


async def test_a_list_that_is_too_long_is_to_be_narrowed_down(shop: Shop) -> None:
    sample = await shop.order()
    async with shop.storage.transaction() as tx:
        for n in range(MOST):
            await tx.orders.insert(replace(sample, id=0), draft_id=1000 + n, link_key="x")
    search_id = await chosen(shop)
    with pytest.raises(ShopError) as refused:
        await acting.plan(shop.desk, OPERATOR, search_id, Deed.CANCEL)
    assert (refused.value.problem, refused.value.details) == (
        Problem.LIST_TOO_LONG,
        {"maximum": MOST},
    )
    with pytest.raises(ShopError):
        await finding.tick_all(shop.desk, OPERATOR, search_id, most=MOST)
    await finding.tick(shop.desk, OPERATOR, search_id, sample.id)
    assert list((await acting.plan(shop.desk, OPERATOR, search_id, Deed.CANCEL)).able) == [
        sample.id
    ]


async def test_an_empty_list_has_nothing_to_be_done(shop: Shop) -> None:
    with pytest.raises(ShopError) as refused:
        await acting.plan(shop.desk, OPERATOR, await chosen(shop), Deed.REFILL)
    assert refused.value.problem is Problem.NOTHING_THERE


async def test_a_panel_that_lacks_it_is_not_asked(shop: Shop) -> None:
    await shop.placed()
    shop.desk.panels["main"]._lacks.learn(Capability.CANCEL)
    plan = await acting.plan(shop.desk, OPERATOR, await chosen(shop), Deed.CANCEL)
    assert plan.unable == {Unable.NOT_OFFERED: 1}


async def test_without_the_right_nothing_is_done(shop: Shop) -> None:
    order = await shop.placed()
    search_id = await chosen(shop)
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(SECOND_OPERATOR, {Right.PEOPLE, Right.MONEY}, shop.clock())
    desk = shop.desk
    for who, problem in ((STRANGER, Problem.NOT_ALLOWED), (SECOND_OPERATOR, Problem.NO_RIGHT)):
        for attempt in (
            acting.cancel(desk, who, order.id, update_id=1),
            acting.refill(desk, who, order.id, update_id=1),
            acting.plan(desk, who, search_id, Deed.CANCEL),
            acting.carry_out(desk, who, search_id, Deed.CANCEL, update_id=1),
            acting.tally(desk, who, search_id, Deed.CANCEL),
            dossiers.dossier(desk, who, order.id),
            dossiers.history(desk, who, order.id),
            finding.open_list(desk, who),
            finding.look_up(desk, who, "1", {}),
            finding.listing(desk, who, search_id, size=6),
            finding.narrow(desk, who, search_id, "state", ""),
            finding.tick(desk, who, search_id, order.id),
            finding.tick_all(desk, who, search_id, most=9),
            finding.untick(desk, who, search_id),
        ):
            with pytest.raises(ShopError) as refused:
                await attempt
            assert refused.value.problem is problem
    assert await shop.status(order) is S.PENDING

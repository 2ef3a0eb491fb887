"""Who the shop's people are; who is kept out, and let in again."""

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.order import OrderStatus
from bot.domain.page import Place
from bot.domain.staff import Right
from bot.domain.user import User
from bot.usecases import access, drafting, people
from storage.journal import JournalFilter
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, STRANGER, Shop


async def acts(shop: Shop) -> list[tuple[Act, Kind, int]]:
    async with shop.storage.reading() as tx:
        found = (await tx.journal.page(JournalFilter(), Place(), size=20)).items
    return [(entry.act, entry.kind, entry.number) for entry in found]


async def test_a_person_with_what_they_ordered_lately(shop: Shop) -> None:
    payload = await access.invite(shop.desk, SECOND_OPERATOR)
    await access.redeem(shop.desk, await shop.meet(STRANGER, member=False), payload)
    came = shop.clock()
    await shop.placed(user_id=STRANGER, quantity=1000)
    shop.clock.move(days=40)
    order = await shop.placed(user_id=STRANGER, quantity=2000)
    await access.meet(shop.desk, User(id=STRANGER, first_name="Zoe"))
    found = await people.person(shop.desk, OPERATOR, STRANGER)
    assert (found.user.first_name, found.orders, found.running) == ("Zoe", 2, 2)
    assert (found.since, found.seen) == (came, shop.clock())
    assert found.spent == {order.currency: order.cost}
    assert found.invited_by is not None
    assert found.invited_by.id == SECOND_OPERATOR
    nobody = await people.person(shop.desk, OPERATOR, CUSTOMER)
    assert (nobody.orders, nobody.spent, nobody.invited_by) == (0, {}, None)


async def test_lists_of_people_and_searches(shop: Shop) -> None:
    await shop.placed()
    newest = await people.newcomers(shop.desk, OPERATOR, 0, size=2)
    assert [user.id for user in newest.items] == [STRANGER, CUSTOMER]
    assert newest.after
    busy = await people.busiest(shop.desk, OPERATOR)
    assert [(user.id, count) for user, count in busy] == [(CUSTOMER, 1)]
    shop.clock.move(days=8)
    assert await people.busiest(shop.desk, OPERATOR) == []
    found = await people.named(shop.desk, OPERATOR, "user 100", most=9)
    assert {user.id for user in found} == {CUSTOMER, STRANGER}
    for text in ("@nobody", "nobody", "999"):
        with pytest.raises(ShopError) as refused:
            await people.named(shop.desk, OPERATOR, text, most=9)
        assert refused.value.problem is Problem.USER_UNKNOWN


async def test_a_blocked_person_is_kept_out_while_their_orders_go_on(shop: Shop) -> None:
    order = await shop.placed()
    await shop.draft()
    async with shop.storage.transaction() as tx:
        await tx.users.set_asked(CUSTOMER, "x")
    user = await access.block(shop.desk, OPERATOR, CUSTOMER)
    assert user.blocked
    assert not access.may_enter(await shop.meet(CUSTOMER, member=False))
    async with shop.storage.transaction() as tx:
        assert await tx.drafts.of_user(CUSTOMER) is None
        known = await tx.users.get(CUSTOMER)
    assert known is not None
    assert known.asked is None
    shop.truth.set_status(str(order.panel_order_id), "Completed")
    await shop.live(minutes=2)
    assert await shop.status(order) is OrderStatus.COMPLETED
    assert shop.news() == [(order.id, "completed")]
    payload = await access.invite(shop.desk, OPERATOR)
    assert not access.may_enter(await access.redeem(shop.desk, known, payload))


async def test_blocking_and_unblocking_are_written_down_once(shop: Shop) -> None:
    for _ in range(2):
        await access.block(shop.desk, OPERATOR, CUSTOMER)
    for _ in range(2):
        assert access.may_enter(await access.unblock(shop.desk, OPERATOR, CUSTOMER))
    assert await acts(shop) == [
        (Act.USER_UNBLOCKED, Kind.USER, CUSTOMER),
        (Act.USER_BLOCKED, Kind.USER, CUSTOMER),
    ]
    form = await drafting.start(shop.desk, CUSTOMER, (await shop.listing()).key)
    assert form.draft.user_id == CUSTOMER


async def test_an_operator_is_dismissed_before_they_can_be_blocked(shop: Shop) -> None:
    with pytest.raises(ShopError) as refused:
        await access.block(shop.desk, OPERATOR, SECOND_OPERATOR)
    assert refused.value.problem is Problem.IS_OPERATOR
    for deed in (access.block, access.unblock):
        with pytest.raises(ShopError) as refused:
            await deed(shop.desk, OPERATOR, 10**6)
        assert refused.value.problem is Problem.USER_UNKNOWN


async def test_open_invitations_and_their_end(shop: Shop) -> None:
    first = await access.invite(shop.desk, OPERATOR)
    shop.clock.move(minutes=1)
    second = await access.invite(shop.desk, SECOND_OPERATOR)
    found = await people.invitations(shop.desk, OPERATOR, 0, size=9)
    assert [each.payload for each in found.shown] == [second, first]
    assert found.makers.keys() == {OPERATOR, SECOND_OPERATOR}
    far = await people.invitations(shop.desk, OPERATOR, 99, size=1)
    assert (far.page, far.total, [each.payload for each in far.shown]) == (1, 2, [first])
    await access.revoke(shop.desk, OPERATOR, found.shown[0].token)
    with pytest.raises(ShopError) as refused:
        await access.redeem(shop.desk, await shop.meet(STRANGER, member=False), second)
    assert refused.value.problem is Problem.INVITE_USED
    with pytest.raises(ShopError) as refused:
        await access.revoke(shop.desk, OPERATOR, found.shown[0].token)
    assert refused.value.problem is Problem.INVITE_GONE
    assert [act for act, _, _ in await acts(shop)] == [
        Act.INVITE_REVOKED,
        Act.INVITED,
        Act.INVITED,
    ]


async def test_without_the_right_nobody_is_shown_or_kept_out(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(SECOND_OPERATOR, {Right.ORDERS, Right.MONEY}, shop.clock())
    desk = shop.desk
    for who, problem in ((CUSTOMER, Problem.NOT_ALLOWED), (SECOND_OPERATOR, Problem.NO_RIGHT)):
        for attempt in (
            people.newcomers(desk, who, 0, size=9),
            people.busiest(desk, who),
            people.named(desk, who, "user", most=9),
            people.person(desk, who, CUSTOMER),
            people.invitations(desk, who, 0, size=9),
            access.invite(desk, who),
            access.revoke(desk, who, "x"),
            access.block(desk, who, CUSTOMER),
            access.unblock(desk, who, CUSTOMER),
        ):
            with pytest.raises(ShopError) as refused:
                await attempt
            assert refused.value.problem is problem

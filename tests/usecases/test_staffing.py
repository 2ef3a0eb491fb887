"""Owners appoint and dismiss; nobody locks everybody out."""

import asyncio
from collections.abc import Set as AbstractSet

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Entry, Kind
from bot.domain.notice import NoticeKind
from bot.domain.page import Place
from bot.domain.staff import Right
from bot.usecases import access, staffing
from storage.journal import JournalFilter
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, STRANGER, Shop


async def rights(shop: Shop, user_id: int) -> frozenset[Right]:
    async with shop.storage.reading() as tx:
        return await tx.staff.rights(user_id)


async def give(shop: Shop, user_id: int, *given: Right, by: int = OPERATOR) -> None:
    await staffing.set_rights(shop.desk, by, user_id, frozenset(given))


async def log(shop: Shop) -> list[Entry]:
    async with shop.storage.reading() as tx:
        return list((await tx.journal.page(JournalFilter(), Place(), size=20)).items)


async def refused(shop: Shop, user_id: int, given: AbstractSet[Right], by: int) -> Problem:
    with pytest.raises(ShopError) as no:
        await (
            staffing.set_rights(shop.desk, by, user_id, given)
            if given
            else staffing.dismiss(shop.desk, by, user_id)
        )
    return no.value.problem


@pytest.fixture
async def owner(shop: Shop) -> int:
    """An owner who isn't in the settings."""
    await give(shop, CUSTOMER, Right.OWNER)
    await shop.tell()
    shop.mail.clear()
    return CUSTOMER


async def test_somebody_is_appointed_told_and_may_do_it_at_once(shop: Shop) -> None:
    await give(shop, STRANGER, Right.ORDERS, Right.MONEY)
    assert await rights(shop, STRANGER) == {Right.ORDERS, Right.MONEY}
    assert access.may_enter(await shop.meet(STRANGER, member=False))
    await shop.tell()
    assert len(shop.told(STRANGER, NoticeKind.RIGHTS)) == 1
    (entry,) = await log(shop)
    assert (entry.actor_id, entry.act) == (OPERATOR, Act.APPOINTED)
    assert (entry.kind, entry.number) == (Kind.USER, STRANGER)
    assert entry.details == {"rights": "money orders"}
    async with shop.storage.reading() as tx:
        known = await tx.staff.get(STRANGER)
    assert known is not None
    assert (known.appointed_by, known.named) == (OPERATOR, False)


async def test_other_rights_are_told_the_same_ones_are_not(shop: Shop) -> None:
    for _ in range(2):
        await give(shop, CUSTOMER, Right.ORDERS)
    shop.clock.move(seconds=1)
    await give(shop, CUSTOMER, Right.PEOPLE)
    await shop.tell()
    assert len(shop.told(CUSTOMER, NoticeKind.RIGHTS)) == 2
    assert [entry.act for entry in await log(shop)] == [Act.RIGHTS_CHANGED, Act.APPOINTED]


async def test_whoever_may_everything_is_kept_as_an_owner_and_no_more(shop: Shop) -> None:
    await give(shop, CUSTOMER, *Right)
    assert await rights(shop, CUSTOMER) == {Right.OWNER}


async def test_a_dismissed_operator_may_nothing_and_stays_a_customer(shop: Shop) -> None:
    await give(shop, STRANGER, Right.OWNER)
    async with shop.storage.transaction() as tx:
        await tx.users.set_asked(STRANGER, "x")
    shop.clock.move(seconds=1)
    user = await staffing.dismiss(shop.desk, OPERATOR, STRANGER)
    assert not user.operator
    assert user.asked is None
    assert access.may_enter(user)
    await shop.tell()
    assert len(shop.told(STRANGER, NoticeKind.RIGHTS)) == 2
    assert (await log(shop))[0].act is Act.DISMISSED
    await staffing.dismiss(shop.desk, OPERATOR, STRANGER)
    assert len(await log(shop)) == 2
    assert await refused(shop, CUSTOMER, {Right.MONEY}, by=STRANGER) is Problem.NOT_ALLOWED


async def test_who_is_in_the_settings_stays_an_owner(shop: Shop) -> None:
    for by in (OPERATOR, SECOND_OPERATOR):
        assert await refused(shop, OPERATOR, set(), by=by) is Problem.NAMED_OWNER
        assert await refused(shop, OPERATOR, {Right.MONEY}, by=by) is Problem.NAMED_OWNER


async def test_the_last_owner_stays_one(shop: Shop, owner: int) -> None:
    await staffing.name_owners(shop.desk, ())
    assert await refused(shop, owner, set(), by=owner) is Problem.LAST_OWNER
    assert await refused(shop, owner, {Right.ORDERS}, by=owner) is Problem.LAST_OWNER
    await give(shop, STRANGER, Right.OWNER, by=owner)
    await staffing.dismiss(shop.desk, owner, owner)
    assert await rights(shop, owner) == frozenset()
    assert await refused(shop, STRANGER, set(), by=STRANGER) is Problem.LAST_OWNER


async def test_two_owners_who_dismiss_each_other_at_once_leave_one(shop: Shop, owner: int) -> None:
    await give(shop, STRANGER, Right.OWNER)
    await staffing.name_owners(shop.desk, ())
    did = await asyncio.gather(
        staffing.dismiss(shop.desk, owner, STRANGER),
        staffing.dismiss(shop.desk, STRANGER, owner),
        return_exceptions=True,
    )
    assert sum(isinstance(each, ShopError) for each in did) == 1
    async with shop.storage.reading() as tx:
        assert len(await tx.staff.who_may(Right.OWNER)) == 1


async def test_who_cannot_be_appointed(shop: Shop) -> None:
    await access.block(shop.desk, OPERATOR, STRANGER)
    for user_id, given, problem in (
        (10**6, {Right.MONEY}, Problem.USER_UNKNOWN),
        (STRANGER, {Right.MONEY}, Problem.OPERATOR_BLOCKED),
    ):
        assert await refused(shop, user_id, given, by=OPERATOR) is problem
    with pytest.raises(ShopError) as no:
        await staffing.set_rights(shop.desk, OPERATOR, CUSTOMER, frozenset())
    assert no.value.problem is Problem.NO_RIGHTS_CHOSEN


async def test_only_owners_appoint(shop: Shop) -> None:
    await give(shop, CUSTOMER, *(set(Right) - {Right.OWNER}))
    for given in ({Right.MONEY}, {Right.OWNER}, set[Right]()):
        assert await refused(shop, CUSTOMER, given, by=CUSTOMER) is Problem.NO_RIGHT
    for attempt in (
        staffing.team(shop.desk, CUSTOMER),
        staffing.one(shop.desk, CUSTOMER, CUSTOMER),
    ):
        with pytest.raises(ShopError) as no:
            await attempt
        assert no.value.problem is Problem.NO_RIGHT


async def test_the_team_is_everybody_with_rights(shop: Shop) -> None:
    await give(shop, CUSTOMER, Right.MONEY)
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(10**6, {Right.PEOPLE}, shop.clock())
    team = await staffing.team(shop.desk, OPERATOR)
    named = {each.user_id: user.first_name if user else None for each, user in team}
    assert named == {
        OPERATOR: "User 1",
        SECOND_OPERATOR: "User 2",
        CUSTOMER: "User 1001",
        10**6: None,
    }

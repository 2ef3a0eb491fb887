"""Who gets in: operators, and whoever redeems an invitation that is still free."""

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.user import User
from bot.usecases import access
from tests.usecases.shop import OPERATOR, STRANGER, Shop


async def test_the_door_is_shut_to_a_stranger_and_open_to_an_operator(shop: Shop) -> None:
    stranger = await shop.meet(STRANGER, member=False)
    operator = await shop.meet(OPERATOR, member=False)
    assert not access.may_enter(stranger)
    assert access.may_enter(operator)


async def test_an_invitation_lets_one_person_in_for_good(shop: Shop) -> None:
    payload = await access.invite(shop.desk, OPERATOR)
    stranger = await shop.meet(STRANGER, member=False)
    guest = await access.redeem(shop.desk, stranger, payload)
    assert access.may_enter(guest)
    assert access.may_enter(await shop.meet(STRANGER, member=False))


async def test_an_invitation_is_used_once(shop: Shop) -> None:
    payload = await access.invite(shop.desk, OPERATOR)
    await access.redeem(shop.desk, await shop.meet(STRANGER, member=False), payload)
    late = await shop.meet(4004, member=False)
    with pytest.raises(ShopError) as refused:
        await access.redeem(shop.desk, late, payload)
    assert refused.value.problem is Problem.INVITE_USED
    assert not access.may_enter(await shop.meet(4004, member=False))


async def test_whoever_is_in_already_does_not_use_it_up(shop: Shop) -> None:
    payload = await access.invite(shop.desk, OPERATOR)
    guest = await access.redeem(shop.desk, await shop.meet(STRANGER, member=False), payload)
    assert await access.redeem(shop.desk, guest, payload) == guest
    other = await access.invite(shop.desk, OPERATOR)
    operator = await shop.meet(OPERATOR, member=False)
    await access.redeem(shop.desk, operator, other)
    let_in = await access.redeem(shop.desk, await shop.meet(4004, member=False), other)
    assert let_in.member


async def test_another_deep_link_is_no_invitation(shop: Shop) -> None:
    stranger = await shop.meet(STRANGER, member=False)
    assert await access.redeem(shop.desk, stranger, "promo") == stranger
    with pytest.raises(ShopError):
        await access.redeem(shop.desk, stranger, "i_made-up")


async def test_only_operators_invite(shop: Shop) -> None:
    with pytest.raises(ShopError) as refused:
        await access.invite(shop.desk, STRANGER)
    assert refused.value.problem is Problem.NOT_ALLOWED


async def test_an_invitation_fits_into_a_deep_link(shop: Shop) -> None:
    assert len(await access.invite(shop.desk, OPERATOR)) <= 64


async def test_a_name_that_changed_is_known_next_time(shop: Shop) -> None:
    await access.meet(shop.desk, User(id=STRANGER, first_name="Old", username="old"))
    user = await access.meet(shop.desk, User(id=STRANGER, first_name="New", username="new"))
    assert (user.first_name, user.username) == ("New", "new")

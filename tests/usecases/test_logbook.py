"""Owners read who did what; what they look for is found by whom, to what and when."""

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.journal_search import LogWanted
from bot.domain.listing import LogListing
from bot.domain.search import Search
from bot.domain.staff import Right
from bot.domain.user import User
from bot.usecases import access, acting, logbook
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, STRANGER, Shop

KINDS = {"люди": "user"}


@pytest.fixture
async def busy(shop: Shop) -> int:
    """Three days of deeds; the number of the order among them."""
    for user_id, name in ((SECOND_OPERATOR, "Viktor"), (CUSTOMER, "Ann")):
        await access.meet(shop.desk, User(id=user_id, first_name=name))
    order = await shop.order()
    await access.invite(shop.desk, SECOND_OPERATOR)
    shop.clock.move(days=1)
    await acting.cancel(shop.desk, OPERATOR, order.id, update_id=10**6)
    await access.block(shop.desk, OPERATOR, CUSTOMER)
    shop.clock.move(days=1)
    await access.block(shop.desk, SECOND_OPERATOR, STRANGER)
    return order.id


async def shown(shop: Shop, search: Search, at: int = 0, size: int = 9) -> LogListing:
    return await logbook.listing(shop.desk, OPERATOR, search.id, at, size=size)


async def found(shop: Shop, text: str) -> list[Act]:
    search = await logbook.look_up(shop.desk, OPERATOR, text, KINDS)
    return [entry.act for entry in (await shown(shop, search)).page.items]


async def test_the_whole_log_the_newest_first(shop: Shop, busy: int) -> None:
    search = await logbook.open_log(shop.desk, OPERATOR, LogWanted())
    listing = await shown(shop, search, size=2)
    assert [entry.number for entry in listing.page.items] == [STRANGER, CUSTOMER]
    assert listing.people.keys() == {OPERATOR, SECOND_OPERATOR, CUSTOMER, STRANGER}
    rest = await shown(shop, search, at=listing.page.items[-1].id)
    assert [entry.act for entry in rest.page.items] == [Act.ORDER_TAKEN_BACK, Act.INVITED]
    assert rest.page.before


async def test_by_order_person_kind_and_day(shop: Shop, busy: int) -> None:
    assert await found(shop, f"#{busy}") == [Act.ORDER_TAKEN_BACK]
    assert await found(shop, "люди") == [Act.USER_BLOCKED, Act.USER_BLOCKED]
    assert await found(shop, "16.06.2030") == [Act.USER_BLOCKED, Act.ORDER_TAKEN_BACK]
    assert await found(shop, "2030-06-16 user") == [Act.USER_BLOCKED]
    for text in ("ann", str(CUSTOMER)):
        assert await found(shop, text) == [Act.USER_BLOCKED]


async def test_a_name_of_somebody_who_did_something_shows_what_they_did(
    shop: Shop, busy: int
) -> None:
    search = await logbook.look_up(shop.desk, OPERATOR, "vik", KINDS)
    listing = await shown(shop, search)
    assert listing.wanted.actor_id == SECOND_OPERATOR
    assert [entry.act for entry in listing.page.items] == [Act.USER_BLOCKED, Act.INVITED]
    with pytest.raises(ShopError) as refused:
        await logbook.look_up(shop.desk, OPERATOR, "nobody", KINDS)
    assert refused.value.problem is Problem.USER_UNKNOWN


async def test_it_is_narrowed_down_by_buttons(shop: Shop, busy: int) -> None:
    search = await logbook.open_log(shop.desk, OPERATOR, LogWanted())
    for what, word in (("who", str(OPERATOR)), ("what", "user"), ("when", "1")):
        await logbook.narrow(shop.desk, OPERATOR, search.id, what, word)
    listing = await shown(shop, search)
    assert [(entry.actor_id, entry.number) for entry in listing.page.items] == [
        (OPERATOR, CUSTOMER)
    ]
    actors = await logbook.actors(shop.desk, OPERATOR)
    assert [actor_id for actor_id, _ in actors] == [OPERATOR, SECOND_OPERATOR]


async def test_services_are_named(shop: Shop) -> None:
    listing = await shop.listing()
    async with shop.storage.transaction() as tx:
        for key in (listing.key, 10**9):
            await tx.journal.add(OPERATOR, Act.INVITED, shop.clock(), kind=Kind.SERVICE, number=key)
    wanted = LogWanted(kind="service", number=listing.key)
    about = await shown(shop, await logbook.open_log(shop.desk, OPERATOR, wanted))
    assert about.services == {listing.key: listing.service.name}
    assert len(about.page.items) == 1
    everything = await logbook.open_log(shop.desk, OPERATOR, LogWanted())
    assert (await shown(shop, everything)).services == about.services


async def test_the_log_is_for_owners(shop: Shop, busy: int) -> None:
    search = await logbook.open_log(shop.desk, OPERATOR, LogWanted())
    async with shop.storage.transaction() as tx:
        few = set(Right) - {Right.OWNER}
        await tx.staff.appoint(SECOND_OPERATOR, few, shop.clock())
    desk = shop.desk
    for who, problem in ((STRANGER, Problem.NOT_ALLOWED), (SECOND_OPERATOR, Problem.NO_RIGHT)):
        for attempt in (
            logbook.open_log(desk, who, LogWanted()),
            logbook.look_up(desk, who, "1", KINDS),
            logbook.narrow(desk, who, search.id, "who", ""),
            logbook.listing(desk, who, search.id, 0, size=9),
            logbook.actors(desk, who),
        ):
            with pytest.raises(ShopError) as refused:
                await attempt
            assert refused.value.problem is problem
    await access.meet(desk, await shop.meet(OPERATOR, member=False))
    async with shop.storage.transaction() as tx:
        await tx.staff.appoint(SECOND_OPERATOR, {Right.OWNER}, shop.clock())
    with pytest.raises(ShopError) as refused:
        await logbook.listing(desk, SECOND_OPERATOR, search.id, 0, size=9)
    assert refused.value.problem is Problem.LIST_GONE

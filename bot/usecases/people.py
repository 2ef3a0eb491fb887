"""Who the shop's people are, for operators."""

from collections.abc import Sequence

from bot.domain.errors import Problem, ShopError
from bot.domain.listing import COUNTED
from bot.domain.order import RUNNING
from bot.domain.page import Page, Place
from bot.domain.person import BUSY, LATELY, OpenInvitations, Person
from bot.domain.staff import Right
from bot.domain.user import User
from bot.usecases.desk import Desk
from bot.usecases.staffing import known, require
from storage.order_lists import OrderFilter

_BUSIEST = 60


async def newcomers(desk: Desk, operator: int, at: int, *, size: int) -> Page[User]:
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.PEOPLE)
        return await tx.people.newest(Place.of(at), size=size)


async def busiest(desk: Desk, operator: int) -> Sequence[tuple[User, int]]:
    """With how much they ordered lately, as far as there are that many people."""
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.PEOPLE)
        return await tx.people.busiest(desk.clock() - BUSY, limit=_BUSIEST)


async def named(desk: Desk, operator: int, text: str, *, most: int) -> Sequence[User]:
    """Whoever may be meant; raises USER_UNKNOWN if nobody is."""
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.PEOPLE)
        exactly = await tx.users.find(text.strip()) if text.strip().startswith("@") else None
        found = [exactly] if exactly else await tx.people.named(text, limit=most)
    if not found:
        raise ShopError(Problem.USER_UNKNOWN)
    return found


async def person(desk: Desk, operator: int, user_id: int) -> Person:
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.PEOPLE)
        user = await known(tx, user_id)
        dates = await tx.people.dates(user_id)
        if dates is None:
            raise ShopError(Problem.USER_UNKNOWN)
        invitation = await tx.invites.used_by(user_id)
        own = OrderFilter(user_id=user_id)
        running = OrderFilter(user_id=user_id, statuses=RUNNING)
        return Person(
            user=user,
            since=dates.since,
            seen=dates.seen,
            invited_by=await tx.users.get(invitation.created_by) if invitation else None,
            orders=await tx.order_lists.count(own, most=COUNTED),
            running=await tx.order_lists.count(running, most=COUNTED),
            spent=await tx.people.spent(user_id, desk.clock() - LATELY),
        )


async def invitations(desk: Desk, operator: int, page: int, *, size: int) -> OpenInvitations:
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.PEOPLE)
        total = await tx.invites.count_open()
        page = min(max(page, 0), max(0, -(-total // size) - 1))
        shown = await tx.invites.open_ones(offset=page * size, limit=size)
        makers = await tx.people.by_ids({each.created_by for each in shown})
    return OpenInvitations(shown=shown, makers=makers, page=page, total=total)

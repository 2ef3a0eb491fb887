"""Who is an operator, and what each may do. The books say so, so that it holds at once wherever the bot runs."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.notice import NoticeKind
from bot.domain.staff import Operator, Right, may, why_not
from bot.domain.user import User
from bot.usecases.desk import Desk
from storage.storage import Transaction


async def require(tx: Transaction, user_id: int, right: Right) -> None:
    """Raises NOT_ALLOWED for who is no operator, NO_RIGHT for one without this right."""
    rights = await tx.staff.rights(user_id)
    if not rights:
        raise ShopError(Problem.NOT_ALLOWED)
    if not may(rights, right):
        raise ShopError(Problem.NO_RIGHT)


async def name_owners(desk: Desk, admin_ids: Collection[int]) -> None:
    """At start: whoever is in the settings is an owner, and whoever was one only by them no longer is."""
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        for operator in await tx.staff.all():
            if operator.named and operator.user_id not in admin_ids:
                await tx.staff.dismiss(operator.user_id)
        for admin_id in sorted(admin_ids):
            await tx.staff.appoint(admin_id, {Right.OWNER}, now, named=True)


async def team(desk: Desk, operator: int) -> list[tuple[Operator, User | None]]:
    """Every operator, the earliest first; None for who never wrote to the bot."""
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.OWNER)
        staff = await tx.staff.all()
        known = await tx.people.by_ids([each.user_id for each in staff])
    ordered = sorted(staff, key=lambda each: (each.appointed_at, each.user_id))
    return [(each, known.get(each.user_id)) for each in ordered]


async def one(desk: Desk, operator: int, user_id: int) -> tuple[User, Operator | None]:
    """Somebody who is an operator, or may become one."""
    async with desk.storage.reading() as tx:
        await require(tx, operator, Right.OWNER)
        return await known(tx, user_id), await tx.staff.get(user_id)


async def set_rights(desk: Desk, operator: int, user_id: int, rights: AbstractSet[Right]) -> User:
    """Just these rights from now on; who has none yet is appointed. They are told."""
    wanted = frozenset({Right.OWNER}) if Right.OWNER in rights else frozenset(rights)
    if not wanted:
        raise ShopError(Problem.NO_RIGHTS_CHOSEN)
    async with desk.storage.transaction() as tx:
        staff = await tx.staff.locked()
        await require(tx, operator, Right.OWNER)
        user = await known(tx, user_id)
        if user.blocked:
            raise ShopError(Problem.OPERATOR_BLOCKED)
        if user.rights == wanted:
            return user
        _must_be_possible(staff, user_id, wanted)
        now = desk.clock()
        await tx.staff.appoint(user_id, wanted, now, by=operator)
        await tx.users.set_member(user_id)  # whoever is dismissed later is a customer still
        act = Act.RIGHTS_CHANGED if user.operator else Act.APPOINTED
        details = {"rights": " ".join(sorted(wanted))}
        await _note(tx, act, now, by=operator, user_id=user_id, details=details)
        user = await known(tx, user_id)
    desk.wake.outbox.set()
    return user


async def dismiss(desk: Desk, operator: int, user_id: int) -> User:
    """No operator any more, at once and everywhere. They are told."""
    async with desk.storage.transaction() as tx:
        staff = await tx.staff.locked()
        await require(tx, operator, Right.OWNER)
        user = await known(tx, user_id)
        if not user.operator:
            return user
        _must_be_possible(staff, user_id, frozenset())
        now = desk.clock()
        await tx.staff.dismiss(user_id)
        await tx.users.set_asked(user_id, None)
        await _note(tx, Act.DISMISSED, now, by=operator, user_id=user_id)
        user = await known(tx, user_id)
    desk.wake.outbox.set()
    return user


def _must_be_possible(
    staff: Collection[Operator], user_id: int, rights: AbstractSet[Right]
) -> None:
    problem = why_not(staff, user_id, rights)
    if problem is not None:
        raise ShopError(problem)


async def _note(
    tx: Transaction,
    act: Act,
    now: datetime,
    *,
    by: int,
    user_id: int,
    details: Mapping[str, str] | None = None,
) -> None:
    """Written down, and told to whom it was done."""
    await tx.journal.add(by, act, now, kind=Kind.USER, number=user_id, details=details)
    key = f"rights:{now.timestamp():.6f}"
    await tx.outbox.put(NoticeKind.RIGHTS, user_id, key, now=now)


async def known(tx: Transaction, user_id: int) -> User:
    """Raises USER_UNKNOWN for who never wrote to the bot."""
    user = await tx.users.get(user_id)
    if user is None:
        raise ShopError(Problem.USER_UNKNOWN)
    return user

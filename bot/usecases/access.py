"""Who may use the shop: operators, and those who came by an invitation."""

import secrets
from datetime import timedelta

from bot.domain.errors import Problem, ShopError
from bot.domain.invitation import PREFIX
from bot.domain.journal import Act, Kind
from bot.domain.staff import Right
from bot.domain.user import User
from bot.usecases.desk import Desk
from bot.usecases.staffing import known, require

_MISSED = timedelta(days=7)
"""What is older than this is no news any more."""


async def meet(desk: Desk, seen: User) -> User:
    """The user as we know them; `seen` are the names that Telegram gives now.

    Who couldn't be reached before is told now what they missed.
    """
    now = desk.clock()
    async with desk.storage.reading() as tx:
        known = await tx.users.recognise(seen, now)
    if known is not None:
        return known
    async with desk.storage.transaction() as tx:
        user, came_back = await tx.users.meet(seen, now)
        if came_back:
            await tx.outbox.revive(seen.id, now - _MISSED, now)
            desk.wake.outbox.set()
        return user


def may_enter(user: User) -> bool:
    """Operators always; a customer by an invitation, unless an operator keeps them out."""
    return user.operator or (user.member and not user.blocked)


async def invite(desk: Desk, operator: int) -> str:
    """The payload of a new deep link that lets one person in."""
    token = secrets.token_urlsafe(16)
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.PEOPLE)
        now = desk.clock()
        await tx.invites.create(token, operator, now)
        await tx.journal.add(operator, Act.INVITED, now)
    return PREFIX + token


async def revoke(desk: Desk, operator: int, token: str) -> None:
    """Raises INVITE_GONE for one that is used up, or taken back before."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.PEOPLE)
        gone = await tx.invites.revoke(token)
        if gone is None:
            raise ShopError(Problem.INVITE_GONE)
        maker = await tx.users.get(gone.created_by)
        details = {"invited_by": maker.first_name if maker else str(gone.created_by)}
        await tx.journal.add(operator, Act.INVITE_REVOKED, desk.clock(), details=details)


async def block(desk: Desk, operator: int, user_id: int) -> User:
    """They are kept out, and their open form is closed; their orders go on, and they hear of them."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.PEOPLE)
        if await tx.staff.get(user_id) is not None:
            raise ShopError(Problem.IS_OPERATOR)
        user = await known(tx, user_id)
        if user.blocked:
            return user
        draft = await tx.drafts.of_user(user_id)
        if draft is not None:
            await tx.drafts.delete(draft.id)
        await tx.users.set_asked(user_id, None)
        await tx.journal.add(
            operator, Act.USER_BLOCKED, desk.clock(), kind=Kind.USER, number=user_id
        )
        return await tx.users.set_blocked(user_id, blocked=True) or user


async def unblock(desk: Desk, operator: int, user_id: int) -> User:
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.PEOPLE)
        user = await known(tx, user_id)
        if not user.blocked:
            return user
        await tx.journal.add(
            operator, Act.USER_UNBLOCKED, desk.clock(), kind=Kind.USER, number=user_id
        )
        return await tx.users.set_blocked(user_id, blocked=False) or user


async def redeem(desk: Desk, user: User, payload: str) -> User:
    """The user, let in by an invitation; raises INVITE_USED for one that is used up or never was.

    Who is in already doesn't use it up.
    """
    if not payload.startswith(PREFIX) or may_enter(user) or user.blocked:
        return user
    async with desk.storage.transaction() as tx:
        if not await tx.invites.use(payload.removeprefix(PREFIX), user.id, desk.clock()):
            raise ShopError(Problem.INVITE_USED)
        return await tx.users.set_member(user.id) or user

"""Who may use the shop: operators, and those who came by an invitation."""

import secrets
from datetime import timedelta

from bot.domain.errors import Problem, ShopError
from bot.domain.user import User
from bot.usecases.desk import Desk

_MISSED = timedelta(days=7)
"""What is older than this is no news any more."""

_INVITE = "i_"
"""How the payload of an invitation's deep link begins."""


async def meet(desk: Desk, seen: User) -> User:
    """The user as we know them; `seen` are the names that Telegram gives now.

    Who couldn't be reached before is told now what they missed.
    """
    async with desk.storage.transaction() as tx:
        now = desk.clock()
        user, came_back = await tx.users.meet(seen, now)
        if came_back:
            await tx.outbox.revive(seen.id, now - _MISSED, now)
            desk.wake.outbox.set()
        return user


def may_enter(desk: Desk, user: User) -> bool:
    return user.member or desk.is_operator(user.id)


async def invite(desk: Desk, operator: int) -> str:
    """The payload of a new deep link that lets one person in."""
    if not desk.is_operator(operator):
        raise ShopError(Problem.NOT_ALLOWED)
    token = secrets.token_urlsafe(16)
    async with desk.storage.transaction() as tx:
        await tx.invites.create(token, operator, desk.clock())
    return _INVITE + token


async def redeem(desk: Desk, user: User, payload: str) -> User:
    """The user, let in by an invitation; raises INVITE_USED for one that is used up or never was.

    Who is in already doesn't use it up.
    """
    if not payload.startswith(_INVITE) or may_enter(desk, user):
        return user
    async with desk.storage.transaction() as tx:
        if not await tx.invites.use(payload.removeprefix(_INVITE), user.id, desk.clock()):
            raise ShopError(Problem.INVITE_USED)
        return await tx.users.set_member(user.id) or user

"""People: who they are, who is let in, and who is kept out."""

from bot.callbacks.people import (
    AskBlock,
    Block,
    Busiest,
    FindPerson,
    Invitations,
    Invite,
    Newcomers,
    RevokeInvite,
    ShowPerson,
    Unblock,
)
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.staff import Right
from bot.usecases import access
from bot.usecases import people as usecase
from bot.views import people as views
from bot.views.screen import Screen

_FOUND = 10


async def users(visit: Visit, text: str) -> Screen:
    """/users, or with a name to look for."""
    return await _look_up(visit, text) if text.strip() else await newcomers(visit, Newcomers())


async def newcomers(visit: Visit, action: Newcomers) -> Screen:
    page = await usecase.newcomers(visit.desk, visit.user.id, action.at, size=views.PAGE)
    return views.newcomers(visit.lang, page)


async def busiest(visit: Visit, action: Busiest) -> Screen:
    found = await usecase.busiest(visit.desk, visit.user.id)
    return views.busiest(visit.lang, found, action.page)


async def ask_name(visit: Visit, action: FindPerson) -> Screen:
    await visit.ask(action)
    return views.ask_name(visit.lang)


async def take_name(visit: Visit, _: FindPerson) -> Screen:
    text = (visit.message.text if visit.message else None) or ""
    if not text.strip():
        raise ShopError(Problem.USER_UNKNOWN)
    return await _look_up(visit, text)


async def _look_up(visit: Visit, text: str) -> Screen:
    found = await usecase.named(visit.desk, visit.user.id, text, most=_FOUND + 1)
    if len(found) == 1:
        return await person(visit, ShowPerson(found[0].id))
    return views.which_one(visit.lang, found[:_FOUND], more=len(found) > _FOUND)


async def person(visit: Visit, action: ShowPerson) -> Screen:
    found = await usecase.person(visit.desk, visit.user.id, action.user_id)
    return views.person(visit.lang, found, visit.user, visit.desk.clock())


async def ask_block(visit: Visit, action: AskBlock) -> Screen:
    found = await usecase.person(visit.desk, visit.user.id, action.user_id)
    return views.ask_block(visit.lang, found.user)


async def block(visit: Visit, action: Block) -> Screen:
    await access.block(visit.desk, visit.user.id, action.user_id)
    return await person(visit, ShowPerson(action.user_id))


async def unblock(visit: Visit, action: Unblock) -> Screen:
    await access.unblock(visit.desk, visit.user.id, action.user_id)
    return await person(visit, ShowPerson(action.user_id))


async def invite(visit: Visit, _: Invite | str) -> Screen:
    payload = await access.invite(visit.desk, visit.user.id)
    return views.invitation(visit.lang, _link(visit, payload))


async def invitations(visit: Visit, action: Invitations) -> Screen:
    found = await usecase.invitations(
        visit.desk, visit.user.id, action.page, size=views.INVITATIONS_PAGE
    )
    return views.invitations(
        visit.lang, found, lambda payload: _link(visit, payload), visit.desk.clock()
    )


async def revoke(visit: Visit, action: RevokeInvite) -> Screen:
    await access.revoke(visit.desk, visit.user.id, action.token)
    return await invitations(visit, Invitations())


def _link(visit: Visit, payload: str) -> str:
    return f"https://t.me/{visit.bot.username}?start={payload}"


AREA = Area(
    right=Right.PEOPLE,
    taps={
        Newcomers: newcomers,
        Busiest: busiest,
        FindPerson: ask_name,
        ShowPerson: person,
        AskBlock: ask_block,
        Block: block,
        Unblock: unblock,
        Invite: invite,
        Invitations: invitations,
        RevokeInvite: revoke,
    },
    commands={"users": users, "invite": invite},
    answers={FindPerson: take_name},
)

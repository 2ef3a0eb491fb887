"""Operators: owners appoint them, say what each may do, and dismiss them."""

from bot import commands
from bot.callbacks.team import (
    AskDismiss,
    ChooseRights,
    Dismiss,
    FindOperator,
    SetRights,
    ShowOperator,
    Team,
)
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.staff import Right, from_bits
from bot.domain.user import User
from bot.transport.patience import until_taken
from bot.usecases import people, staffing
from bot.views import team as views
from bot.views.lang import pick
from bot.views.screen import Screen

_FOUND = 10


async def team(visit: Visit, action: Team | str) -> Screen:
    page = action.page if isinstance(action, Team) else 0
    return views.team(visit.lang, await staffing.team(visit.desk, visit.user.id), page)


async def ask_who(visit: Visit, action: FindOperator) -> Screen:
    await visit.ask(action)
    return views.ask_who(visit.lang)


async def take_name(visit: Visit, _: FindOperator) -> Screen:
    text = (visit.message.text if visit.message else None) or ""
    if not text.strip():
        raise ShopError(Problem.USER_UNKNOWN)
    found = await people.named(visit.desk, visit.user.id, text, most=_FOUND)
    if len(found) == 1:
        return await show(visit, ShowOperator(found[0].id))
    return views.which_one(visit.lang, found)


async def show(visit: Visit, action: ShowOperator) -> Screen:
    user, operator = await staffing.one(visit.desk, visit.user.id, action.user_id)
    return views.operator(visit.lang, user, operator, user.rights)


async def choose(visit: Visit, action: ChooseRights) -> Screen:
    user, operator = await staffing.one(visit.desk, visit.user.id, action.user_id)
    return views.operator(visit.lang, user, operator, from_bits(action.rights))


async def save(visit: Visit, action: SetRights) -> Screen:
    rights = from_bits(action.rights)
    user, _ = await staffing.one(visit.desk, visit.user.id, action.user_id)
    themselves = user.id == visit.user.id and Right.OWNER not in rights
    becomes_owner = Right.OWNER in rights and not user.may(Right.OWNER)
    if rights and not action.sure and (themselves or becomes_owner):
        return views.ask_sure(visit.lang, user, rights, themselves=themselves)
    changed = await staffing.set_rights(visit.desk, visit.user.id, user.id, rights)
    await _publish_commands(visit, changed)
    return views.saved(visit.lang, changed, visit.user)


async def ask_dismiss(visit: Visit, action: AskDismiss) -> Screen:
    user, _ = await staffing.one(visit.desk, visit.user.id, action.user_id)
    return views.ask_dismiss(visit.lang, user, themselves=user.id == visit.user.id)


async def dismiss(visit: Visit, action: Dismiss) -> Screen:
    user = await staffing.dismiss(visit.desk, visit.user.id, action.user_id)
    await _publish_commands(visit, user)
    return views.dismissed(visit.lang, user, visit.user)


async def _publish_commands(visit: Visit, user: User) -> None:
    """What they may do from now on, and no more, stands beside their text field."""
    reader = pick(user.language, user.client_language, visit.desk.languages.default)
    await until_taken(lambda: commands.publish_for(visit.bot, user, reader))


AREA = Area(
    right=Right.OWNER,
    taps={
        Team: team,
        FindOperator: ask_who,
        ShowOperator: show,
        ChooseRights: choose,
        SetRights: save,
        AskDismiss: ask_dismiss,
        Dismiss: dismiss,
    },
    commands={"team": team},
    answers={FindOperator: take_name},
)

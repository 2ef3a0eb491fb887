"""People: who is let in."""

from bot.callbacks.people import Invite
from bot.context import Area, Visit
from bot.domain.staff import Right
from bot.usecases import access
from bot.views import people as views
from bot.views.screen import Screen


async def invite(visit: Visit, _: Invite | str) -> Screen:
    payload = await access.invite(visit.desk, visit.user.id)
    return views.invitation(visit.lang, f"https://t.me/{visit.bot.username}?start={payload}")


AREA = Area(
    right=Right.PEOPLE,
    taps={Invite: invite},
    commands={"invite": invite},
)

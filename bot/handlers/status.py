"""How the bot and its panels are."""

from bot.callbacks.status import ShowIncident, Status
from bot.context import Area, Visit
from bot.usecases import status
from bot.views import status as views
from bot.views.screen import Screen


async def show(visit: Visit, _: Status | str) -> Screen:
    return views.status(visit.lang, await status.status(visit.desk, visit.user.id))


async def show_incident(visit: Visit, action: ShowIncident) -> Screen:
    found = await status.incident(visit.desk, visit.user.id, action.number)
    return views.incident(visit.lang, found, visit.desk.clock())


AREA = Area(
    taps={Status: show, ShowIncident: show_incident},
    commands={"status": show},
)
"""Every operator may see how things are, and owners what went wrong: the use cases refuse everybody else."""

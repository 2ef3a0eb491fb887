"""Messages to many people, on their way: sent off, paused, resumed, stopped, and looked at."""

from bot.callbacks.broadcast import (
    AskStartBroadcast,
    AskStopBroadcast,
    PauseBroadcast,
    ResumeBroadcast,
    ShowBroadcast,
    StartBroadcast,
    StopBroadcast,
)
from bot.context import Area, Visit
from bot.domain.broadcast import BroadcastStatus, Standing
from bot.domain.errors import Problem, ShopError
from bot.domain.staff import Right
from bot.usecases import broadcasting, composing
from bot.views import broadcast as views
from bot.views import broadcast_progress as progress_views
from bot.views.screen import Screen


async def show(visit: Visit, action: ShowBroadcast) -> Screen | None:
    shown = await composing.look(visit.desk, visit.user.id, action.broadcast_id)
    if shown.broadcast.status is BroadcastStatus.DRAFT:
        return views.compose(visit.lang, shown)
    await _follow(visit, shown)
    return None


async def ask_start(visit: Visit, action: AskStartBroadcast) -> Screen | None:
    shown = await composing.look(visit.desk, visit.user.id, action.broadcast_id)
    if shown.broadcast.status is not BroadcastStatus.DRAFT:
        await _follow(visit, shown)
        return None
    if not shown.reaches:
        raise ShopError(Problem.NOBODY_THERE)
    return views.ask_start(visit.lang, shown)


async def start(visit: Visit, action: StartBroadcast) -> None:
    """The question becomes the message that shows how it goes."""
    shown = await broadcasting.start(
        visit.desk, visit.user.id, action.broadcast_id, message_id=visit.message_id
    )
    await _follow(visit, shown)


async def pause(visit: Visit, action: PauseBroadcast) -> None:
    await _follow(visit, await broadcasting.pause(visit.desk, visit.user.id, action.broadcast_id))


async def resume(visit: Visit, action: ResumeBroadcast) -> None:
    await _follow(visit, await broadcasting.resume(visit.desk, visit.user.id, action.broadcast_id))


async def ask_stop(visit: Visit, action: AskStopBroadcast) -> Screen | None:
    shown = await composing.look(visit.desk, visit.user.id, action.broadcast_id)
    if not shown.broadcast.status.under_way:
        return await show(visit, ShowBroadcast(action.broadcast_id))
    return progress_views.ask_stop(visit.lang, shown.broadcast)


async def stop(visit: Visit, action: StopBroadcast) -> None:
    await _follow(visit, await broadcasting.stop(visit.desk, visit.user.id, action.broadcast_id))


async def _follow(visit: Visit, shown: Standing) -> None:
    """Shows how it goes; where that is shown all along, what was shown meanwhile must have the last word."""
    broadcast = shown.broadcast
    live = (visit.user.id, visit.message_id) == (broadcast.started_by, broadcast.progress_id)
    await visit.answer()
    await visit.show(progress_views.progress(visit.lang, shown, visit.desk.clock(), live=live))
    if live:
        await broadcasting.show_again(visit.desk, broadcast.id)


AREA = Area(
    right=Right.PEOPLE,
    taps={
        ShowBroadcast: show,
        AskStartBroadcast: ask_start,
        StartBroadcast: start,
        PauseBroadcast: pause,
        ResumeBroadcast: resume,
        AskStopBroadcast: ask_stop,
        StopBroadcast: stop,
    },
)

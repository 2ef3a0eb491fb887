"""How each operator hears of what; owners choose for all."""

from enum import StrEnum
from typing import TypeVar

from bot.callbacks.notifications import (
    Completions,
    Hear,
    HearInRoom,
    Notifications,
    RouteTo,
    StreamChoices,
)
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.stream import DIGESTS, Stream, Way, Where
from bot.usecases import listening
from bot.views import notifications as views
from bot.views.screen import Screen

Word = TypeVar("Word", bound=StrEnum)


async def show(visit: Visit, _: Notifications | str) -> Screen:
    return views.notifications(visit.lang, await listening.choices(visit.desk, visit.user.id))


async def show_stream(visit: Visit, action: StreamChoices) -> Screen:
    stream = _word(Stream, action.stream)
    choices = await listening.choices(visit.desk, visit.user.id)
    if stream not in choices.ways:
        raise ShopError(Problem.NO_RIGHT)
    return views.stream(visit.lang, choices, stream)


async def hear(visit: Visit, action: Hear) -> Screen:
    stream, way = _word(Stream, action.stream), _word(Way, action.way)
    choices = await listening.hear(visit.desk, visit.user.id, stream, way)
    return views.stream(visit.lang, choices, stream)


async def route(visit: Visit, action: RouteTo) -> Screen:
    stream, where = _word(Stream, action.stream), _word(Where, action.where)
    choices = await listening.route(visit.desk, visit.user.id, stream, where=where)
    return views.stream(visit.lang, choices, stream)


async def hear_in_room(visit: Visit, action: HearInRoom) -> Screen:
    stream, way = _word(Stream, action.stream), _word(Way, action.way)
    if way not in {Way.AT_ONCE, *DIGESTS}:
        raise ShopError(Problem.BUTTON_UNKNOWN)
    choices = await listening.route(visit.desk, visit.user.id, stream, in_room=way)
    return views.stream(visit.lang, choices, stream)


async def completions(visit: Visit, action: Completions) -> None:
    """The message about an order stays as it is."""
    way = Way.AT_ONCE if action.wanted else Way.OFF
    await listening.hear(visit.desk, visit.user.id, Stream.COMPLETIONS, way)
    await visit.answer(views.completions_set(visit.lang, wanted=bool(action.wanted)))


def _word(kind: type[Word], text: str) -> Word:
    """What a forged button says is none of these."""
    if text not in {member.value for member in kind}:
        raise ShopError(Problem.BUTTON_UNKNOWN)
    return kind(text)


AREA = Area(
    taps={
        Notifications: show,
        StreamChoices: show_stream,
        Hear: hear,
        RouteTo: route,
        HearInRoom: hear_in_room,
        Completions: completions,
    },
    commands={"notifications": show},
)
"""Every operator has something to hear of; use cases refuse everybody else, and each what they have no right to."""

"""The staff room's screens, in the room and in private."""

import pytest

from bot.domain.room import Room, Topic
from bot.domain.stream import STREAMS, Route, Way, Where
from bot.views import room as views
from bot.views.lang import Lang
from tests.views.checks import check
from tests.views.worst import BIG, LONG

_TOPICS = dict.fromkeys(Topic, BIG)


@pytest.mark.parametrize("where", Where)
@pytest.mark.parametrize("forum", [True, False])
def test_the_room(reader: Lang, where: Where, forum: bool) -> None:
    routes = {stream: Route(where=where, in_room=Way.HOURLY) for stream in STREAMS}
    for topics in (_TOPICS, {}):
        room = Room(chat_id=-BIG, title=LONG, language=reader.code, topics=topics)
        check(views.in_group(reader, room, routes, forum=forum))
        check(views.privately(reader, room, routes))
    check(views.none_yet(reader, "u" * 32))
    check(views.lost(reader, LONG))


def test_every_topic_has_a_name_that_telegram_takes(reader: Lang) -> None:
    names = [views.topic_name(reader, topic) for topic in Topic]
    assert len(set(names)) == len(Topic)
    assert all(0 < len(name) <= 128 for name in names)
    assert all(views.topic_closed(reader, topic) for topic in Topic)

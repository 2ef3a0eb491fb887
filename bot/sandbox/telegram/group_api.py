"""Groups over HTTP: who is in them, their topics, and what their members do and see."""

from typing import Any

from aiohttp import web

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.groups import Group
from bot.sandbox.telegram.json_http import answering, body_of, field_of
from bot.sandbox.telegram.members import Member
from bot.sandbox.telegram.membership import GRANTED
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.seat_api import seat_routes


def group_api_routes(sim: Telegram) -> list[web.RouteDef]:
    api = _GroupApi(sim)
    group = "/sim/groups/{group}"
    member = f"{group}/users/{{id}}"
    return [
        web.get("/sim/groups", answering(api.groups)),
        web.post("/sim/groups", answering(api.add)),
        web.get(group, answering(api.group)),
        web.post(f"{group}/bot", answering(api.add_bot)),
        web.delete(f"{group}/bot", answering(api.remove_bot)),
        web.post(f"{group}/topics", answering(api.turn_topics_on)),
        web.post(f"{group}/upgrade", answering(api.upgrade)),
        web.get(f"{group}/chat", answering(api.chat)),
        web.post(member, answering(api.add_member)),
        web.delete(member, answering(api.remove_member)),
        web.post(f"{member}/topics", answering(api.open_topic)),
        web.post(f"{member}/topics/{{topic}}", answering(api.set_topic)),
        web.delete(f"{member}/topics/{{topic}}", answering(api.delete_topic)),
        *seat_routes(member, api.member),
    ]


class _GroupApi:
    def __init__(self, sim: Telegram) -> None:
        self._sim = sim

    async def groups(self, _request: web.Request) -> Any:
        return [_as_listed(group) for group in self._sim.groups.values()]

    async def add(self, request: web.Request) -> Any:
        body = await body_of(request)
        members = [self._person(number) for number in field_of(body, "members", list)]
        group = self._sim.add_group(
            field_of(body, "title", str),
            members,
            forum=field_of(body, "forum", bool, False),
            basic=field_of(body, "basic", bool, False),
        )
        return _as_listed(group)

    async def group(self, request: web.Request) -> Any:
        return _as_listed(self._group(request))

    async def add_bot(self, request: web.Request) -> Any:
        """Every right of an administrator that isn't said to be false is given."""
        group, body = self._group(request), await body_of(request)
        rights = [right for right in GRANTED if field_of(body, right, bool, True)]
        is_admin = field_of(body, "admin", bool, False)
        group.add_bot(admin=is_admin, rights=rights)
        return _as_listed(group)

    async def remove_bot(self, request: web.Request) -> Any:
        group = self._group(request)
        group.remove_bot()
        return _as_listed(group)

    async def turn_topics_on(self, request: web.Request) -> Any:
        group = self._group(request)
        group.turn_topics_on()
        return _as_listed(group)

    async def upgrade(self, request: web.Request) -> Any:
        return _as_listed(self._group(request).upgrade())

    async def chat(self, request: web.Request) -> Any:
        return [message.for_page() for message in self._group(request).messages.values()]

    async def add_member(self, request: web.Request) -> Any:
        member = self.member(request)
        member.place.add_member(member.who)
        return _as_listed(member.place)

    async def remove_member(self, request: web.Request) -> Any:
        member = self.member(request)
        member.place.remove_member(member.who)
        return _as_listed(member.place)

    async def open_topic(self, request: web.Request) -> Any:
        member, body = self.member(request), await body_of(request)
        return {"id": member.open_topic(field_of(body, "name", str)).id}

    async def set_topic(self, request: web.Request) -> Any:
        member, body = self.member(request), await body_of(request)
        change = member.close_topic if field_of(body, "closed", bool) else member.reopen_topic
        change(_number(request, "topic"))
        return _as_listed(member.place)

    async def delete_topic(self, request: web.Request) -> Any:
        member = self.member(request)
        member.delete_topic(_number(request, "topic"))
        return _as_listed(member.place)

    def member(self, request: web.Request) -> Member:
        return self._group(request).seat(self._person(_number(request, "id")))

    def _group(self, request: web.Request) -> Group:
        number = _number(request, "group")
        if number not in self._sim.groups:
            raise LookupError(f"There is no group {number}.")
        return self._sim.groups[number]

    def _person(self, number: Any) -> Person:
        person = self._sim.people.get(number) if isinstance(number, int) else None
        if person is None:
            raise LookupError(f"There is no user {number}.")
        return person


def _number(request: web.Request, name: str) -> int:
    given = request.match_info[name]
    try:
        return int(given)
    except ValueError:
        raise LookupError(f"“{given}” isn't a number.") from None


def _as_listed(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "title": group.title,
        "type": group.kind,
        "forum": group.is_forum,
        "members": list(group.members),
        "bot": group.bot_status,
        "upgraded_to": group.upgraded_to,
        "topics": [
            {
                "id": topic.id,
                "name": topic.name,
                "icon_color": topic.icon_color,
                "closed": topic.closed,
            }
            for topic in group.topics.by_id.values()
        ],
    }

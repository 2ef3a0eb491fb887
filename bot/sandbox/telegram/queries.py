"""What waits for an answer of the bot: taps and inline queries. Each is answered once, in time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.errors import query_too_old
from bot.sandbox.telegram.people import CallbackAnswer, Person

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

# Telegram publishes no figure; bots report that answers are refused after some 15 to 30 seconds.
LIFETIME = 30.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    person: Person
    asked_at: float
    data: str


class Queries:
    def __init__(self, sim: "Telegram") -> None:
        self._sim = sim
        self.count = 0
        self._taps: dict[str, _Waiting] = {}
        self._inline: dict[str, _Waiting] = {}

    def clear(self) -> None:
        self._taps.clear()
        self._inline.clear()

    def new_id(self) -> str:
        self.count += 1
        return str(7_000_000_000_000_000_000 + self.count)

    def tapped(self, person: Person, message_id: int, data: str) -> str:
        query_id = self.new_id()
        self._taps[query_id] = _Waiting(person, self._sim.clock(), data)
        self._sim.updates.put(
            "callback_query",
            {
                "id": query_id,
                "from": person.as_user(),
                "message": self._as_shown(person, message_id),
                "chat_instance": str(-5_000_000_000 - person.id),
                "data": data,
            },
        )
        return query_id

    def answer_tap(self, query_id: str, text: str, *, show_alert: bool, url: str) -> None:
        waiting = self._take(self._taps, query_id)
        person = waiting.person
        person.answers.append(CallbackAnswer(query_id, waiting.data, text, show_alert, url))
        event = {"user_id": person.id, "kind": "answered", "query_data": waiting.data}
        self._sim.events.publish(event)
        if text:
            toast = {"kind": "toast", "text": text, "alert": show_alert}
            self._sim.events.publish({"user_id": person.id, **toast})
        self._sim.changes.fire()

    def asked_inline(self, person: Person, query: str, offset: str) -> str:
        query_id = self.new_id()
        self._inline[query_id] = _Waiting(person, self._sim.clock(), query)
        self._sim.updates.put(
            "inline_query",
            {
                "id": query_id,
                "from": person.as_user(),
                "query": query,
                "offset": offset,
                "chat_type": "sender",
            },
        )
        return query_id

    def answer_inline(self, query_id: str, results: list[dict[str, Any]]) -> None:
        self._take(self._inline, query_id).person.inline_results = results
        self._sim.changes.fire()

    def _take(self, waiting: dict[str, _Waiting], query_id: str) -> _Waiting:
        found = waiting.pop(query_id, None)
        if found is None or self._sim.clock() - found.asked_at > LIFETIME:
            raise query_too_old()
        return found

    def _as_shown(self, person: Person, message_id: int) -> dict[str, Any]:
        message = person.messages.get(message_id)
        if message is not None:
            return message.for_api(self._sim.bot)
        return {"chat": person.as_chat(), "message_id": message_id, "date": 0}

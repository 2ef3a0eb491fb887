"""What waits for an answer of the bot: taps and inline queries. Each is answered once, in time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bot.sandbox.telegram.chats import Chat
from bot.sandbox.telegram.errors import query_too_old
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.seats import CallbackAnswer

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

# Telegram publishes no figure; bots report that answers are refused after some 15 to 30 seconds.
LIFETIME = 30.0


@dataclass(frozen=True, slots=True)
class _Inline:
    person: Person
    asked_at: float


@dataclass(frozen=True, slots=True)
class _Tap(_Inline):
    chat: Chat
    data: str


_Asked = TypeVar("_Asked", bound=_Inline)


class Queries:
    def __init__(self, sim: "Telegram") -> None:
        self._sim = sim
        self.count = 0
        self._taps: dict[str, _Tap] = {}
        self._inline: dict[str, _Inline] = {}

    def clear(self) -> None:
        self._taps.clear()
        self._inline.clear()

    def new_id(self) -> str:
        self.count += 1
        return str(7_000_000_000_000_000_000 + self.count)

    def tapped(self, person: Person, chat: Chat, message_id: int, data: str) -> str:
        query_id = self.new_id()
        if not chat.has_bot():
            return query_id  # nobody is there to learn of it
        self._taps[query_id] = _Tap(person, self._sim.clock(), chat, data)
        self._sim.updates.put(
            "callback_query",
            {
                "id": query_id,
                "from": person.as_user(),
                "message": self._as_shown(chat, message_id),
                "chat_instance": str(-5_000_000_000 - chat.id),
                "data": data,
            },
        )
        return query_id

    def answer_tap(self, query_id: str, text: str, *, show_alert: bool, url: str) -> None:
        tap = self._take(self._taps, query_id)
        tap.person.answers.append(CallbackAnswer(query_id, tap.data, text, show_alert, url))
        told = {**tap.chat.address(), "user_id": tap.person.id}
        self._sim.events.publish({**told, "kind": "answered", "query_data": tap.data})
        if text:
            toast = {"kind": "toast", "text": text, "alert": show_alert}
            self._sim.events.publish({**told, **toast})
        if url:
            self._sim.events.publish({**told, "kind": "link", "url": url})
        self._sim.changes.fire()

    def asked_inline(self, person: Person, query: str, offset: str) -> str:
        query_id = self.new_id()
        self._inline[query_id] = _Inline(person, self._sim.clock())
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

    def _take(self, waiting: dict[str, _Asked], query_id: str) -> _Asked:
        found = waiting.pop(query_id, None)
        if found is None or self._sim.clock() - found.asked_at > LIFETIME:
            raise query_too_old()
        return found

    def _as_shown(self, chat: Chat, message_id: int) -> dict[str, Any]:
        message = chat.messages.get(message_id)
        if message is not None:
            return message.for_api()
        return {"chat": chat.as_chat(), "message_id": message_id, "date": 0}

"""The simulated Telegram: its people, chats, files and updates, and the Bot API of one bot.

Both fronts, the one inside the process and the one over HTTP, bring every call here. It all
lives on one event loop and is forgotten when the process ends; ids only ever grow.
"""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.chats import Chat
from bot.sandbox.telegram.errors import DroppedConnectionError, RefusalError
from bot.sandbox.telegram.faults import Fault, Faults
from bot.sandbox.telegram.files import Files
from bot.sandbox.telegram.groups import Group
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.methods import METHODS
from bot.sandbox.telegram.params import Params, Upload
from bot.sandbox.telegram.payments import Payments
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.profile import Profile
from bot.sandbox.telegram.queries import Queries
from bot.sandbox.telegram.signals import Events, Signal
from bot.sandbox.telegram.updates import Updates
from bot.sandbox.telegram.webhook import Webhook

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_FIRST_SUPERGROUP, _FIRST_BASIC_GROUP = -1_001_000_000_000, -4_000_000
_KEPT_CALLS = 10_000  # a demo runs for days; its oldest calls interest nobody


@dataclass(slots=True, kw_only=True)
class Call:
    """One call of the Bot API; ``answer`` and ``error`` stay None while it is under way."""

    n: int
    method: str
    params: dict[str, Any]
    answer: Any = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and the JSON that goes with it."""

    code: int
    body: dict[str, Any]

    def encoded(self) -> bytes:
        return json.dumps(self.body, ensure_ascii=False).encode("utf-8", "surrogatepass")


class Telegram:
    """One bot and everybody who may talk to it. ``clock`` gives Unix seconds."""

    def __init__(
        self,
        token: str = "100:TEST",  # noqa: S107 (a token of this simulator opens nothing)
        username: str = "desk_bot",
        first_name: str = "Desk",
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not _TOKEN.fullmatch(token):
            raise ValueError("A bot token looks like 123456:letters-and-digits.")
        self.token = token
        self.clock = clock
        self.bot: dict[str, Any] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": first_name,
            "username": username,
        }
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.calls: list[Call] = []
        self.changes = Signal()
        self.events = Events()
        self.files = Files()
        self.faults = Faults()
        self.profile = Profile()
        self.queries = Queries(self)
        self.payments = Payments(self)
        self._progress = Signal()
        self._in_flight = 0
        self._call_count = 0
        self.message_count = 0
        self.group_count = 0
        self.updates = Updates(self._progress)
        self.webhook = Webhook(self)

    # People and groups

    def add_user(
        self,
        user_id: int,
        first_name: str = "Ann",
        language_code: str = "en",
        username: str | None = None,
    ) -> Person:
        """Add a person; one who is there already gets the name and language given here."""
        person = self.people.get(user_id)
        if person is None:
            person = Person(self, user_id, first_name, language_code, username)
            self.people[user_id] = person
        person.first_name, person.language_code = first_name, language_code
        person.username = username or person.username
        return person

    def find_user(self, user_id: Any) -> dict[str, Any] | None:
        if user_id == self.bot["id"]:
            return self.bot
        person = self.people.get(user_id)
        return person.as_user() if person else None

    def add_group(
        self, title: str, members: Sequence[Person], *, forum: bool = False, basic: bool = False
    ) -> Group:
        """A supergroup, or a basic group; its first member owns it, and the bot isn't in it yet."""
        if not members:
            raise ValueError("A group needs a member: its owner.")
        if forum and basic:
            raise ValueError("Only a supergroup has topics.")
        self.group_count += 1
        group = Group(
            sim=self,
            group_id=(_FIRST_BASIC_GROUP if basic else _FIRST_SUPERGROUP) - self.group_count,
            title=title,
            members={person.id: person for person in members},
            is_basic=basic,
            is_forum=forum,
        )
        self.groups[group.id] = group
        group.changed()
        return group

    def fault(self, method: str, kind: str, **details: Any) -> None:
        """Let the next call of the method fail; see Fault for the details."""
        self.faults.add(Fault(method=method, kind=kind, **details))

    async def handled(self, *, within: float = 20.0) -> None:
        """Wait until every update so far is acknowledged and no call is under way.

        It means "handled" for bots which acknowledge only what they have handled.
        """
        last = self.updates.last_id
        try:
            async with asyncio.timeout(within):
                await self._progress.wait_for(
                    lambda: self._in_flight == 0 and self.updates.is_acknowledged(last)
                )
        except TimeoutError:
            raise TimeoutError(
                f"After {within:g} s {self._in_flight} calls are under way, and these updates "
                f"aren't acknowledged: {list(self.updates.pending.values())}"
            ) from None

    async def polled(self) -> None:
        """Wait until somebody waits in a long poll."""
        await self._progress.wait_for(lambda: self.updates.is_polled)

    def reset(self) -> None:
        """Forget people, messages, calls, faults and settings; ids go on growing."""
        self.webhook.stop()
        self.people.clear()
        self.groups.clear()
        self.calls.clear()
        self.faults.clear()
        self.files.clear()
        self.profile.clear()
        self.queries.clear()
        self.payments.clear()
        self.updates.allow([])
        self.updates.drop_all()
        self.changes.fire()
        self.events.publish({"kind": "reset"})

    async def close(self) -> None:
        """End what waits: a long poll, the listeners, the webhook's deliveries."""
        self.updates.end_poll()
        self.events.end()
        await self.webhook.close()

    # What methods build on

    def now(self) -> int:
        return int(self.clock())

    def next_message_id(self) -> int:
        self.message_count += 1
        return self.message_count

    def add_message(
        self,
        chat: Chat,
        *,
        author: Person | None,
        message_id: int | None = None,
        topic_id: int | None = None,
        reply_to: SimMessage | None = None,
        **content: Any,
    ) -> SimMessage:
        """Put a message into a chat, and tell the bot if it gets to know. Without an author it is the bot's."""
        thread_id = topic_id
        if topic_id is None and reply_to and chat.kind == "supergroup":
            thread_id = reply_to.thread_id or reply_to.message_id
        message = SimMessage(
            message_id=message_id or chat.next_message_id(),
            chat=chat,
            author=author,
            date=self.now(),
            thread_id=thread_id,
            in_topic=topic_id is not None,
            reply_to=reply_to,
            **content,
        )
        chat.messages[message.message_id] = message
        chat.changed()
        if chat.is_heard(message):
            self.updates.put("message", message.for_api())
        return message

    def find_chat(self, chat_id: Any) -> Chat | None:
        if not isinstance(chat_id, int):
            return None
        person = self.people.get(chat_id)
        return person.place if person else self.groups.get(chat_id)

    # The Bot API

    async def call(
        self,
        token: str,
        method: str,
        values: Mapping[str, Any],
        uploads: Mapping[str, Upload] | None = None,
    ) -> Answer:
        """Carry out one call; raises DroppedConnectionError where a fault asks for that."""
        try:
            self._check_token(token)
            return Answer(
                200, {"ok": True, "result": await self._recorded(method, values, uploads)}
            )
        except RefusalError as refusal:
            body = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return Answer(refusal.code, body)

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise RefusalError(404, "Not Found")
        if token != self.token:
            raise RefusalError(401, "Unauthorized")

    async def _recorded(
        self, method: str, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None
    ) -> Any:
        name, handler = METHODS.get(method.lower(), (method, _not_found))
        params = Params(values, uploads or {})
        self._call_count += 1
        call = Call(n=self._call_count, method=name, params=params.recorded())
        self.calls.append(call)
        del self.calls[:-_KEPT_CALLS]
        waits = name == "getUpdates"  # a long poll is never "under way": there is always one
        self._in_flight += not waits
        try:
            call.answer = await self._carried_out(name, handler, params)
        except RefusalError as refusal:
            call.error = refusal.description
            raise
        except DroppedConnectionError:
            call.error = "connection dropped"
            raise
        finally:
            self._in_flight -= not waits
            self._progress.fire()
        return call.answer

    async def _carried_out(self, name: str, handler: Callable[..., Any], params: Params) -> Any:
        fault = self.faults.take(name, params.value("chat_id"))
        if fault and fault.when == "before":
            await fault.strike()
        result = handler(self, params)
        if isinstance(result, Awaitable):
            result = await result
        if fault and fault.when == "after":
            await fault.strike()
        return result


def _not_found(_sim: Telegram, _params: Params) -> Any:
    raise RefusalError(404, "Not Found")

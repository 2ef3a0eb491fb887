"""The simulated Telegram: its people, chats, files and updates, and the Bot API of one bot.

Both fronts, the one inside the process and the one over HTTP, bring every call here. It all
lives on one event loop and is forgotten when the process ends; ids only ever grow.
"""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.errors import DroppedConnectionError, RefusalError, bad_request, forbidden
from bot.sandbox.telegram.faults import Fault, Faults
from bot.sandbox.telegram.files import Files
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
        self.updates = Updates(self._progress)
        self.webhook = Webhook(self)

    # People

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

    def membership(self, status: str) -> dict[str, Any]:
        """The bot's own ChatMember in a private chat."""
        until = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": self.bot, **until}

    def add_message(self, person: Person, *, from_bot: bool, **content: Any) -> SimMessage:
        self.message_count += 1
        message = SimMessage(
            message_id=self.message_count,
            person=person,
            from_bot=from_bot,
            date=self.now(),
            **content,
        )
        person.messages[message.message_id] = message
        self.chat_changed(person)
        return message

    def chat_changed(self, person: Person) -> None:
        self.changes.fire()
        self.events.publish({"user_id": person.id, "kind": "chat"})

    def reader(self, params: Params, field: str = "chat_id") -> Person:
        """The person whose private chat the call is about, whether or not it may be written to."""
        chat_id = params.value(field)
        if chat_id is None or chat_id == "":
            raise bad_request(f"{field} is empty")
        person = self.people.get(chat_id) if isinstance(chat_id, int) else None
        if person is None:
            raise bad_request("chat not found")
        return person

    def recipient(self, params: Params) -> Person:
        """The person to write to, who has written first and hasn't blocked the bot."""
        person = self.reader(params)
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        return person

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

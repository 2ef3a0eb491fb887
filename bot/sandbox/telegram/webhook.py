"""Delivering updates to the bot's own address, when it has set one.

One person's updates go out one after another, different people's side by side. What isn't
answered with 2xx is sent again until it is; only then is the update acknowledged.
"""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.sandbox.telegram.errors import DroppedConnectionError

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram
    from bot.sandbox.telegram.updates import Update

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0
_ANSWER_WITHIN = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True, slots=True)
class Target:
    url: str
    secret_token: str
    max_connections: int


class Webhook:
    def __init__(self, sim: "Telegram") -> None:
        self.target: Target | None = None
        self.last_error: tuple[int, str] | None = None
        self._sim = sim
        self._task: asyncio.Task[None] | None = None

    def start(self, target: Target) -> None:
        self.stop()
        self.target = target
        self._task = asyncio.get_running_loop().create_task(self._run(target))

    def stop(self) -> None:
        self.target = None
        self.last_error = None
        if self._task:
            self._task.cancel()
        self._task = None

    async def close(self) -> None:
        """Stop, and wait until nothing is under way any more."""
        task = self._task
        self.stop()
        if task:
            await asyncio.wait((task,))

    async def _run(self, target: Target) -> None:
        updates = self._sim.updates
        lanes: dict[int, asyncio.Task[None]] = {}
        session = aiohttp.ClientSession(timeout=_ANSWER_WITHIN)
        async with session, asyncio.TaskGroup() as group:
            while True:
                for lane in [lane for lane, task in lanes.items() if task.done()]:
                    del lanes[lane]
                for update in list(updates.pending.values()):
                    lane = _lane(update)
                    if lane not in lanes and len(lanes) < target.max_connections:
                        delivery = self._deliver(session, target, update)
                        lanes[lane] = group.create_task(delivery)
                        lanes[lane].add_done_callback(lambda _task: updates.arrived.fire())
                await updates.arrived.next()

    async def _deliver(
        self, session: aiohttp.ClientSession, target: Target, update: "Update"
    ) -> None:
        pause = _FIRST_PAUSE
        while (complaint := await self._attempt(session, target, update)) is not None:
            self.last_error = (self._sim.now(), complaint)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        self._sim.updates.done(update["update_id"])

    async def _attempt(
        self, session: aiohttp.ClientSession, target: Target, update: "Update"
    ) -> str | None:
        headers = {"Content-Type": "application/json"}
        if target.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = target.secret_token
        body = json.dumps(update).encode()
        try:
            async with session.post(target.url, data=body, headers=headers) as response:
                if not 200 <= response.status <= 299:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {error}"
        await self._call_in_answer(answer)
        return None

    async def _call_in_answer(self, answer: bytes) -> None:
        """A webhook may answer with one call of the Bot API, whose result it won't learn."""
        try:
            call: Any = json.loads(answer)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            values = {name: value for name, value in call.items() if name != "method"}
            with suppress(DroppedConnectionError):  # nobody waits for this call's result
                await self._sim.call(self._sim.token, call["method"], values)


def _lane(update: "Update") -> int:
    content = next(value for key, value in update.items() if key != "update_id")
    return int(content["from"]["id"])

"""Takes updates from Telegram by polling, and acknowledges one only once it is handled.

Telegram forgets all updates below the offset that is asked for, and answers with the first `LIMIT`
it still holds. So the offset is always the lowest update not settled yet; a crash at any point
makes Telegram deliver what was not settled again. An update is *settled* when it was handled, or
set aside: it can't be parsed, its handling failed `TRIES` times, or one person has more than
`PERSON_CAP` waiting (payments and blocks are never dropped). All three leave a log line.

The invariant, with its one exception:

* What Telegram was told to forget is settled.
* The exception keeps one stuck handler from starving everybody. While an update is open, Telegram
  repeats it and all that follow, and shows no more than `LIMIT`. If such a full window brings
  nothing fresh, and updates in it are open for longer than `PATIENCE`, these are *let go*: their
  handling goes on, but the offset passes them. Only a crash during that time can lose them. Each
  is logged.

Asking with an open update is answered at once, so between two such questions it waits: until the
lowest open update is settled, or for a pause that grows from `SHORTEST_PAUSE` to `LONGEST_PAUSE`
while nothing fresh comes. That is how long a slow handler can delay others. With nothing open the
question is a long poll.

One person's updates are handled in order, different people's side by side, `CAPACITY` in all;
beyond it they stay with Telegram.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, Final

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.transport.ordering import Lanes
from bot.transport.outage import Outage

LIMIT: Final = 100
TRIES: Final = 3
PERSON_CAP: Final = 30
CAPACITY: Final = 256
PATIENCE: Final = 5.0
SLOW: Final = 10.0
SHORTEST_PAUSE: Final = 0.05
LONGEST_PAUSE: Final = 0.3
LONG_POLL: Final = 50
ACKNOWLEDGING: Final = 5.0

_log = structlog.get_logger(__name__)


class Intake:
    """`handle` is given one parsed update at a time per person; to raise means to be tried again.

    `clock` gives seconds that never go back. Times are in seconds.
    """

    def __init__(
        self,
        bot: ExtBot[Any],
        handle: Callable[[Update], Awaitable[None]],
        *,
        clock: Callable[[], float] = time.monotonic,
        outage: Outage | None = None,
        allowed_updates: Sequence[str] | None = None,
        long_poll: int = LONG_POLL,
        patience: float = PATIENCE,
        slow: float = SLOW,
        retry_pause: float = 0.5,
    ) -> None:
        self._bot = bot
        self._handle = handle
        self._clock = clock
        self._outage = outage or Outage(clock=clock)
        self._allowed_updates = allowed_updates
        self._long_poll = long_poll
        self._patience = patience
        self._slow = slow
        self._retry_pause = retry_pause
        self._lanes: Lanes[Update] = Lanes(self._work)
        self._open: dict[int, float] = {}  # update id → when it came; Telegram still holds these
        self._loose: set[int] = set()  # let go and not settled; a crash loses these
        self._settled: set[int] = set()  # settled, but not acknowledged yet
        self._next: int | None = None  # one past the last update taken
        self._pause = SHORTEST_PAUSE
        self._progress = asyncio.Event()
        self._poller: asyncio.Task[None] | None = None
        self._stopping = False
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        """Takes updates until `stop()` is through; raises `TokenRefused` if the token is wrong.

        Cancelled, it leaves everything as a crash would: what isn't settled comes again.
        """
        if self._stopping:
            return
        self._poller = asyncio.create_task(self._poll())
        try:
            await asyncio.wait({self._poller})
            if not self._poller.cancelled():
                self._poller.result()
            await self._stopped.wait()
        finally:
            self._poller.cancel()
            await self._lanes.close()

    async def stop(self, grace: float) -> None:
        """Takes no more updates, waits up to `grace` seconds for those at hand, acknowledges."""
        self._stopping = True
        if self._poller is not None:
            self._poller.cancel()
            await asyncio.wait({self._poller})
        if not await self._lanes.drain(grace):
            _log.warning(
                "Stopped in the middle of updates",
                come_again=sorted(self._open),
                lost=sorted(self._loose),
            )
        await self._lanes.close()
        await self._acknowledge()
        self._stopped.set()

    async def _acknowledge(self) -> None:
        if self._next is None:
            return
        try:
            async with asyncio.timeout(ACKNOWLEDGING):
                await self._ask(limit=1, seconds=0)
        except (TelegramError, TimeoutError) as error:
            # Harmless: the last updates come again, and handlers are safe to see one twice.
            _log.warning("The last updates could not be acknowledged", error=repr(error))

    async def _poll(self) -> None:
        await self._outage.insist(lambda: self._bot.delete_webhook(drop_pending_updates=False))
        while True:
            await self._wait_for_room()
            batch = await self._outage.insist(self._fetch)
            fresh = self._take(batch)
            self._pause = SHORTEST_PAUSE if fresh else min(self._pause * 2, LONGEST_PAUSE)
            if not fresh and len(batch) >= LIMIT:
                self._let_go()
            if self._open or (batch and not fresh):
                await self._wait_for_progress(self._pause)

    async def _fetch(self) -> Sequence[Any]:
        return await self._ask(limit=LIMIT, seconds=0 if self._open else self._long_poll)

    async def _ask(self, *, limit: int, seconds: int) -> Sequence[Any]:
        """Raw updates from the lowest open one on. Telegram forgets those below it."""
        offset = min(self._open) if self._open else self._next
        self._progress.clear()
        data: dict[str, Any] = {"limit": limit, "timeout": seconds}
        if offset is not None:
            data["offset"] = offset
        if self._allowed_updates is not None:
            data["allowed_updates"] = list(self._allowed_updates)
        read_timeout = (self._bot.request.read_timeout or 0) + seconds
        # Not bot.get_updates(): it parses all or none.
        answer = await self._bot._post(  # noqa: SLF001 - the one way to the raw updates
            "getUpdates", data, read_timeout=read_timeout
        )
        if offset is not None:
            self._settled = {each for each in self._settled if each >= offset}
        return answer if isinstance(answer, list) else []

    def _take(self, batch: Sequence[Any]) -> bool:
        """Puts what is new into the lanes; whether anything was."""
        known = self._open.keys() | self._settled | self._loose
        fresh = False
        dropped: dict[Hashable, list[int]] = {}
        for raw in batch:
            if len(self._lanes) >= CAPACITY:
                break
            update_id: int = raw["update_id"]
            self._next = update_id + 1
            if update_id in known:
                continue
            fresh = True
            update = self._parse(update_id, raw)
            if update is None:
                self._settled.add(update_id)
            elif self._has_too_many_waiting(update):
                self._settled.add(update_id)
                dropped.setdefault(_person(update), []).append(update_id)
            else:
                self._open[update_id] = self._clock()
                self._lanes.put(_person(update), update)
        for who, ids in dropped.items():
            _log.warning("Dropped updates: one person has too many waiting", who=who, ids=ids)
        return fresh

    def _has_too_many_waiting(self, update: Update) -> bool:
        return _may_be_dropped(update) and self._lanes.waiting(_person(update)) >= PERSON_CAP

    def _parse(self, update_id: int, raw: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(raw, self._bot)
        except Exception as error:  # noqa: BLE001 - the parser raises whatever the oddity provokes
            _log.error(
                "Set aside an update that can't be parsed",
                id=update_id,
                holds=sorted(raw),
                error=repr(error),
            )
            return None

    async def _work(self, update: Update) -> None:
        timer = asyncio.get_running_loop().call_later(self._slow, self._tell_slow, update.update_id)
        try:
            await self._try(update)
        finally:
            timer.cancel()
        self._settle(update.update_id)

    async def _try(self, update: Update) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                await self._handle(update)
            except asyncio.CancelledError:
                if _being_cancelled():
                    raise
                _log.warning("Handling an update was cancelled from within", id=update.update_id)
            except Exception:  # noqa: BLE001 - whatever it is, the others must go on
                _log.exception("Handling an update failed", id=update.update_id, attempt=attempt)
            else:
                return
            if attempt < TRIES:
                await asyncio.sleep(self._retry_pause * attempt)
        _log.error("Set aside an update that failed each time", id=update.update_id, tries=TRIES)

    def _tell_slow(self, update_id: int) -> None:
        _log.warning("Handling an update takes long", id=update_id, seconds=self._slow)

    def _settle(self, update_id: int) -> None:
        if self._open.pop(update_id, None) is not None:
            self._settled.add(update_id)
        self._loose.discard(update_id)
        if not self._open or update_id < min(self._open):
            self._progress.set()

    def _let_go(self) -> None:
        now = self._clock()
        stuck = [each for each, came in self._open.items() if now - came > self._patience]
        for update_id in stuck:
            del self._open[update_id]
        self._loose.update(stuck)
        if stuck:
            _log.warning("Updates take too long to hold up the others; let go", ids=stuck)

    async def _wait_for_room(self) -> None:
        while len(self._lanes) >= CAPACITY:
            self._progress.clear()
            await self._wait_for_progress(LONGEST_PAUSE)

    async def _wait_for_progress(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._progress.wait()


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _person(update: Update) -> Hashable:
    """Whose turn it is: the person, else the chat, else the update is on its own."""
    if update.effective_user is not None:
        return update.effective_user.id
    if update.effective_chat is not None:
        return update.effective_chat.id
    return ("update", update.update_id)


def _may_be_dropped(update: Update) -> bool:
    message = update.message
    if message is not None:
        return message.successful_payment is None and message.refunded_payment is None
    return update.callback_query is not None or update.inline_query is not None

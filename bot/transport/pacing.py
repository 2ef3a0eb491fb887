"""Keeps the bot within Telegram's limits, behind python-telegram-bot's rate limiter interface.

Messages (send…, copy…, forward…) are paced over all and by chat; edits by chat only; everything
else passes at once. Three kinds of callers:

* an *answer* to a person goes ahead: at most one push is before it in the queue over all. It may
  come in a small burst, waits out a short refusal (429) and is tried again, a few times.
* a *push* (`rate_limit_args=PUSH`: notices, which wait in the outbox) keeps to one a second in a
  private chat, and is never tried again here: the refusal goes back to the outbox at once. To a
  group that has had its messages of the minute it is refused here, in Telegram's way.
* a *broadcast* (`rate_limit_args=BROADCAST`) is a push that lets the other pushes go ahead in the
  same way, and leaves a third of what Telegram allows to everybody else.

A 429 pauses its chat only, for the time Telegram says. Once `SPREAD` different chats were refused
within `SPREAD_SECONDS`, it is taken to be meant for all, and everything paced is paused.

Nothing but a 429 is ever repeated: after a time-out the message may have arrived.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from typing import Any, Final

import structlog
from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.transport.refusals import seconds_to_wait

PUSH: Final[dict[str, bool]] = {"push": True}
"""Pass as `rate_limit_args` for what no one is waiting for."""

BROADCAST: Final[dict[str, bool]] = {**PUSH, "broadcast": True}
"""Pass as `rate_limit_args` for what many people get at once."""

MESSAGES_PER_SECOND: Final = 30
BROADCASTS_PER_SECOND: Final = 20
PUSHES_PER_SECOND: Final = 1
BURST: Final = 5
GROUP_PER_MINUTE: Final = 20
EDITS_AT_ONCE: Final = 8
EDITS_PER_SECOND: Final = 2
SPREAD: Final = 3
SPREAD_SECONDS: Final = 10.0
RETRIES: Final = 2
LONGEST_WAIT: Final = 10.0
_CHATS_KEPT: Final = 1024

_log = structlog.get_logger(__name__)


class _Kind(Enum):
    MESSAGE = auto()
    EDIT = auto()
    FREE = auto()


class _Caller(Enum):
    ANSWER = auto()
    PUSH = auto()
    BROADCAST = auto()


@dataclass(slots=True, kw_only=True)
class _Chat:
    messages: AsyncLimiter
    pushes: AsyncLimiter | None = None
    edits: AsyncLimiter = field(
        default_factory=lambda: AsyncLimiter(EDITS_AT_ONCE, EDITS_AT_ONCE / EDITS_PER_SECOND)
    )
    paused_until: float = 0.0

    def idle(self, now: float) -> bool:
        limiters = filter(None, (self.messages, self.pushes, self.edits))
        unused = all(each.has_capacity(each.max_rate) for each in limiters)
        return unused and self.paused_until <= now


class Pacer(BaseRateLimiter[dict[str, bool]]):
    def __init__(self) -> None:
        self._overall = AsyncLimiter(MESSAGES_PER_SECOND, 1)
        self._chats: dict[int | str, _Chat] = {}
        self._all_paused_until = 0.0
        self._refused: deque[tuple[float, int | str]] = deque(maxlen=64)
        self._push_turn = asyncio.Lock()
        self._broadcasts = AsyncLimiter(1, 1 / BROADCASTS_PER_SECOND)
        self._broadcast_turn = asyncio.Lock()

    async def initialize(self) -> None:
        """Nothing to make ready."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0917 - the interface's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: dict[str, bool] | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        kind = _kind(endpoint)
        chat_id = _chat_id(data)
        if kind is _Kind.FREE or chat_id is None:
            return await callback(*args, **kwargs)
        caller = _caller(rate_limit_args or {})
        tries_left = RETRIES if caller is _Caller.ANSWER else 0
        while True:
            await self._admit(kind, chat_id, caller)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refusal:
                wait = seconds_to_wait(refusal)
                self._pause(chat_id, wait)
                if tries_left == 0 or wait > LONGEST_WAIT:
                    raise
            tries_left -= 1

    async def _admit(self, kind: _Kind, chat_id: int | str, caller: _Caller) -> None:
        """Waits until this may go out; raises `RetryAfter` instead if the pause is too long."""
        while True:
            chat = self._chat(chat_id)
            await self._wait_out_pauses(chat, caller)
            if kind is _Kind.EDIT:
                await chat.edits.acquire()
            else:
                await self._wait_for_limits(chat, caller)
            if self._pause_left(chat) <= 0:
                return

    async def _wait_for_limits(self, chat: _Chat, caller: _Caller) -> None:
        """A push to a group doesn't wait: it would hold up those to others beside it."""
        if caller is not _Caller.ANSWER:
            if chat.pushes is not None:
                await chat.pushes.acquire()
            elif not chat.messages.has_capacity():
                raise RetryAfter(timedelta(seconds=60 / GROUP_PER_MINUTE))
        await chat.messages.acquire()
        await self._turn(caller)

    async def _wait_out_pauses(self, chat: _Chat, caller: _Caller) -> None:
        while (left := self._pause_left(chat)) > 0:
            if caller is not _Caller.ANSWER or left > LONGEST_WAIT:
                raise RetryAfter(timedelta(seconds=left))
            await asyncio.sleep(left)

    async def _turn(self, caller: _Caller) -> None:
        """The limiter serves in the order of asking; one push asks at a time, and one broadcast at a time is a push."""
        match caller:
            case _Caller.ANSWER:
                await self._overall.acquire()
            case _Caller.PUSH:
                async with self._push_turn:
                    await self._overall.acquire()
            case _Caller.BROADCAST:
                async with self._broadcast_turn:
                    await self._broadcasts.acquire()
                    await self._turn(_Caller.PUSH)

    def _pause(self, chat_id: int | str, seconds: float) -> None:
        now = _now()
        chat = self._chat(chat_id)
        chat.paused_until = max(chat.paused_until, now + seconds)
        self._refused.append((now, chat_id))
        spread = {each for at, each in self._refused if now - at <= SPREAD_SECONDS}
        if len(spread) >= SPREAD:
            self._all_paused_until = max(self._all_paused_until, now + seconds)
            _log.warning("Telegram asks to slow down everywhere", seconds=seconds)
        else:
            _log.info("Telegram asks to slow down in a chat", chat=chat_id, seconds=seconds)

    def _pause_left(self, chat: _Chat) -> float:
        return max(chat.paused_until, self._all_paused_until) - _now()

    def _chat(self, chat_id: int | str) -> _Chat:
        if chat_id not in self._chats:
            self._forget_idle_chats()
            self._chats[chat_id] = _new_chat(chat_id)
        return self._chats[chat_id]

    def _forget_idle_chats(self) -> None:
        if len(self._chats) < _CHATS_KEPT:
            return
        now = _now()
        self._chats = {key: chat for key, chat in self._chats.items() if not chat.idle(now)}


def _now() -> float:
    return asyncio.get_running_loop().time()


def _new_chat(chat_id: int | str) -> _Chat:
    if isinstance(chat_id, int) and chat_id > 0:
        return _Chat(messages=AsyncLimiter(BURST, BURST), pushes=AsyncLimiter(PUSHES_PER_SECOND, 1))
    return _Chat(messages=AsyncLimiter(GROUP_PER_MINUTE, 60))


def _caller(rate_limit_args: dict[str, bool]) -> _Caller:
    if rate_limit_args.get("broadcast"):
        return _Caller.BROADCAST
    return _Caller.PUSH if rate_limit_args.get("push") else _Caller.ANSWER


def _kind(endpoint: str) -> _Kind:
    if endpoint == "sendChatAction":
        return _Kind.FREE
    if endpoint.startswith(("send", "copy", "forward")):
        return _Kind.MESSAGE
    if endpoint.startswith("editMessage"):
        return _Kind.EDIT
    return _Kind.FREE


def _chat_id(data: dict[str, Any]) -> int | str | None:
    """A number also when it was given as text; @names belong to groups and channels."""
    chat_id = data.get("chat_id")
    if isinstance(chat_id, str) and chat_id.lstrip("-").isdecimal():
        return int(chat_id)
    return chat_id if isinstance(chat_id, int | str) else None

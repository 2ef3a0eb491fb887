"""What stands for Telegram where broadcasts are sent: it knows who really got what."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.broadcast import Broadcast, RecipientStatus, Standing
from bot.usecases.broadcasting import Outcome

_R = RecipientStatus
FLOOD = timedelta(seconds=30)

_ANSWERS = {
    "sent": Outcome(status=_R.SENT),
    "blocked": Outcome(status=_R.UNREACHABLE, error="Forbidden: bot was blocked by the user"),
    "refused": Outcome(status=_R.REFUSED, error="VOICE_MESSAGES_FORBIDDEN"),
    "flood": Outcome(status=_R.DUE, error="Too Many Requests", after=FLOOD),
    "lost before": Outcome(status=_R.UNKNOWN, error="TimedOut"),
    "lost after": Outcome(status=_R.UNKNOWN, error="TimedOut"),
    "gone": Outcome(
        status=_R.DUE, error="Message to copy not found", after=FLOOD, message_gone=True
    ),
}
_ARRIVES = {"sent", "lost after", "bug after"}


def nothing() -> None:
    pass


@dataclass
class Post:
    """`plans`: how the calls for a person end, one after the other; once there are none left, they are sent.

    `step` is called before and after each call: a test may let the bot die there. While `open` isn't set, calls hang.
    """

    plans: dict[int, list[str]] = field(default_factory=dict)
    got: Counter[int] = field(default_factory=Counter)
    calls: list[int] = field(default_factory=list)
    shown: list[Standing] = field(default_factory=list)
    step: Callable[[], None] = nothing
    open: asyncio.Event = field(default_factory=asyncio.Event)
    began: asyncio.Event = field(default_factory=asyncio.Event)
    shows: bool = True

    def __post_init__(self) -> None:
        self.open.set()

    async def send(self, _: Broadcast, user_id: int) -> Outcome:
        self.step()
        self.calls.append(user_id)
        self.began.set()
        await self.open.wait()
        plan = self.plans.get(user_id)
        end = plan.pop(0) if plan else "sent"
        if end in _ARRIVES:
            self.got[user_id] += 1
        self.step()
        if end == "bug after":
            raise KeyError(end)
        return _ANSWERS[end]

    async def show(self, standing: Standing) -> int | None:
        self.step()
        self.shown.append(standing)
        self.step()
        return 77 if self.shows else None

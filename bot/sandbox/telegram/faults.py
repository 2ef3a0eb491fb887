"""Faults on demand: what the Bot API or the network does to the calls of a method."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.errors import DroppedConnectionError, RefusalError

_REFUSALS = {
    "403": (403, "Forbidden: bot was blocked by the user"),
    "500": (500, "Internal Server Error"),
    "502": (502, "Bad Gateway"),
}
KINDS = ("429", *_REFUSALS, "latency", "drop")


@dataclass(slots=True, kw_only=True)
class Fault:
    """``when`` says whether the call takes effect first; ``times`` counts down to nothing.

    ``method`` "*" means every method; ``seconds`` are those of "latency", ``retry_after`` that of
    "429".
    """

    kind: str
    method: str = "*"
    when: str = "before"
    times: int = 1
    retry_after: int = 1
    seconds: float = 0.0
    chat_id: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"A fault's kind is one of {', '.join(KINDS)}, not {self.kind!r}.")
        if self.when not in {"before", "after"}:
            raise ValueError(f"A fault strikes before or after the effect, not {self.when!r}.")

    def matches(self, method: str, chat_id: Any) -> bool:
        if self.method != "*" and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or self.chat_id == chat_id

    async def strike(self) -> None:
        if self.kind == "latency":
            await asyncio.sleep(self.seconds)
        elif self.kind == "drop":
            raise DroppedConnectionError
        elif self.kind == "429":
            raise RefusalError(
                429,
                f"Too Many Requests: retry after {self.retry_after}",
                retry_after=self.retry_after,
            )
        else:
            raise RefusalError(*_REFUSALS[self.kind])


@dataclass(slots=True)
class Faults:
    """The faults that still wait for their call, in the order in which they were asked for."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, method: str, chat_id: Any) -> Fault | None:
        for fault in self.waiting:
            if fault.matches(method, chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None

"""Faults on demand: which requests go wrong, how, and how often.

A kind either spares the order (nothing happened at the panel) or strikes after the effect. The
server asks `take` once for each request; the fault added first strikes first.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

NOTHING_HAPPENED = frozenset(
    {
        "hang",
        "reset_before",
        "status_500_before",
        "html",
        "empty",
        "null",
        "json_string",
        "wrong_key",
        "no_funds",
        "rate_limit_429",
        "rate_limit_200",
        "maintenance",
        "redirect_307",
        "unknown_error",
        "answer",
    }
)
IT_HAPPENED = frozenset(
    {
        "latency",
        "hang_after",
        "reset_after",
        "status_500_after",
        "html_after",
        "empty_after",
        "truncated",
        "cut_off",
        "slow_drip",
        "huge",
        "error_and_order",
        "duplicate_id",
        "odd_id",
        "unknown_error_moved",
        "answer_after",
    }
)
KINDS = NOTHING_HAPPENED | IT_HAPPENED


@dataclass(slots=True, kw_only=True)
class Fault:
    """One arrangement.

    `seconds`: how long `latency` waits before the effect, `slow_drip` takes for the body, and
    what Retry-After says. `value`: the id of `odd_id`, the sentence of `unknown_error`,
    `unknown_error_moved` and `json_string`, the JSON of `answer` and `answer_after`.
    `status`: the HTTP status, where the kind's own shall not do. `began` is set when it strikes.
    """

    kind: str
    action: str = "*"
    left: int | None = 1
    seconds: float = 1.0
    value: Any = None
    status: int | None = None
    began: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Faults:
    """The arrangements of one panel; `struck` counts those that came true, by kind."""

    waiting: list[Fault] = field(default_factory=list)
    struck: dict[str, int] = field(default_factory=dict)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def add(
        self,
        action: str,
        kind: str,
        *,
        times: int | None = 1,
        seconds: float = 1.0,
        value: Any = None,
        status: int | None = None,
    ) -> Fault:
        """Let the next `times` requests of an action (all of them: None) go wrong.

        `action` "*" is any.
        """
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}; there are {', '.join(sorted(KINDS))}")
        fault = Fault(
            kind=kind, action=action, left=times, seconds=seconds, value=value, status=status
        )
        self.waiting.append(fault)
        return fault

    def take(self, action: str) -> Fault | None:
        """The fault that strikes this request, if any; it counts as used."""
        for fault in self.waiting:
            if fault.action in {"*", action}:
                break
        else:
            return None
        fault.began.set()
        self.struck[fault.kind] = self.struck.get(fault.kind, 0) + 1
        if fault.left is not None:
            fault.left -= 1
            if fault.left <= 0:
                self.waiting.remove(fault)
        return fault

    def clear(self) -> None:
        """No more faults, and whatever hangs is released."""
        self.waiting.clear()
        self.struck.clear()
        self.release()

    def release(self) -> None:
        """Let every request that hangs or waits go on to its end at once."""
        self._released.set()
        self._released = asyncio.Event()

    @property
    def released(self) -> asyncio.Event:
        """What a hanging request waits for."""
        return self._released

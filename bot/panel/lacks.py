"""What a panel is found to lack.

Panels hiccup, so one "no such action" proves little: an action that people ask for is missed after two in a row. A missing
batch costs more requests and nothing else, so there one is enough. Nothing is believed for longer than a day: panels are
mended.
"""

from collections.abc import Callable, Iterable

from bot.panel.results import Capability

_BELIEVED = 24 * 60 * 60.0
"""Seconds."""

_HAS_FALLBACK = frozenset(
    {Capability.MULTI_STATUS, Capability.MULTI_REFILL, Capability.MULTI_REFILL_STATUS}
)


class Lacks:
    """`learnt` is what an earlier run knew; `clock` is monotonic, in seconds."""

    def __init__(self, learnt: Iterable[Capability], clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until: dict[Capability, float] = {}
        self._suspected = set(learnt)
        for capability in self._suspected:
            self.learn(capability)

    def now(self) -> frozenset[Capability]:
        """What isn't to be asked for at present."""
        moment = self._clock()
        return frozenset(each for each, until in self._until.items() if moment < until)

    def suspect(self, capability: Capability) -> None:
        """The panel said that it has no such thing. After a day's belief one such answer is enough for the next."""
        if capability in _HAS_FALLBACK or capability in self._suspected:
            self.learn(capability)
        self._suspected.add(capability)

    def learn(self, capability: Capability) -> None:
        self._until[capability] = self._clock() + _BELIEVED

    def works(self, capability: Capability) -> None:
        self._suspected.discard(capability)
        self._until.pop(capability, None)

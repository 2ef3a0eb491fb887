"""What one message tells of much that happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.order import Order, OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """`alerts` are up, `over` were told before, `passed` came and went untold: all but the number as a notice's data.

    `ended` counts orders by what they came to; `odd` are those of them that weren't simply done.
    """

    to_decide: Sequence[Order] = ()
    alerts: Sequence[Mapping[str, str]] = ()
    over: Sequence[Mapping[str, str]] = ()
    passed: int = 0
    ended: Mapping[OrderStatus, int]
    odd: Sequence[Order] = ()

    @property
    def quiet(self) -> bool:
        """Nobody is needed."""
        return not self.to_decide and not self.alerts

    @property
    def empty(self) -> bool:
        """What came and went before anybody heard of it is no news by itself."""
        return self.quiet and not self.over and not self.ended

"""Buttons about everybody's orders. `search_id`: the list they belong to, which is kept in the books; 0: none."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class AllOrders(Action):
    """A new list: of one state, of one user if `user_id` isn't 0. "first": what needs a look, if anything does.

    `page` stands in old buttons only.
    """

    code = "oo"
    shown: str = "first"
    page: int = 0
    user_id: int = 0


@dataclass(frozen=True, slots=True)
class OrderList(Action):
    """What follows the order `at` in the list; what goes before it, if it is negative. Or the page from `start` on."""

    code = "yl"
    search_id: int
    at: int = 0
    start: int = 0


@dataclass(frozen=True, slots=True)
class NarrowOrders(Action):
    """Choices of one kind: state, panel or age."""

    code = "yf"
    search_id: int
    what: str


@dataclass(frozen=True, slots=True)
class SetOrders(Action):
    """The list with one of state, panel, age and user changed; any, if `word` is empty."""

    code = "yz"
    search_id: int
    what: str
    word: str


@dataclass(frozen=True, slots=True)
class SearchOrders(Action):
    """Asks for words; the typed answer is `asked` of this."""

    code = "ys"


@dataclass(frozen=True, slots=True)
class PickOrders(Action):
    """The list with ticks, from where `OrderList` is."""

    code = "yk"
    search_id: int
    at: int = 0


@dataclass(frozen=True, slots=True)
class TickOrder(Action):
    code = "yt"
    search_id: int
    at: int
    order_id: int


@dataclass(frozen=True, slots=True)
class TickAll(Action):
    """Everything in the list (1), or nothing (0)."""

    code = "ya"
    search_id: int
    at: int
    every: int


@dataclass(frozen=True, slots=True)
class AskMany(Action):
    """Says what would be done to what is ticked, or to the whole list."""

    code = "ym"
    search_id: int
    deed: str


@dataclass(frozen=True, slots=True)
class DoMany(Action):
    code = "yd"
    search_id: int
    deed: str


@dataclass(frozen=True, slots=True)
class ManyReport(Action):
    """What has come of it so far."""

    code = "yr"
    search_id: int
    deed: str


@dataclass(frozen=True, slots=True)
class OperatorOrder(Action):
    code = "oi"
    order_id: int
    search_id: int = 0


@dataclass(frozen=True, slots=True)
class OperatorRefresh(Action):
    """Ask the panel about anybody's order."""

    code = "or"
    order_id: int
    search_id: int = 0


@dataclass(frozen=True, slots=True)
class AskOperatorCancel(Action):
    """Asks whether it is meant; `OperatorCancel` does it."""

    code = "yc"
    order_id: int
    search_id: int = 0


@dataclass(frozen=True, slots=True)
class OperatorCancel(Action):
    code = "yy"
    order_id: int
    search_id: int = 0


@dataclass(frozen=True, slots=True)
class OperatorRefill(Action):
    code = "ye"
    order_id: int
    search_id: int = 0


@dataclass(frozen=True, slots=True)
class OrderHistory(Action):
    """Everything that was sent, asked and decided about it."""

    code = "yh"
    order_id: int
    search_id: int = 0

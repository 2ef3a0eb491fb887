"""A page of a long list, with all that is shown beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.journal import Entry
from bot.domain.journal_search import LogWanted
from bot.domain.order import Order
from bot.domain.order_search import Wanted
from bot.domain.page import Page
from bot.domain.search import Search
from bot.domain.user import User

COUNTED = 1000
"""Lists are counted so far; what is more is more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderListing:
    """`total` and `stuck`, of all that need a look, count up to COUNTED. `people` by their ids.

    `panels` are all that ever were; `followed` those in the settings.
    """

    search: Search
    wanted: Wanted
    page: Page[Order]
    total: int
    stuck: int
    people: Mapping[int, User]
    panels: Sequence[str]
    followed: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogListing:
    """`people` and `services` are those named in it, or in what it is narrowed to."""

    search: Search
    wanted: LogWanted
    page: Page[Entry]
    people: Mapping[int, User]
    services: Mapping[int, str]

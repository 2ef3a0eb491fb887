"""The unit of work: everything done in one `transaction()` is written as one, or not at all.

No panel or Telegram call inside: on SQLite a transaction holds the only connection.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.about import About
from storage.alerts import Alerts
from storage.attempts import Attempts
from storage.broadcasts import Broadcasts
from storage.bulk import Bulk
from storage.cancellations import Cancellations
from storage.catalogue import Catalogue
from storage.changes import Changes
from storage.counters import Counters
from storage.digests import Digests
from storage.drafts import Drafts
from storage.figures import Figures
from storage.hold import Hold
from storage.incidents import Incidents
from storage.invites import Invites
from storage.journal import Journal
from storage.modes import PASSING, READING
from storage.order_lists import OrderLists
from storage.orders import Orders
from storage.outbox import Outbox
from storage.paces import Paces
from storage.panels import Panels
from storage.people import People
from storage.queues import Queues
from storage.recipients import Recipients
from storage.refills import Refills
from storage.rooms import Rooms
from storage.rules import RuleBook
from storage.searches import Searches
from storage.snapshot import Snapshot
from storage.staff import Staff
from storage.stand_ins import StandIns
from storage.stock import Stock
from storage.streams import Streams
from storage.tallies import Tallies
from storage.tickets import Tickets
from storage.users import Users

N = TypeVar("N")


class _Noun(Generic[N]):
    """Made when it is first asked for: most transactions speak of two or three."""

    def __init__(self, kind: Callable[[AsyncConnection], N]) -> None:
        self._kind = kind

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, transaction: "Transaction", _: type) -> N:
        made = self._kind(transaction.connection)
        transaction.__dict__[self._name] = made
        return made


class Transaction:
    """One file a noun: its queries."""

    about = _Noun(About)
    alerts = _Noun(Alerts)
    attempts = _Noun(Attempts)
    broadcasts = _Noun(Broadcasts)
    bulk = _Noun(Bulk)
    cancellations = _Noun(Cancellations)
    catalogue = _Noun(Catalogue)
    changes = _Noun(Changes)
    counters = _Noun(Counters)
    digests = _Noun(Digests)
    drafts = _Noun(Drafts)
    figures = _Noun(Figures)
    incidents = _Noun(Incidents)
    invites = _Noun(Invites)
    journal = _Noun(Journal)
    order_lists = _Noun(OrderLists)
    orders = _Noun(Orders)
    outbox = _Noun(Outbox)
    paces = _Noun(Paces)
    panels = _Noun(Panels)
    people = _Noun(People)
    queues = _Noun(Queues)
    recipients = _Noun(Recipients)
    refills = _Noun(Refills)
    rooms = _Noun(Rooms)
    rules = _Noun(RuleBook)
    searches = _Noun(Searches)
    snapshot = _Noun(Snapshot)
    staff = _Noun(Staff)
    stand_ins = _Noun(StandIns)
    stock = _Noun(Stock)
    streams = _Noun(Streams)
    tallies = _Noun(Tallies)
    tickets = _Noun(Tickets)
    users = _Noun(Users)

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection


class Storage:
    """The shop's books. Built by `storage.open_storage`, which also closes it."""

    def __init__(self, engine: AsyncEngine, hold: Hold) -> None:
        self._engine = engine
        self._readers = engine.execution_options(**{READING: True})
        self._passing = engine.execution_options(**{PASSING: True})
        self._hold = hold

    @asynccontextmanager
    async def transaction(self, *, passing: bool = False) -> AsyncIterator[Transaction]:
        """Commits at the end, rolls back on any error. `StorageError` once the books are closed or lost.

        `passing`: for what nobody relies on after a power cut, such as how far a form is filled in; SQLite then doesn't
        wait for the disk. What is neither money nor a promise.
        """
        self._hold.check()
        async with (self._passing if passing else self._engine).begin() as connection:
            self._hold.check()  # it may have waited for its connection
            yield Transaction(connection)
            self._hold.check()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """As `transaction`, for what only looks: quicker, and whatever tries to write fails."""
        self._hold.check()
        async with self._readers.connect() as connection:
            self._hold.check()
            yield Transaction(connection)
            self._hold.check()

    def check(self) -> None:
        """Raises StorageError once the books are closed or lost."""
        self._hold.check()

    async def watch(self) -> None:
        """Never returns; raises StorageError as soon as another bot may be using the books."""
        await self._hold.watch()

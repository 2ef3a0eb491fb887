"""The unit of work: everything done in one `transaction()` is written as one, or not at all.

No panel or Telegram call inside: on SQLite a transaction holds the only connection.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.about import About
from storage.alerts import Alerts
from storage.attempts import Attempts
from storage.broadcasts import Broadcasts
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
from storage.order_lists import OrderLists
from storage.orders import Orders
from storage.outbox import Outbox
from storage.paces import Paces
from storage.panels import Panels
from storage.people import People
from storage.queues import Queues
from storage.reading import READING
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


class Transaction:
    """One file a noun: its queries."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.about = About(connection)
        self.alerts = Alerts(connection)
        self.attempts = Attempts(connection)
        self.broadcasts = Broadcasts(connection)
        self.cancellations = Cancellations(connection)
        self.catalogue = Catalogue(connection)
        self.changes = Changes(connection)
        self.counters = Counters(connection)
        self.digests = Digests(connection)
        self.drafts = Drafts(connection)
        self.figures = Figures(connection)
        self.incidents = Incidents(connection)
        self.invites = Invites(connection)
        self.journal = Journal(connection)
        self.order_lists = OrderLists(connection)
        self.orders = Orders(connection)
        self.outbox = Outbox(connection)
        self.paces = Paces(connection)
        self.panels = Panels(connection)
        self.people = People(connection)
        self.queues = Queues(connection)
        self.recipients = Recipients(connection)
        self.refills = Refills(connection)
        self.rooms = Rooms(connection)
        self.rules = RuleBook(connection)
        self.searches = Searches(connection)
        self.snapshot = Snapshot(connection)
        self.staff = Staff(connection)
        self.stand_ins = StandIns(connection)
        self.stock = Stock(connection)
        self.streams = Streams(connection)
        self.tallies = Tallies(connection)
        self.tickets = Tickets(connection)
        self.users = Users(connection)


class Storage:
    """The shop's books. Built by `storage.open_storage`, which also closes it."""

    def __init__(self, engine: AsyncEngine, hold: Hold) -> None:
        self._engine = engine
        self._readers = engine.execution_options(**{READING: True})
        self._hold = hold

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Commits at the end, rolls back on any error. `StorageError` once the books are closed or lost."""
        self._hold.check()
        async with self._engine.begin() as connection:
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

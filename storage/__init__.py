"""The shop's books: every row, every query, and nothing of the shop's rules.

async with open_storage("sqlite:///data/bot.db") as storage:
    async with storage.transaction() as tx:
        order = await tx.orders.get(1)
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from storage import migrations
from storage.engine import database
from storage.errors import InUseError, StorageError
from storage.storage import Storage, Transaction

__all__ = ["InUseError", "Storage", "StorageError", "Transaction", "open_storage"]


@asynccontextmanager
async def open_storage(
    url: str, *, migrate: bool = True, exclusive: bool = True
) -> AsyncIterator[Storage]:
    """The books at `url`, closed at the end. Every failure to open them is a `StorageError`.

    Without `migrate` the tables must be up to date already. Several bots may share a PostgreSQL database if none of them
    asks for it `exclusive`; nothing but one bot at a time can use a SQLite database.
    """
    place = database(url, exclusive=exclusive)
    async with AsyncExitStack() as stack:
        try:
            engine, hold = await stack.enter_async_context(place.open())
            await (migrations.migrate(engine) if migrate else migrations.check(engine))
        except place.failures as error:
            raise StorageError(place.explain(error)) from error
        stack.callback(hold.end, "The database is closed: start the bot again.")
        yield Storage(engine, hold)

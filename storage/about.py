"""What the books are kept in. The two engines tell it in ways of their own."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.status import Books

_SQLITE = "SELECT sqlite_version(), page_count * page_size FROM pragma_page_count, pragma_page_size"
_POSTGRESQL = "SELECT current_setting('server_version'), pg_database_size(current_database())"


class About:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def books(self) -> Books:
        postgresql = self._connection.dialect.name == "postgresql"
        told = await self._connection.execute(text(_POSTGRESQL if postgresql else _SQLITE))
        version, size = told.one()
        steps = await self._connection.execute(text("SELECT version_num FROM alembic_version"))
        return Books(
            engine="PostgreSQL" if postgresql else "SQLite",
            version=str(version).split(" ")[0],
            step=str(steps.scalar_one()),
            size=int(size),
        )
